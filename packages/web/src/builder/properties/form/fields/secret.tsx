import { LockKeyhole } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../../../../components/ui/button.tsx';
import { Input } from '../../../../components/ui/input.tsx';
import { text } from '../../../../strings/builder.ts';
import { isRecord } from '../../../document/edits/update_config.ts';
import type { FieldProps } from '../field_props.ts';

/** A secret is written and never read back: a stored one shows only that it is there. */
export function SecretField({ spec, value, onChange, id, describedBy, invalid, readOnly }: FieldProps) {
  const stored = isRecord(value) && '$secret' in value;
  // What was stored when the person began to replace it, to give it back.
  const [replaced, setReplaced] = useState<unknown>(null);
  if (stored) {
    return (
      <div className="flex h-8 items-center justify-between gap-2 rounded-md border border-line-strong bg-sunken pr-1 pl-2.5">
        <span className="flex items-center gap-1.5 text-muted text-sm">
          <LockKeyhole aria-hidden className="size-3.5" />
          {text.fields.secret_set}
        </span>
        {!readOnly && (
          <Button
            size="sm"
            variant="ghost"
            aria-label={`${text.fields.secret_replace}: ${spec.title}`}
            onClick={() => {
              setReplaced(value);
              onChange(undefined);
            }}
          >
            {text.fields.secret_replace}
          </Button>
        )}
      </div>
    );
  }
  return (
    <div className="flex flex-col gap-1">
      <div className="flex gap-1">
        <Input
          id={id}
          type="password"
          autoComplete="new-password"
          value={typeof value === 'string' ? value : ''}
          readOnly={readOnly}
          placeholder={spec.placeholder}
          aria-describedby={describedBy}
          aria-invalid={invalid || undefined}
          aria-required={spec.required || undefined}
          onChange={(event) => onChange(event.target.value === '' ? undefined : event.target.value)}
        />
        {replaced !== null && (
          <Button
            onClick={() => {
              onChange(replaced);
              setReplaced(null);
            }}
          >
            {text.fields.secret_keep}
          </Button>
        )}
      </div>
      <p className="text-muted text-xs">{text.fields.secret_hint}</p>
    </div>
  );
}
