import { Input } from '../../../../components/ui/input.tsx';
import { fieldText } from '../../../../strings/fields.ts';
import type { FieldProps } from '../field_props.ts';
import { useNodeForm } from '../node_form_context.tsx';
import { SchedulePreview } from './schedule_preview.tsx';

/** A day, or a day and a time of the clock on the wall; the time zone is a field of its own. */
export function DateField({ spec, path, value, onChange, id, describedBy, invalid, readOnly }: FieldProps) {
  const { node, timezone } = useNodeForm();
  const kind = spec.kind === 'date' ? 'date' : 'datetime-local';
  const given = typeof value === 'string' ? value : '';
  // A value with an offset or seconds is kept as it was written until somebody changes it.
  const fits =
    kind === 'date'
      ? /^\d{4}-\d{2}-\d{2}$/.test(given)
      : /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?$/.test(given);
  const once = node.subtype === 'schedule' && path.join() === 'at' && given !== '';
  return (
    <div className="flex flex-col gap-2">
      <Input
        id={id}
        type={given === '' || fits ? kind : 'text'}
        value={given}
        readOnly={readOnly}
        aria-describedby={describedBy}
        aria-invalid={invalid || undefined}
        aria-required={spec.required || undefined}
        onChange={(event) => onChange(event.target.value === '' ? undefined : event.target.value)}
      />
      {kind === 'datetime-local' && !once && !hasOffset(given) && (
        <p className="text-muted text-xs">{fieldText.date.zone_of(timezone)}</p>
      )}
      {once && <SchedulePreview field="at" told={invalid} />}
    </div>
  );
}

const hasOffset = (text: string) => /(z|[+-]\d{2}:?\d{2})$/i.test(text);
