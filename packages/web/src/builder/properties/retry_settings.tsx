import {
  type RetryReason,
  type RetrySettings,
  retryReasons,
  retrySchema,
  type WorkflowNode,
} from '@millrace/core';
import { Checkbox } from '../../components/ui/checkbox.tsx';
import { Field } from '../../components/ui/field.tsx';
import { Input } from '../../components/ui/input.tsx';
import { Select } from '../../components/ui/select.tsx';
import { Switch } from '../../components/ui/switch.tsx';
import { text } from '../../strings/builder.ts';
import { forms } from '../../strings/forms.ts';
import type { NodePatch } from '../document/edits/update_node.ts';

const words = text.properties;

export interface PartProps {
  node: WorkflowNode;
  onChange: (patch: NodePatch) => void;
  readOnly: boolean;
}

const retryModes = [
  { value: 'workflow', label: words.retry_default },
  { value: 'own', label: words.retry_own },
] as const;
const backoffs = [
  { value: 'fixed', label: words.fixed },
  { value: 'exponential', label: words.exponential },
] as const;

/** How a node is tried again: as the workflow says, or with settings of its own. */
export function Retry({ node, onChange, readOnly }: PartProps) {
  const settings = node.retry ? { ...retrySchema.parse({}), ...node.retry } : null;
  const set = (change: Partial<RetrySettings>) => onChange({ retry: { ...node.retry, ...change } });
  return (
    <div className="flex flex-col gap-3">
      <Field label={words.retry}>
        {({ id }) => (
          <Select
            id={id}
            aria-label={words.retry}
            options={retryModes}
            value={settings ? 'own' : 'workflow'}
            disabled={readOnly}
            onChange={(mode) => onChange({ retry: mode === 'own' ? { max_attempts: 3 } : undefined })}
          />
        )}
      </Field>
      {settings && (
        <div className="grid grid-cols-2 gap-3 border-line border-l-2 pl-3">
          <NumberSetting
            label={words.attempts}
            value={settings.max_attempts}
            min={1}
            max={10}
            readOnly={readOnly}
            onChange={(max_attempts) => set({ max_attempts })}
          />
          <NumberSetting
            label={forms.settings.delay}
            value={settings.delay_ms}
            min={0}
            max={86_400_000}
            readOnly={readOnly}
            onChange={(delay_ms) => set({ delay_ms })}
          />
          <Field label={words.backoff}>
            {({ id }) => (
              <Select
                id={id}
                aria-label={words.backoff}
                options={backoffs}
                value={settings.backoff}
                disabled={readOnly}
                onChange={(backoff) => set({ backoff })}
              />
            )}
          </Field>
          <NumberSetting
            label={forms.settings.max_delay}
            value={settings.max_delay_ms}
            min={0}
            max={86_400_000}
            readOnly={readOnly}
            onChange={(max_delay_ms) => set({ max_delay_ms })}
          />
          <Field label={words.jitter} hint={words.jitter_hint} className="col-span-2">
            {(control) => (
              <Switch
                {...control}
                aria-label={words.jitter}
                checked={settings.jitter}
                disabled={readOnly}
                onCheckedChange={(jitter) => set({ jitter })}
              />
            )}
          </Field>
          <Reasons
            chosen={settings.retry_on}
            readOnly={readOnly}
            onChange={(retry_on) => set({ retry_on })}
          />
        </div>
      )}
    </div>
  );
}

interface ReasonsProps {
  chosen: readonly RetryReason[];
  readOnly: boolean;
  onChange: (reasons: RetryReason[]) => void;
}

/** Which failures are worth another try. One at least: with none there would be no retry to set up. */
function Reasons({ chosen, readOnly, onChange }: ReasonsProps) {
  const any = chosen.includes('any');
  const toggle = (reason: RetryReason, on: boolean) =>
    onChange(retryReasons.filter((other) => (other === reason ? on : chosen.includes(other))));
  return (
    <fieldset className="col-span-2 flex flex-col gap-2">
      <legend className="mb-1 font-medium text-sm">{words.retry_on}</legend>
      {retryReasons.map((reason) => {
        const on = chosen.includes(reason);
        const last = on && chosen.length === 1;
        return (
          // biome-ignore lint/a11y/noLabelWithoutControl: the checkbox inside is its control
          <label key={reason} className="flex items-start gap-2 text-sm">
            <Checkbox
              className="mt-0.5"
              checked={on || any}
              disabled={readOnly || last || (any && reason !== 'any')}
              onCheckedChange={(checked) => toggle(reason, checked === true)}
            />
            <span>
              {words.retry_reasons[reason]}
              {reason === 'any' && <span className="block text-muted text-xs">{words.retry_any_hint}</span>}
            </span>
          </label>
        );
      })}
    </fieldset>
  );
}

interface NumberSettingProps {
  label: string;
  value: number;
  min: number;
  max: number;
  readOnly: boolean;
  onChange: (value: number) => void;
}

function NumberSetting({ label, value, min, max, readOnly, onChange }: NumberSettingProps) {
  return (
    <Field label={label}>
      {(control) => (
        <Input
          {...control}
          type="number"
          min={min}
          max={max}
          step={1}
          value={value}
          readOnly={readOnly}
          onChange={(event) => {
            const next = Math.round(event.target.valueAsNumber);
            if (Number.isFinite(next)) onChange(Math.min(max, Math.max(min, next)));
          }}
        />
      )}
    </Field>
  );
}
