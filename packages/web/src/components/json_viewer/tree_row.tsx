import { ChevronRight } from 'lucide-react';
import { type Ref, useState } from 'react';
import { strings } from '../../strings/en.ts';
import { cn } from '../ui/cn.ts';
import type { Row } from './rows.ts';

const t = strings.json_viewer;
/** A text longer than this is folded to one line, and never shown beyond `longest`. */
const foldAt = 120;
const longest = 20_000;

interface TreeRowProps {
  ref: Ref<HTMLDivElement>;
  id: string;
  index: number;
  row: Row;
  active: boolean;
  /** Pixels from the top of the tree. */
  top: number;
  onToggle: (row: Row) => void;
}

/** One line of the tree. */
export function TreeRow({ ref, id, index, row, active, top, onToggle }: TreeRowProps) {
  const [wrapped, setWrapped] = useState(false);
  const folds = row.size !== null && row.size > 0;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the tree around it takes the keys
    <div
      ref={ref}
      id={id}
      data-index={index}
      role="treeitem"
      aria-level={row.depth + 1}
      aria-expanded={folds ? row.open : undefined}
      aria-selected={active}
      // The tree is walked with aria-activedescendant: its rows are never in the tab order.
      tabIndex={-1}
      onClick={() => {
        onToggle(row);
        if (isLong(row.value)) setWrapped(!wrapped);
      }}
      className={cn(
        'absolute top-0 left-0 flex w-full cursor-default items-start pr-3 leading-[22px]',
        active ? 'bg-accent-soft' : 'hover:bg-hover',
      )}
      style={{ transform: `translateY(${top}px)`, paddingLeft: 8 + row.depth * 16 }}
    >
      <ChevronRight
        aria-hidden
        className={cn(
          'mt-[5px] mr-1 size-3 shrink-0 text-muted transition-transform duration-150',
          row.open && 'rotate-90',
          !folds && 'invisible',
        )}
      />
      {row.range ? (
        <span className="text-muted">{t.range(row.range.first, row.range.last)}</span>
      ) : (
        <>
          {row.name !== null && (
            <span className={cn('shrink-0', typeof row.name === 'number' && 'text-muted')}>
              {row.name}:&nbsp;
            </span>
          )}
          <Value row={row} wrapped={wrapped} />
        </>
      )}
    </div>
  );
}

function isLong(value: unknown): boolean {
  return typeof value === 'string' && value.length > foldAt;
}

function Value({ row, wrapped }: { row: Row; wrapped: boolean }) {
  const { value, size } = row;
  if (size !== null) {
    return (
      <span className="whitespace-nowrap text-muted">
        {Array.isArray(value) ? '[ ]' : '{ }'} {Array.isArray(value) ? t.items(size) : t.fields(size)}
      </span>
    );
  }
  if (typeof value === 'string') return <TextValue value={value} wrapped={wrapped} />;
  const tint =
    typeof value === 'number'
      ? 'text-tint-action'
      : typeof value === 'boolean'
        ? 'text-tint-trigger'
        : 'text-muted';
  return <span className={tint}>{String(value)}</span>;
}

function TextValue({ value, wrapped }: { value: string; wrapped: boolean }) {
  const quoted = JSON.stringify(wrapped ? value.slice(0, longest) : value.slice(0, 400));
  return (
    <span
      className={cn('min-w-0 text-tint-connector', wrapped ? 'whitespace-pre-wrap break-all' : 'truncate')}
    >
      {quoted}
      {wrapped && value.length > longest && (
        <span className="text-muted"> {t.cut(value.length - longest)}</span>
      )}
    </span>
  );
}
