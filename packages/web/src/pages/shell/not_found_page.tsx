import { Link } from '@tanstack/react-router';
import { buttonVariants } from '../../components/ui/button.tsx';
import { useDocumentTitle } from '../../components/ui/page_header.tsx';
import { strings } from '../../strings/en.ts';

/** An address that leads nowhere. */
export function NotFoundPage() {
  return (
    <main>
      <NotFound />
    </main>
  );
}

/** A thing that is no more, inside a page that stands. */
export function NotFound() {
  useDocumentTitle(strings.errors.not_found_title);
  return (
    <div className="flex min-h-[60vh] flex-col items-center justify-center gap-2 px-6 text-center">
      <p className="font-mono text-muted text-sm">404</p>
      <h1 tabIndex={-1} data-page-heading className="font-semibold text-xl">
        {strings.errors.not_found_title}
      </h1>
      <p className="max-w-md text-muted text-sm">{strings.errors.not_found_hint}</p>
      <Link to="/" className={buttonVariants({ className: 'mt-3' })}>
        {strings.errors.not_found_home}
      </Link>
    </div>
  );
}
