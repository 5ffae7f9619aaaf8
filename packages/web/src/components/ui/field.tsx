import { CircleAlert, TriangleAlert } from 'lucide-react';
import { Label } from 'radix-ui';
import { type ReactNode, useId } from 'react';
import { strings } from '../../strings/en.ts';
import { cn } from './cn.ts';

/** What a control must carry so that its label, hint and error belong to it. */
export interface ControlProps {
  id: string;
  'aria-describedby': string | undefined;
  'aria-invalid': true | undefined;
  'aria-required': true | undefined;
}

interface FieldProps {
  label: ReactNode;
  hint?: ReactNode;
  /** What is wrong, in words; null when nothing is. */
  error?: string | null;
  /** What looks wrong but stands in nobody's way; not shown beside an error. */
  warning?: string | null;
  required?: boolean;
  /** Something at the right of the label: a toggle, a link. */
  aside?: ReactNode;
  className?: string;
  children: (control: ControlProps) => ReactNode;
}

/** Label, control, hint and error of one field, tied together for screen readers. */
export function Field({ label, hint, error, warning, required, aside, className, children }: FieldProps) {
  const id = useId();
  const described = [hint && `${id}-hint`, (error || warning) && `${id}-error`].filter(Boolean).join(' ');
  return (
    <div className={cn('flex flex-col gap-1', className)}>
      <div className="flex min-h-5 items-center justify-between gap-2">
        <Label.Root htmlFor={id} className="font-medium text-sm">
          {label}
          {required && (
            // Screen readers hear it from the control itself.
            <span aria-hidden className="text-danger" title={strings.common.required}>
              {' *'}
            </span>
          )}
        </Label.Root>
        {aside}
      </div>
      {children({
        id,
        'aria-describedby': described || undefined,
        'aria-invalid': error ? true : undefined,
        'aria-required': required || undefined,
      })}
      {hint && (
        <p id={`${id}-hint`} className="text-muted text-xs">
          {hint}
        </p>
      )}
      {error || !warning ? (
        <FieldError id={`${id}-error`} message={error} />
      ) : (
        <p id={`${id}-error`} className="flex items-start gap-1 text-warning text-xs">
          <TriangleAlert aria-hidden className="mt-0.5 size-3 shrink-0" />
          <span className="min-w-0 break-words">{warning}</span>
        </p>
      )}
    </div>
  );
}

/** The sentence below a field that is wrong. */
export function FieldError({ id, message }: { id?: string; message?: string | null }) {
  if (!message) return null;
  return (
    <p id={id} role="alert" className="flex items-start gap-1 text-danger text-xs">
      <CircleAlert aria-hidden className="mt-0.5 size-3 shrink-0" />
      <span className="min-w-0 break-words">{message}</span>
    </p>
  );
}
