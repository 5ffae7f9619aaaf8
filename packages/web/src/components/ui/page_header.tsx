import { type ReactNode, useEffect } from 'react';
import { strings } from '../../strings/en.ts';
import { cn } from './cn.ts';

interface PageHeaderProps {
  title: ReactNode;
  /** The document's title where `title` is not plain text. */
  documentTitle?: string;
  description?: ReactNode;
  /** Above the title: where this page belongs. */
  breadcrumb?: ReactNode;
  actions?: ReactNode;
  className?: string;
}

/** Sets the title of the browser tab: "Workflows · Millrace". */
export function useDocumentTitle(title: string | undefined): void {
  useEffect(() => {
    document.title = title ? `${title} · ${strings.product}` : strings.product;
  }, [title]);
}

/** The heading of a page. It takes the focus after a navigation, so that a screen reader says where one is. */
export function PageHeader({
  title,
  documentTitle,
  description,
  breadcrumb,
  actions,
  className,
}: PageHeaderProps) {
  useDocumentTitle(documentTitle ?? (typeof title === 'string' ? title : undefined));
  return (
    <header className={cn('flex flex-wrap items-start justify-between gap-x-6 gap-y-3 pb-5', className)}>
      <div className="min-w-0">
        {breadcrumb && <div className="mb-1 text-muted text-sm">{breadcrumb}</div>}
        <h1 tabIndex={-1} data-page-heading className="break-words font-semibold text-xl">
          {title}
        </h1>
        {description && <div className="mt-1 max-w-2xl text-muted text-sm">{description}</div>}
      </div>
      {actions && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
    </header>
  );
}
