import type { OriginSide, Step } from '@millrace/core';
import type { ReactNode } from 'react';
import { JsonViewer } from '../../components/json_viewer/json_viewer.tsx';
import { cn } from '../../components/ui/cn.ts';
import { text } from '../../strings/builder.ts';
import { OriginButton } from './origin_button.tsx';

interface ValueViewProps {
  title: string;
  value: unknown;
  /** The name of the value in expressions; a path can then be copied as an expression. */
  root?: string;
  note?: string;
  actions?: ReactNode;
  maxHeight?: number;
  className?: string;
  /** The step that was given it, or gave it: then it can be told where its values come from. */
  origin?: { step: Step; side: OriginSide } | undefined;
}

/** A value with its title. */
export function ValueView({
  title,
  value,
  root,
  note,
  actions,
  maxHeight = 320,
  className,
  origin,
}: ValueViewProps) {
  return (
    <div className={cn('flex min-w-0 flex-col gap-1', className)}>
      <div className="flex min-h-7 flex-wrap items-center justify-between gap-x-2">
        <h3 className="min-w-0 font-medium text-sm">{title}</h3>
        {actions}
      </div>
      {note && <p className="text-muted text-xs">{note}</p>}
      {value === undefined ? (
        <p className="rounded-md border border-line border-dashed px-3 py-2 text-muted text-xs">
          {text.results.no_data}
        </p>
      ) : (
        <JsonViewer
          value={value}
          label={title}
          expression={root}
          maxHeight={maxHeight}
          actions={origin && ((path) => <OriginButton key={path.join()} {...origin} path={path} />)}
        />
      )}
    </div>
  );
}
