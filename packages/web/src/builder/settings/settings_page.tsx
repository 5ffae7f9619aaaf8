import { useQuery } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { useRef } from 'react';
import { sessionQuery } from '../../api/queries.ts';
import { Field } from '../../components/ui/field.tsx';
import { WorkflowPicker } from '../../components/workflow_picker.tsx';
import { text } from '../../strings/builder.ts';
import { TimezonePicker } from '../properties/form/fields/timezone.tsx';
import { ConcurrencyKey } from './concurrency_key.tsx';
import { ChoiceSetting, NumberSetting, Section } from './controls.tsx';
import { SettingPlace, useSettingFinding } from './setting_place.tsx';
import { useFocusSetting } from './use_focus_setting.ts';
import { useSetting } from './use_setting.ts';

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
const overlapPolicies = [
  { value: 'queue', label: words.overlap_queue, description: words.overlap_queue_hint },
  { value: 'skip', label: words.overlap_skip, description: words.overlap_skip_hint },
  { value: 'cancel_oldest', label: words.overlap_cancel, description: words.overlap_cancel_hint },
] as const;
const savePolicies = [
  { value: 'all', label: words.save_all },
  { value: 'errors', label: words.save_errors },
  { value: 'none', label: words.save_none },
] as const;

/** Settings of the whole workflow. A valid value goes into the draft at once; it is saved with the workflow. */
export function SettingsPage() {
  const page = useRef<HTMLElement>(null);
  const { field } = useSearch({ from: '/signed_in/workflows/$id' });
  useFocusSetting(page, field);
  return (
    <main ref={page} className="min-h-0 flex-1 overflow-y-auto">
      <div className="mx-auto flex max-w-xl flex-col gap-6 px-6 py-8">
        <div>
          <h2 className="font-semibold text-xl">{words.title}</h2>
          <p className="mt-1 text-muted text-sm">{words.saved_with}</p>
        </div>
        <Failures />
        <SideBySide />
        <Times />
        <Keeping />
      </div>
    </main>
  );
}

function Failures() {
  const policy = useSetting('retry_policy').value ?? 'none';
  const errorWorkflow = useSetting('error_workflow_id');
  const finding = useSettingFinding('error_workflow_id');
  return (
    <Section title={words.failures}>
      <NumberSetting
        name="timeout_seconds"
        label={words.timeout}
        hint={words.timeout_hint}
        placeholder="300"
        range={[1, 86_400]}
      />
      <ChoiceSetting
        name="retry_policy"
        label={words.retry_policy}
        hint={words.retry_hint}
        options={retryPolicies}
        fallback="none"
      />
      {policy !== 'none' && (
        <NumberSetting
          name="max_retries"
          label={words.max_retries}
          hint={words.max_retries_hint}
          placeholder="0"
          range={[0, 10]}
        />
      )}
      <SettingPlace name="error_workflow_id">
        <Field label={words.error_workflow} hint={words.error_workflow_hint} {...finding}>
          {({ id, 'aria-describedby': describedBy }) => (
            <WorkflowPicker
              optional
              id={id}
              describedBy={describedBy}
              label={words.error_workflow}
              value={errorWorkflow.value ?? undefined}
              disabled={errorWorkflow.readOnly}
              invalid={finding.error !== null}
              onChange={errorWorkflow.change}
            />
          )}
        </Field>
      </SettingPlace>
    </Section>
  );
}

function SideBySide() {
  const gated = useSetting('max_concurrency').value !== undefined;
  const keyed = Boolean(useSetting('concurrency_key').value);
  return (
    <Section title={words.side_by_side}>
      <NumberSetting
        name="max_concurrency"
        label={words.max_concurrency}
        hint={keyed ? words.max_concurrency_keyed : words.max_concurrency_hint}
        placeholder={keyed ? '1' : words.no_limit}
        range={[1, 10_000]}
      />
      <ConcurrencyKey />
      <ChoiceSetting
        name="on_overlap"
        label={words.overlap}
        hint={gated || keyed ? undefined : words.overlap_without}
        options={overlapPolicies}
        fallback="queue"
      />
      <NumberSetting
        name="priority"
        label={words.priority}
        hint={words.priority_hint}
        placeholder="0"
        range={[-100, 100]}
      />
    </Section>
  );
}

function Times() {
  const zone = useSetting('timezone');
  const finding = useSettingFinding('timezone');
  const organizationZone = useQuery(sessionQuery()).data?.organization.timezone ?? 'UTC';
  return (
    <Section title={words.times}>
      <SettingPlace name="timezone">
        <Field label={words.timezone} hint={words.timezone_hint} {...finding}>
          {({ id, 'aria-describedby': describedBy }) => (
            <TimezonePicker
              id={id}
              describedBy={describedBy}
              label={words.timezone}
              value={zone.value}
              disabled={zone.readOnly}
              invalid={finding.error !== null}
              placeholder={words.timezone_default(organizationZone)}
              onChange={zone.change}
            />
          )}
        </Field>
      </SettingPlace>
      <ChoiceSetting
        name="missed_schedules"
        label={words.missed}
        hint={words.missed_hint}
        options={missedPolicies}
        fallback="once"
      />
    </Section>
  );
}

function Keeping() {
  return (
    <Section title={words.keeping}>
      <ChoiceSetting
        name="save_data"
        label={words.save_data}
        hint={words.save_data_hint}
        options={savePolicies}
        fallback="all"
      />
      <NumberSetting
        name="retention_days"
        label={words.retention}
        hint={words.retention_hint}
        placeholder={words.retention_default}
        range={[1, 3_650]}
      />
    </Section>
  );
}
