import { useState } from 'react';
import { FieldError } from '../../../../components/ui/field.tsx';
import { Input } from '../../../../components/ui/input.tsx';
import { fieldText } from '../../../../strings/fields.ts';
import type { FieldProps } from '../field_props.ts';
import { readNumber } from '../read_number.ts';

const t = fieldText.number;

/** A number; empty is the default, shown as the placeholder. What is pasted may have separators of thousands. */
export function NumberField({ spec, value, onChange, id, describedBy, invalid, readOnly }: FieldProps) {
  const [refused, setRefused] = useState<string | null>(null);
  const fallback = typeof spec.fallback === 'number' ? String(spec.fallback) : undefined;
  return (
    <div className="flex flex-col gap-1">
      <Input
        id={id}
        type="number"
        inputMode={spec.whole ? 'numeric' : 'decimal'}
        step={spec.whole ? 1 : 'any'}
        min={spec.min}
        max={spec.max}
        readOnly={readOnly}
        value={typeof value === 'number' || typeof value === 'string' ? value : ''}
        placeholder={spec.placeholder ?? fallback ?? range(spec)}
        aria-describedby={describedBy}
        aria-invalid={invalid || undefined}
        aria-required={spec.required || undefined}
        onChange={(event) => {
          setRefused(null);
          onChange(event.target.value === '' ? undefined : event.target.valueAsNumber);
        }}
        onPaste={(event) => {
          const text = event.clipboardData.getData('text/plain');
          // What the browser reads by itself goes to where the caret is.
          if (readOnly || /^\s*[+-]?\d*\.?\d*\s*$/.test(text)) return;
          event.preventDefault();
          const read = readNumber(text);
          setRefused(read === null ? t.not_a_number(text.trim().slice(0, 40)) : null);
          if (read !== null) onChange(read);
        }}
      />
      <FieldError message={refused} />
    </div>
  );
}

function range({ min, max }: FieldProps['spec']): string | undefined {
  const told = [min !== undefined && t.least(String(min)), max !== undefined && t.most(String(max))];
  return told.filter(Boolean).join(', ') || undefined;
}
