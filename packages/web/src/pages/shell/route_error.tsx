import { type ErrorComponentProps, useRouter } from '@tanstack/react-router';
import { ApiError, Unreachable } from '../../api/errors.ts';
import { Button } from '../../components/ui/button.tsx';
import { ErrorState } from '../../components/ui/error_state.tsx';
import { useDocumentTitle } from '../../components/ui/page_header.tsx';
import { strings } from '../../strings/en.ts';

/** A page that could not be loaded, or that stopped working: what a person can do, details folded. */
export function RouteError({ error, reset }: ErrorComponentProps) {
  const router = useRouter();
  useDocumentTitle(strings.errors.crash_title);
  if (error instanceof ApiError || error instanceof Unreachable) {
    return (
      <ErrorState
        error={error}
        onRetry={() => {
          reset();
          void router.invalidate();
        }}
      />
    );
  }
  return (
    <main
      role="alert"
      className="flex min-h-[60vh] flex-col items-center justify-center gap-2 px-6 text-center"
    >
      <h1 className="font-semibold text-xl">{strings.errors.crash_title}</h1>
      <p className="max-w-md text-muted text-sm">{strings.errors.crash_hint}</p>
      {/* A new release replaces the chunks of the old one: only a reload finds them. */}
      <Button className="mt-3" onClick={() => location.reload()}>
        {strings.errors.crash_reload}
      </Button>
      <details className="mt-4 max-w-2xl text-left">
        <summary className="cursor-pointer text-muted text-sm">{strings.errors.crash_details}</summary>
        <pre className="mt-2 overflow-auto whitespace-pre-wrap rounded-md border border-line bg-sunken p-3 font-mono text-xs">
          {error instanceof Error ? (error.stack ?? error.message) : String(error)}
        </pre>
      </details>
    </main>
  );
}
