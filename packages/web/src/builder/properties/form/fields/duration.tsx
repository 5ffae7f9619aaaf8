import { durationUnits } from '@millrace/core';
import { SquareFunction } from 'lucide-react';
import { useState } from 'react';
import { cn } from '../../../../components/ui/cn.ts';
import { IconButton } from '../../../../components/ui/icon_button.tsx';
import { Input } from '../../../../components/ui/input.tsx';
import { Select } from '../../../../components/ui/select.tsx';
import { text } from '../../../../strings/builder.ts';
import { useDocumentStore } from '../../../document/context.tsx';
import { ExpressionInput } from '../../../expressions/expression_input.tsx';
import type { Wanted } from '../../../expressions/wanted.ts';
import { type Duration, readDuration, storedDuration } from '../duration.ts';
import type { FieldProps } from '../field_props.ts';
import { keptValues } from '../kept_values.ts';
import { useNodeForm } from '../node_form_context.tsx';
import { typedValue } from './ops.ts';
import { written } from './text.tsx';

const words = text.fields.duration;
const aNumber: Wanted = { type: 'number' };
const units = durationUnits.map((value) => ({ value, label: words[value] }));

/** A number, or an expression for one, and a unit of time. Emptied, it is not set. */
export function DurationField({
  spec,
  path,
  value,
  onChange,
  id,
  describedBy,
  invalid,
  readOnly,
}: FieldProps) {
  const { node, expressions } = useNodeForm();
  const store = useDocumentStore();
  const duration = readDuration(value);
  // The unit of a duration without a number cannot be stored; it is kept here until there is one.
  const [unit, setUnit] = useState(duration.unit);
  const shownUnit = duration.value === undefined ? unit : duration.unit;
  const [chosen, setChosen] = useState<boolean | null>(null);
  const asExpression = expressions && (chosen ?? typeof duration.value === 'string');
  const set = (patch: Partial<Duration>) =>
    onChange(storedDuration({ value: duration.value, unit: shownUnit, ...patch }));
  /** What stood there the other way comes back. */
  function toggle() {
    const kept = keptValues(store, node.id, path);
    const before = kept.recall(asExpression ? 'fixed' : 'expression');
    kept.keep(asExpression ? 'expression' : 'fixed', duration.value);
    setChosen(!asExpression);
    if (before === undefined && typeof duration.value !== 'string') return;
    set({ value: before as Duration['value'] });
  }
  const control = { id, 'aria-describedby': describedBy, 'aria-invalid': invalid || undefined };
  return (
    <div className="flex items-start gap-2">
      {asExpression ? (
        <ExpressionInput
          className="flex-1"
          id={id}
          label={spec.title}
          describedBy={describedBy}
          invalid={invalid}
          required={spec.required}
          readOnly={readOnly}
          value={written(duration.value)}
          wanted={aNumber}
          onChange={(next) => set({ value: typedValue(next) as string | number })}
        />
      ) : (
        <Input
          {...control}
          className="min-w-0 flex-1"
          type="number"
          min={0}
          step="any"
          aria-label={`${spec.title}: ${words.value}`}
          aria-required={spec.required || undefined}
          value={duration.value ?? ''}
          readOnly={readOnly}
          onChange={(event) =>
            set({ value: event.target.value === '' ? undefined : event.target.valueAsNumber })
          }
        />
      )}
      <Select
        className="w-28 shrink-0"
        aria-label={`${spec.title}: ${words.unit}`}
        options={units}
        disabled={readOnly}
        value={shownUnit}
        onChange={(next) => {
          setUnit(next);
          if (duration.value !== undefined) set({ unit: next });
        }}
      />
      {expressions && !readOnly && (
        <IconButton
          label={text.fields.use_expression}
          aria-pressed={asExpression}
          className={cn('shrink-0', asExpression && 'bg-accent-soft text-accent-text')}
          onClick={toggle}
        >
          <SquareFunction aria-hidden />
        </IconButton>
      )}
    </div>
  );
}
