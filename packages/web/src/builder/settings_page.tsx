import { zodResolver } from '@hookform/resolvers/zod';
import { type WorkflowSettings, workflowSettingsSchema } from '@millrace/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { Controller, useForm } from 'react-hook-form';
import { sessionQuery } from '../api/queries.ts';
import { Field } from '../components/ui/field.tsx';
import { Input } from '../components/ui/input.tsx';
import { Select } from '../components/ui/select.tsx';
import { text } from '../strings/builder.ts';
import { useDocument, useDocumentStore, useReadOnly } from './document/context.tsx';
import { setSettings } from './document/edits/set_settings.ts';
import { TimezonePicker } from './properties/form/fields/timezone.tsx';

const words = text.settings;
const retryPolicies = [
  { value: 'none', label: words.retry_none },
  { value: 'immediate', label: words.retry_immediate },
  { value: 'exponential', label: words.retry_exponential },
] as const;
const missedPolicies = [
  { value: 'skip', label: words.missed_skip },
  { value: 'once', label: words.missed_once },
  { value: 'all', label: words.missed_all },
] as const;

const ranges = { timeout_seconds: [1, 86_400], max_retries: [0, 10] } as const;

/** Settings of the whole workflow. A valid value goes into the draft at once; it is saved with the workflow. */
export function SettingsPage() {
  const store = useDocumentStore();
  const readOnly = useReadOnly();
  const settings = useDocument((state) => state.draft.definition.config);
  const organizationZone = useQuery(sessionQuery()).data?.organization.timezone ?? 'UTC';
  const form = useForm<WorkflowSettings>({
    resolver: zodResolver(workflowSettingsSchema),
    mode: 'onChange',
    values: settings,
  });
  const { errors } = form.formState;

  // Undo, and what another save brought, reach the form too.
  useEffect(() => form.reset(settings, { keepErrors: true }), [settings, form]);

  function commit<Name extends keyof WorkflowSettings>(
    name: Name,
    value: WorkflowSettings[Name] | undefined,
  ) {
    form.setValue(name, value as never, { shouldDirty: true });
    const valid = workflowSettingsSchema.shape[name].safeParse(value).success;
    if (!valid) return void form.setError(name, { message: rangeWords(name) });
    form.clearErrors(name);
    store
      .getState()
      .edit((definition) => setSettings(definition, { [name]: value }), { group: `settings ${name}` });
  }

  const number = (name: keyof typeof ranges, label: string, placeholder: string, hint?: string) => (
    <Controller
      name={name}
      control={form.control}
      render={({ field }) => (
        <Field label={label} hint={hint} error={errors[name]?.message ?? null}>
          {(control) => (
            <Input
              {...control}
              ref={field.ref}
              type="number"
              min={ranges[name][0]}
              max={ranges[name][1]}
              placeholder={placeholder}
              value={field.value ?? ''}
              readOnly={readOnly}
              onChange={(event) =>
                commit(name, event.target.value === '' ? undefined : event.target.valueAsNumber)
              }
            />
          )}
        </Field>
      )}
    />
  );

  const retries = settings.retry_policy !== undefined && settings.retry_policy !== 'none';
  return (
    <main className="min-h-0 flex-1 overflow-y-auto">
      <div className="mx-auto flex max-w-xl flex-col gap-5 px-6 py-8">
        <div>
          <h2 className="font-semibold text-xl">{words.title}</h2>
          <p className="mt-1 text-muted text-sm">{words.saved_with}</p>
        </div>
        {number('timeout_seconds', words.timeout, '300', words.timeout_hint)}
        <Field label={words.retry_policy} hint={words.retry_hint}>
          {({ id }) => (
            <Select
              id={id}
              aria-label={words.retry_policy}
              options={retryPolicies}
              value={settings.retry_policy ?? 'none'}
              disabled={readOnly}
              onChange={(value) => commit('retry_policy', value)}
            />
          )}
        </Field>
        {retries && number('max_retries', words.max_retries, '0')}
        <Field label={words.timezone} hint={words.timezone_hint}>
          {({ id }) => (
            <TimezonePicker
              id={id}
              label={words.timezone}
              value={settings.timezone}
              disabled={readOnly}
              placeholder={words.timezone_default(organizationZone)}
              onChange={(value) => commit('timezone', value)}
            />
          )}
        </Field>
        <Field label={words.missed}>
          {({ id }) => (
            <Select
              id={id}
              aria-label={words.missed}
              options={missedPolicies}
              value={settings.missed_schedules ?? 'once'}
              disabled={readOnly}
              onChange={(value) => commit('missed_schedules', value)}
            />
          )}
        </Field>
      </div>
    </main>
  );
}

function rangeWords(name: string): string {
  const range = Object.hasOwn(ranges, name) ? ranges[name as keyof typeof ranges] : null;
  return range ? words.out_of_range(range[0], range[1]) : '';
}
