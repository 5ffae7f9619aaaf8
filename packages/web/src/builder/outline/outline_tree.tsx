import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, type RefObject, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { outline as words } from '../../strings/outline.ts';
import { areSingleLettersOn } from '../canvas/single_letters.ts';
import { useDocument, useReadOnly } from '../document/context.tsx';
import { usePanels, usePanelsStore } from '../panels.tsx';
import { type Menu, OutlineMenu } from './outline_menu.tsx';
import { NoRows, Row, type RowHandlers, rowHeight } from './outline_row.tsx';
import { type OutlineRow, outlineRows } from './rows.ts';
import { findRow, type OutlineCommand, outlineCommand } from './tree_keys.ts';
import { rowElement, useActiveRow } from './use_active_row.ts';
import { useOutlineActions } from './use_outline_actions.ts';

/** How long letters typed one after the other are one word. */
const typingMs = 700;

/** The steps as a tree. Only the rows in sight are drawn, and the one that has the focus. */
export function OutlineTree() {
  const definition = useDocument((state) => state.draft.definition);
  const readOnly = useReadOnly();
  const panels = usePanelsStore();
  const [folded, setFolded] = useState<ReadonlySet<string>>(new Set());
  const rows = useMemo(() => outlineRows(definition, folded), [definition, folded]);
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useRef<{ scrollToIndex(index: number): void } | null>(null);
  const unfold = useCallback(
    (ids: readonly string[]) =>
      setFolded((before) =>
        ids.some((id) => before.has(id)) ? new Set([...before].filter((id) => !ids.includes(id))) : before,
      ),
    [],
  );
  const reveal = useCallback((index: number) => virtual.current?.scrollToIndex(index), []);
  const active = useActiveRow(rows, unfold, reveal);
  const actions = useOutlineActions();
  const [menu, setMenu] = useState<Menu | null>(null);
  const [renaming, setRenaming] = useState<string | null>(null);
  const typed = useRef({ word: '', at: 0 });
  const selection = useDocument((state) => state.selection);
  const returns = useReturnFromQuickAdd(active.focus);

  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
    rangeExtractor: (range) =>
      [...new Set([...defaultRangeExtractor(range), Math.max(0, active.at)])].sort((a, b) => a - b),
  });
  virtual.current = virtualizer;

  const go = (to: string) => {
    active.go(to);
    const row = rows.find(({ id }) => id === to);
    if (row) actions.select(row);
  };
  const fold = (id: string) => setFolded((before) => new Set([...before, id]));
  const under = (row: OutlineRow) => {
    const box = rowElement(active.tree.current, row.id)?.getBoundingClientRect();
    return { x: (box?.left ?? 0) + 24, y: box?.bottom ?? 0 };
  };
  const openMenu = (row: OutlineRow, at = under(row)) => {
    go(row.id);
    setMenu({ row, at });
  };

  function add(row: OutlineRow, where: 'before' | 'after'): void {
    const act = where === 'after' ? actions.addAfter : actions.addBefore;
    returns.current = act(row, under(row));
  }

  function run(command: OutlineCommand, row: OutlineRow | undefined): void {
    switch (command.do) {
      case 'go':
        go(command.to);
        break;
      case 'fold':
        fold(command.row);
        break;
      case 'unfold':
        unfold([command.row]);
        break;
      case 'unfold_all':
        setFolded(new Set());
        break;
      case 'find':
        find(command.letter);
        break;
      default:
        if (row) act(command, row);
    }
  }

  function act(command: OutlineCommand, row: OutlineRow): void {
    if (command.do === 'menu') openMenu(row);
    if (command.do === 'open') openRow(row);
    if (command.do === 'test') actions.test(row, command.part);
    if (command.do === 'add') add(row, 'after');
    if (command.do === 'rename' && !readOnly && row.content.kind === 'node') setRenaming(row.id);
    if (command.do !== 'up' && command.do !== 'down') return;
    active.go(row.id);
    actions.move(row, command.do);
  }

  function find(letter: string): void {
    const now = Date.now();
    const word = now - typed.current.at < typingMs ? typed.current.word + letter : letter;
    typed.current = { word, at: now };
    const to = findRow(rows, active.at, word);
    if (to) go(to);
  }

  function openRow(row: OutlineRow): void {
    const { content, expanded } = row;
    if (content.kind === 'reference') go(content.target);
    else if (expanded === null || content.kind === 'node') {
      actions.select(row);
      actions.open(row);
    } else if (expanded) fold(row.id);
    else unfold([row.id]);
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.target instanceof HTMLInputElement) return;
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / rowHeight) - 1);
    const command = outlineCommand(event, rows, active.at, page, areSingleLettersOn());
    const row = rows[active.at];
    if (!command) {
      // These are about what is selected: that is the row that has the focus, and of a row that stands for nothing nothing.
      if (row && isAboutSelection(event) && !actions.select(row)) event.preventDefault();
      return;
    }
    event.preventDefault();
    run(command, row);
  }

  const latest = useRef({ go, openRow, openMenu, fold, unfold });
  latest.current = { go, openRow, openMenu, fold, unfold };
  const on = useMemo<RowHandlers>(
    () => ({
      press: (row) => latest.current.go(row.id),
      open: (row) => latest.current.openRow(row),
      toggle: (row) => (row.expanded ? latest.current.fold(row.id) : latest.current.unfold([row.id])),
      menu: (row, at) => latest.current.openMenu(row, at),
      renamed: () => {
        setRenaming(null);
        active.focus();
      },
    }),
    [active.focus],
  );

  if (rows.length === 0)
    return (
      <NoRows
        readOnly={readOnly}
        container={active.tree}
        onAdd={(at) => {
          returns.current = true;
          panels.getState().openQuickAdd({ at, target: { kind: 'free', position: { x: 0, y: 0 } } });
        }}
      />
    );
  return (
    <div ref={scroller} className="min-h-0 flex-1 overflow-y-auto overflow-x-hidden p-1.5">
      <div
        ref={active.tree}
        role="tree"
        aria-label={words.tree}
        aria-description={words.tree_hint}
        className="relative"
        style={{ height: virtualizer.getTotalSize() }}
        onKeyDown={onKeyDown}
        onFocus={active.onFocus}
        onBlur={active.onBlur}
      >
        {virtualizer.getVirtualItems().map(({ index, start }) => {
          const row = rows[index];
          return (
            row && (
              <Row
                key={row.id}
                row={row}
                top={start}
                active={index === active.at}
                selected={isSelected(row, selection)}
                renaming={renaming === row.id}
                on={on}
              />
            )
          );
        })}
      </div>
      <OutlineMenu
        menu={menu}
        actions={actions}
        onClose={() => setMenu(null)}
        onFocusBack={active.focus}
        onGo={go}
        onAdd={add}
        onRename={setRenaming}
      />
    </div>
  );
}

/** Delete, cut, copy and duplicate. */
function isAboutSelection({ key, ctrlKey, metaKey }: KeyboardEvent): boolean {
  if (key === 'Delete' || key === 'Backspace') return true;
  return (ctrlKey || metaKey) && ['c', 'x', 'd'].includes(key.toLowerCase());
}

type Selection = { nodes: readonly string[]; groups?: readonly string[]; notes?: readonly string[] };

function isSelected({ content }: OutlineRow, { nodes, groups, notes }: Selection): boolean {
  if (content.kind === 'node') return nodes.includes(content.node.id);
  if (content.kind === 'group') return groups?.includes(content.group.id) ?? false;
  return content.kind === 'note' && (notes?.includes(content.note.id) ?? false);
}

/** A search that was opened from the tree gives the focus back to it: to the step that was added. */
function useReturnFromQuickAdd(focus: () => void): RefObject<boolean> {
  const open = usePanels((state) => state.quickAdd !== null);
  const ours = useRef(false);
  useEffect(() => {
    if (open || !ours.current) return;
    ours.current = false;
    const timer = setTimeout(focus, 30);
    return () => clearTimeout(timer);
  }, [open, focus]);
  return ours;
}
