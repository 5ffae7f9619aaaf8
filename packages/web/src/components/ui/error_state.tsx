import { CircleAlert, RotateCw } from 'lucide-react';
import { strings } from '../../strings/en.ts';
import { Button } from './button.tsx';
import { cn } from './cn.ts';

interface ErrorStateProps {
  error: unknown;
  title?: string;
  onRetry?: () => void;
  className?: string;
}

/** Something could not be loaded: what happened, and Retry. */
export function ErrorState({ error, title, onRetry, className }: ErrorStateProps) {
  const message = error instanceof Error && error.message ? error.message : strings.errors.unknown;
  return (
    <div role="alert" className={cn('flex flex-col items-center gap-2 px-6 py-14 text-center', className)}>
      <div
        aria-hidden
        className="mb-2 flex size-10 items-center justify-center rounded-md border border-danger-line bg-danger-soft text-danger"
      >
        <CircleAlert className="size-5" />
      </div>
      <h2 className="font-semibold text-lg">{title ?? strings.errors.load_title}</h2>
      <p className="max-w-md break-words text-muted text-sm">{message}</p>
      {onRetry && (
        <Button className="mt-3" onClick={onRetry}>
          <RotateCw aria-hidden />
          {strings.common.retry}
        </Button>
      )}
    </div>
  );
}
