import { parseTargetPath, TargetPathError } from '@millrace/core';
import { useState } from 'react';
import { FieldError } from '../../components/ui/field.tsx';
import { Input } from '../../components/ui/input.tsx';
import { mapper as words } from '../../strings/mapper.ts';

interface TargetNameProps {
  value: string;
  readOnly: boolean;
  onChange: (value: string) => void;
}

/** The name of a field that the person chose. What cannot be a name is said at once, and kept out of the mapping. */
export function TargetName({ value, readOnly, onChange }: TargetNameProps) {
  const [draft, setDraft] = useState(value);
  const problem = targetProblem(draft);
  return (
    <div className="flex min-w-0 items-center gap-2">
      <Input
        className="h-7 w-64 font-mono text-xs"
        aria-label={words.target_field}
        aria-invalid={problem !== null || undefined}
        value={draft}
        readOnly={readOnly}
        onChange={(event) => {
          setDraft(event.target.value);
          if (targetProblem(event.target.value) === null) onChange(event.target.value.trim());
        }}
      />
      <FieldError message={problem} />
    </div>
  );
}

/** Why a text is no name of a target field. */
export function targetProblem(text: string): string | null {
  try {
    parseTargetPath(text.trim());
    return null;
  } catch (error) {
    if (error instanceof TargetPathError) return words.target_bad(error.message);
    throw error;
  }
}
