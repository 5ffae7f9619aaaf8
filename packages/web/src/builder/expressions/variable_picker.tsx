import { useVirtualizer } from '@tanstack/react-virtual';
import { Search } from 'lucide-react';
import { type KeyboardEvent, useId, useMemo, useRef, useState } from 'react';
import { cn } from '../../components/ui/cn.ts';
import { Input } from '../../components/ui/input.tsx';
import { text } from '../../strings/builder.ts';
import { words } from '../../strings/expressions.ts';
import { useNodeForm } from '../properties/form/node_form_context.tsx';
import { type InsertPath, useActiveEditor } from './active_editor.tsx';
import { firstMatch, pickerMove } from './picker_keys.ts';
import { openAtFirst, type PickerRow, pickerRows, shownAtFirst } from './picker_rows.ts';
import { PickerTreeRow } from './picker_tree_row.tsx';

interface VariablePickerProps {
  /** Without it the path goes to the field that was used last. */
  onPick?: (path: string) => void;
  /** Where it goes when no field was used yet. */
  fallback?: (path: string) => void;
  className?: string;
  /** Typing searches at once. */
  autoFocus?: boolean;
}

const rowHeight = 26;

/**
 * Everything the node may read, with real values where there are any. The focus stays in the search: typing searches, arrows
 * walk and unfold, Enter inserts; a click inserts, and every row can be dragged into a field.
 */
export function VariablePicker({ onPick, fallback, className, autoFocus }: VariablePickerProps) {
  const { sources } = useNodeForm();
  const picker = usePickerRows();
  const treeId = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const { rows, active } = picker;
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    getItemKey: (index) => rows[index]!.id,
    overscan: 10,
  });
  const { pick, needsField } = usePick(onPick, fallback);

  function act(row: PickerRow) {
    if (row.kind === 'more') picker.showMore(row);
    else if (row.expression !== null && !(row.kind === 'source' && row.expandable)) pick(row.expression);
    else picker.toggle(row);
  }

  function onKeyDown(event: KeyboardEvent<HTMLInputElement>) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const { selectionStart, selectionEnd, value } = event.currentTarget;
    const caret = { atStart: selectionEnd === 0, atEnd: selectionStart === value.length };
    const move = pickerMove(rows, active, event.key, caret);
    if (!move) return;
    event.preventDefault();
    if ('act' in move) act(move.act);
    else if ('toggle' in move) picker.toggle(move.toggle);
    else {
      picker.setActive(move.go);
      virtual.scrollToIndex(move.go, { align: 'auto' });
    }
  }

  return (
    <div className={cn('flex max-h-96 min-h-0 flex-col', className)}>
      <div className="relative border-line border-b p-2">
        <Search aria-hidden className="pointer-events-none absolute top-4 left-4.5 size-4 text-faint" />
        <Input
          type="search"
          role="combobox"
          aria-label={text.expression.search}
          aria-expanded="true"
          aria-haspopup="tree"
          aria-controls={treeId}
          aria-activedescendant={rows[active] ? `${treeId}-${active}` : undefined}
          placeholder={text.expression.search}
          value={picker.search}
          autoFocus={autoFocus}
          spellCheck={false}
          className="pl-8"
          onChange={(event) => picker.setSearch(event.target.value)}
          onKeyDown={onKeyDown}
        />
      </div>
      {sources.every((source) => source.node === null) && (
        <p className="px-3 py-2 text-muted text-xs">{text.expression.no_earlier}</p>
      )}
      {rows.length === 0 && sources.length > 0 && (
        <p role="status" className="px-3 py-3 text-muted text-xs">
          {words.picker.no_match(picker.search)}
        </p>
      )}
      <div ref={scroller} className="min-h-0 flex-1 overflow-y-auto p-1">
        <div
          id={treeId}
          role="tree"
          aria-label={words.picker.tree}
          className="relative"
          style={{ height: virtual.getTotalSize() }}
        >
          {virtual.getVirtualItems().map((item) => (
            <PickerTreeRow
              key={item.key}
              id={`${treeId}-${item.index}`}
              row={rows[item.index]!}
              active={item.index === active}
              style={{ top: item.start, height: rowHeight }}
              onAct={act}
              onToggle={picker.toggle}
            />
          ))}
        </div>
      </div>
      <p
        role="status"
        className={cn('border-line border-t px-3 py-1.5 text-xs', needsField ? 'text-warning' : 'text-muted')}
      >
        {needsField ? words.picker.insert_where : words.picker.hint_keys}
      </p>
    </div>
  );
}

function usePickerRows() {
  const { sources } = useNodeForm();
  const [search, setSearchText] = useState('');
  const [open, setOpen] = useState<ReadonlySet<string>>(() => openAtFirst(sources));
  const [limits, setLimits] = useState<ReadonlyMap<string, number>>(new Map());
  // Until somebody moves, the row that the search means.
  const [moved, setActive] = useState<number | null>(null);
  const rows = useMemo(() => pickerRows(sources, { open, limits, search }), [sources, open, limits, search]);
  const active = moved ?? firstMatch(rows, search);
  return {
    rows,
    search,
    active: Math.min(active, Math.max(0, rows.length - 1)),
    setActive,
    setSearch(next: string) {
      setSearchText(next);
      setActive(null);
    },
    toggle(row: PickerRow) {
      setActive(rows.indexOf(row));
      const next = new Set(open);
      if (!next.delete(row.id)) next.add(row.id);
      setOpen(next);
    },
    showMore(row: PickerRow) {
      const id = row.id.replace(/^more:/, '');
      setLimits(new Map([...limits, [id, (limits.get(id) ?? shownAtFirst) + 200]]));
    },
  };
}

/** Into its own field, or into the one that was used last. */
function usePick(onPick: InsertPath | undefined, fallback: InsertPath | undefined) {
  const activeEditor = useActiveEditor();
  const [needsField, setNeedsField] = useState(false);
  function pick(path: string) {
    const insert = onPick ?? activeEditor?.current() ?? fallback;
    setNeedsField(!insert);
    insert?.(path);
  }
  return { pick, needsField };
}
