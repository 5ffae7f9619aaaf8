import { LockKeyhole } from 'lucide-react';
import { useState } from 'react';
import { connectionText as t } from '../../strings/connections.ts';
import { Button } from '../ui/button.tsx';
import type { ControlProps } from '../ui/field.tsx';
import { PasswordInput } from '../ui/password_input.tsx';

interface SecretInputProps {
  control: ControlProps;
  title: string;
  /** A text that was typed, or a marker where one is stored. */
  value: unknown;
  /** One is stored that can be kept. */
  stored: boolean;
  onChange: (value: unknown) => void;
}

export const keptSecret = { $secret: 'set' } as const;

/** A secret: typed, or stored and not shown. */
export function SecretInput({ control, title, value, stored, onChange }: SecretInputProps) {
  const [replacing, setReplacing] = useState(false);
  if (stored && !replacing)
    return (
      <div className="flex h-8 items-center justify-between gap-2 rounded-md border border-line-strong bg-sunken pr-1 pl-2.5">
        <span className="flex min-w-0 items-center gap-1.5 text-muted text-sm">
          <LockKeyhole aria-hidden className="size-3.5 shrink-0" />
          <span className="truncate">{t.stored}</span>
        </span>
        <Button
          {...control}
          size="sm"
          variant="ghost"
          aria-label={`${t.replace}: ${title}`}
          onClick={() => {
            setReplacing(true);
            onChange('');
          }}
        >
          {t.replace}
        </Button>
      </div>
    );
  return (
    <div className="flex flex-col items-start gap-1">
      <div className="w-full">
        <PasswordInput
          {...control}
          autoComplete="new-password"
          // Who pressed Replace goes on typing.
          autoFocus={replacing}
          value={typeof value === 'string' ? value : ''}
          onChange={(event) => onChange(event.target.value)}
        />
      </div>
      {stored && (
        <Button
          size="sm"
          variant="ghost"
          onClick={() => {
            setReplacing(false);
            onChange(keptSecret);
          }}
        >
          {t.keep}
        </Button>
      )}
    </div>
  );
}
