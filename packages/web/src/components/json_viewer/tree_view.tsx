import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, type ReactNode, useEffect, useId, useMemo, useRef, useState } from 'react';
import { strings } from '../../strings/en.ts';
import { CopyButton } from '../ui/copy_button.tsx';
import { asText } from './as_text.ts';
import { type Path, pathId, printPath } from './path.ts';
import { idsLeadingTo, initiallyOpen, type Row, rowsOf } from './rows.ts';
import { treeMove } from './tree_keys.ts';
import { TreeRow } from './tree_row.tsx';

const t = strings.json_viewer;

interface TreeViewProps {
  value: unknown;
  label: string;
  expression: string | undefined;
  maxHeight: number;
  /** The match of the search to show. */
  match: Path | null;
  /** What can be done with the value that one stands on, beside copying it. */
  actions?: ((path: Path) => ReactNode) | undefined;
}

/** The data as a tree: arrow keys walk and fold it, the line below says where one is and copies it. */
export function TreeView({ value, label, expression, maxHeight, match, actions }: TreeViewProps) {
  const treeId = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const [open, setOpen] = useState(() => initiallyOpen(value));
  const [activeId, setActiveId] = useState<string | null>(null);
  const rows = useMemo(() => rowsOf(value, open), [value, open]);
  const activeIndex = Math.max(
    0,
    rows.findIndex((row) => row.id === activeId),
  );
  const active = activeId === null ? null : (rows[activeIndex] ?? null);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => 22,
    getItemKey: (index) => rows[index]!.id,
    overscan: 12,
  });

  useEffect(() => {
    if (!match) return;
    setOpen((old) => new Set([...old, ...idsLeadingTo(value, match)]));
    setActiveId(pathId(match));
  }, [match, value]);

  // A match that was folded away has its row only after the rows were made anew.
  // biome-ignore lint/correctness/useExhaustiveDependencies: scrolls when the match or its place changes, not on every scroll
  useEffect(() => {
    if (match) virtual.scrollToIndex(activeIndex, { align: 'auto' });
  }, [match, activeIndex]);

  function toggle(row: Row, to = !row.open) {
    setActiveId(row.id);
    if (!row.size) return;
    setOpen((old) => {
      const next = new Set(old);
      if (to) next.add(row.id);
      else next.delete(row.id);
      return next;
    });
  }

  function go(index: number) {
    setActiveId(rows[index]?.id ?? null);
    virtual.scrollToIndex(index, { align: 'auto' });
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    // The first key only says where one is.
    const move =
      activeId === null && event.key === 'ArrowDown' ? { go: 0 } : treeMove(rows, activeIndex, event.key);
    if (!move) return;
    event.preventDefault();
    if ('go' in move) go(move.go);
    else toggle(move.toggle, move.open);
  }

  return (
    <>
      <div
        ref={scroller}
        role="tree"
        aria-label={label}
        tabIndex={0}
        aria-activedescendant={active ? `${treeId}${active.id}` : undefined}
        onKeyDown={onKeyDown}
        className="overflow-auto py-1 font-mono text-xs outline-offset-[-2px]"
        style={{ maxHeight }}
      >
        <div role="presentation" className="relative min-w-full" style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map((item) => (
            <TreeRow
              key={item.key}
              ref={virtual.measureElement}
              index={item.index}
              id={`${treeId}${rows[item.index]!.id}`}
              row={rows[item.index]!}
              active={item.index === activeIndex && active !== null}
              top={item.start}
              onToggle={toggle}
            />
          ))}
        </div>
      </div>
      {active && active.range === null && <PathBar row={active} expression={expression} actions={actions} />}
    </>
  );
}

interface PathBarProps extends Pick<TreeViewProps, 'expression' | 'actions'> {
  row: Row;
}

function PathBar({ row, expression, actions }: PathBarProps) {
  const path = printPath(row.path, expression);
  return (
    <div className="flex min-h-8 flex-wrap items-center gap-x-1 border-line border-t bg-sunken/50 py-0.5 pr-1 pl-3">
      {/* Where it is narrow the buttons have a line of their own. */}
      <code className="min-w-0 flex-1 basis-28 truncate font-mono text-muted text-xs" title={path}>
        {path || '·'}
      </code>
      {actions?.(row.path)}
      {path && (
        <CopyButton
          variant="ghost"
          size="sm"
          withText
          label={t.copy_path}
          text={expression ? `{{ ${path} }}` : path}
        />
      )}
      <CopyButton variant="ghost" size="sm" withText label={t.copy_value} text={() => asText(row.value)} />
    </div>
  );
}
