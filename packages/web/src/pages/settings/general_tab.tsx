import { type OrganizationSettings, organizationRoutes, organizationSettingsSchema } from '@millrace/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { call } from '../../api/call.ts';
import { ApiError, messageOf } from '../../api/errors.ts';
import { keys, organizationSettingsQuery } from '../../api/queries.ts';
import { useCan } from '../../api/session.ts';
import { TimezonePicker } from '../../builder/properties/form/fields/timezone.tsx';
import { Framed } from '../../components/list_view.tsx';
import { Button } from '../../components/ui/button.tsx';
import { ErrorState } from '../../components/ui/error_state.tsx';
import { Field, FieldError } from '../../components/ui/field.tsx';
import { Input } from '../../components/ui/input.tsx';
import { SkeletonRows } from '../../components/ui/skeleton.tsx';
import { toast } from '../../components/ui/toast.tsx';
import { strings } from '../../strings/en.ts';

const t = strings.settings.general;
type DaysName = 'retention_days' | 'failed_retention_days';

/** What holds for the whole organization: its time zone, and how long executions are kept. */
export function GeneralTab() {
  const query = useQuery(organizationSettingsQuery());
  if (query.isPending) return <SkeletonRows className="rounded-md border border-line bg-surface" />;
  if (!query.data)
    return (
      <Framed>
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      </Framed>
    );
  return <GeneralForm stored={query.data} />;
}

function GeneralForm({ stored }: { stored: OrganizationSettings }) {
  const isAdmin = useCan('admin');
  const [changed, setChanged] = useState<Partial<OrganizationSettings>>({});
  const [problems, setProblems] = useState<Partial<Record<string, string>>>({});
  const save = useSave(() => setChanged({}), setProblems);
  const shown = { ...stored, ...changed };
  const set = (change: Partial<OrganizationSettings>) => setChanged((before) => ({ ...before, ...change }));

  function submit(event: FormEvent) {
    event.preventDefault();
    const wrong = problemsOf(changed);
    setProblems(wrong);
    if (Object.keys(wrong).length === 0) save.mutate(changed);
  }

  const days = (name: DaysName, placeholder: string) => (
    <Field label={t[name]} hint={t[`${name}_hint`]} error={problems[name] ?? null}>
      {(field) => (
        <Input
          {...field}
          type="number"
          className="max-w-60"
          min={1}
          max={3_650}
          placeholder={placeholder}
          readOnly={!isAdmin}
          value={Number.isNaN(shown[name]) ? '' : (shown[name] ?? '')}
          onChange={(event) => set({ [name]: event.target.value === '' ? null : event.target.valueAsNumber })}
        />
      )}
    </Field>
  );

  return (
    <form noValidate onSubmit={submit} className="flex max-w-xl flex-col gap-5">
      <p className="text-muted text-sm">{isAdmin ? t.intro : t.intro_viewer}</p>
      <Field label={t.timezone} hint={t.timezone_hint} error={problems.timezone ?? null}>
        {({ id, 'aria-describedby': describedBy }) => (
          <TimezonePicker
            id={id}
            describedBy={describedBy}
            label={t.timezone}
            value={shown.timezone}
            disabled={!isAdmin}
            placeholder="UTC"
            onChange={(timezone) => set({ timezone: timezone ?? 'UTC' })}
          />
        )}
      </Field>
      {days('retention_days', t.as_server)}
      {days('failed_retention_days', t.as_others)}
      <FieldError message={problems.root} />
      {isAdmin && (
        <Button
          type="submit"
          variant="primary"
          className="self-start"
          disabled={Object.keys(changed).length === 0}
          loading={save.isPending}
        >
          {strings.common.save}
        </Button>
      )}
    </form>
  );
}

function useSave(onSaved: () => void, onProblems: (problems: Record<string, string>) => void) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body: Partial<OrganizationSettings>) => call(organizationRoutes.setSettings, { body }),
    onSuccess: (settings) => {
      queryClient.setQueryData(organizationSettingsQuery().queryKey, settings);
      // The session says the time zone too.
      void queryClient.invalidateQueries({ queryKey: keys.session });
      onSaved();
      toast.success(t.saved);
    },
    onError: (error) => {
      const issues = error instanceof ApiError ? error.issues : [];
      const known = issues.filter(({ path }) => path in organizationSettingsSchema.shape);
      onProblems(
        known.length > 0
          ? Object.fromEntries(known.map(({ path, message }) => [path, message]))
          : { root: messageOf(error, strings.errors.unknown) },
      );
    },
  });
}

/** What is wrong with the changes, by field. */
function problemsOf(changed: Partial<OrganizationSettings>): Record<string, string> {
  const parsed = organizationSettingsSchema.partial().safeParse(changed);
  if (parsed.success) return {};
  return Object.fromEntries(parsed.error.issues.map(({ path }) => [String(path[0]), t.days_bad]));
}
