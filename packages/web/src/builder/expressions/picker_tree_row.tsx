import { ChevronRight } from 'lucide-react';
import type { CSSProperties, DragEvent } from 'react';
import { cn } from '../../components/ui/cn.ts';
import { words } from '../../strings/expressions.ts';
import { NodeIcon } from '../canvas/node_icon.tsx';
import { pathDragType } from './expression_extensions.ts';
import { OriginTag } from './origin_tag.tsx';
import type { PickerRow } from './picker_rows.ts';
import type { ScopeSource } from './sample_scope.ts';
import { shortValue, typeWords } from './value_words.ts';

interface PickerTreeRowProps {
  id: string;
  row: PickerRow;
  active: boolean;
  style: CSSProperties;
  onAct: (row: PickerRow) => void;
  onToggle: (row: PickerRow) => void;
}

/** One row: a click inserts it, the arrow folds it, a drag carries it into a field. The focus stays in the search. */
export function PickerTreeRow({ id, row, active, style, onAct, onToggle }: PickerTreeRowProps) {
  const { expression } = row;
  const drag = (event: DragEvent) => {
    if (expression === null) return event.preventDefault();
    event.dataTransfer.setData(pathDragType, expression);
    event.dataTransfer.setData('text/plain', `{{ ${expression} }}`);
    event.dataTransfer.effectAllowed = 'copy';
  };
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: keys are handled by the search field, which keeps the focus
    <div
      id={id}
      role="treeitem"
      tabIndex={-1}
      aria-level={row.depth + 1}
      aria-selected={active}
      aria-expanded={row.expandable ? row.open : undefined}
      title={expression ?? undefined}
      draggable={expression !== null}
      onDragStart={drag}
      onMouseDown={(event) => {
        // The search keeps the focus; a drag begins all the same.
        if (expression === null) event.preventDefault();
      }}
      onClick={() => onAct(row)}
      style={{ ...style, paddingLeft: row.depth * 14 }}
      className={cn(
        'absolute inset-x-0 flex cursor-pointer items-center gap-1.5 rounded-sm pr-2 text-xs outline-none',
        active ? 'bg-hover' : 'hover:bg-hover',
      )}
    >
      {row.expandable ? (
        <span
          aria-hidden
          className="flex size-6 shrink-0 items-center justify-center text-muted hover:text-fg"
          onClick={(event) => {
            event.stopPropagation();
            onToggle(row);
          }}
        >
          <ChevronRight
            className={cn('size-3.5 transition-transform duration-150', row.open && 'rotate-90')}
          />
        </span>
      ) : (
        <span className="size-6 shrink-0" />
      )}
      {row.source ? <SourceParts row={row} source={row.source} /> : <ValueParts row={row} />}
    </div>
  );
}

function SourceParts({ row, source }: { row: PickerRow; source: ScopeSource }) {
  return (
    <>
      {source.node && <NodeIcon subtype={source.node.subtype} className="size-4.5 rounded-sm" />}
      <span className="truncate font-medium text-sm">{row.name}</span>
      {source.name && <code className="min-w-0 truncate font-mono text-muted">{source.name}</code>}
      {!row.expandable && <span className="truncate font-mono text-muted">{shortValue(row.value, 60)}</span>}
      {source.origin && <OriginTag origin={source.origin} className="ml-auto" />}
    </>
  );
}

function ValueParts({ row }: { row: PickerRow }) {
  const { name, value, kind, hint, expandable, open } = row;
  if (kind === 'more') return <span className="text-accent-text">{name}</span>;
  const isValue = kind === 'value';
  return (
    <>
      <span
        className={cn(
          'shrink-0 font-mono',
          isValue ? 'text-fg' : 'text-accent-text',
          name.length > 40 && 'min-w-0 shrink truncate',
        )}
      >
        {name}
      </span>
      {hint && <span className="shrink-0 text-faint">{hint}</span>}
      {!(expandable && open) && (
        <span className={cn('min-w-0 truncate font-mono', expandable ? 'text-faint' : colourOf(value))}>
          {shortValue(value, 80)}
        </span>
      )}
      <span className="ml-auto shrink-0 pl-1 text-faint">
        {kind === 'each' && Array.isArray(value) && row.expression
          ? words.picker.values(value.length)
          : typeWords(value)}
      </span>
    </>
  );
}

function colourOf(value: unknown): string {
  if (typeof value === 'string') return 'text-success';
  return value === null || value === undefined ? 'text-faint' : 'text-tint-action';
}
