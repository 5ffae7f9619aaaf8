import {
  type KeyboardEvent,
  type ReactNode,
  type RefObject,
  useEffect,
  useId,
  useLayoutEffect,
  useState,
} from 'react';
import { cn } from '../../components/ui/cn.ts';

export interface TreeRow {
  id: string;
  depth: number;
}

interface TreeListProps<Row extends TreeRow> {
  label: string;
  description: string;
  rows: readonly Row[];
  scroller: RefObject<HTMLDivElement | null>;
  /** The row that the keyboard is on. */
  active: string | null;
  onActive: (id: string) => void;
  /** Undefined where nothing folds. */
  isExpanded: (row: Row) => boolean | undefined;
  isSelected: (row: Row) => boolean;
  onToggle: (row: Row) => void;
  /** Enter, space or a click. */
  onPress: (row: Row, by: 'key' | 'mouse') => void;
  onDelete?: (row: Row) => void;
  onScroll: (top: number) => void;
  nameOf: (row: Row) => string;
  rowProps?: (row: Row) => Record<string, unknown>;
  children: (row: Row) => ReactNode;
}

export const rowHeight = 32;
/** Rows beyond the edges that are drawn, so that a quick scroll shows no gaps. */
const spare = 6;

/**
 * A tree of which only the rows in sight are drawn, so that thousands stay smooth. The focus stays on the tree itself and
 * the active row is told by its id: a row that is scrolled away cannot lose it.
 */
export function TreeList<Row extends TreeRow>(props: TreeListProps<Row>) {
  const { rows, scroller, active, onActive, isExpanded, isSelected, onScroll } = props;
  const id = useId();
  const { top, height } = useWindow(scroller, rows.length);
  const at = rows.findIndex((row) => row.id === active);
  useActiveInSight(scroller, at);

  const first = Math.max(0, Math.floor(top / rowHeight) - spare);
  const last = Math.min(rows.length, Math.ceil((top + height) / rowHeight) + spare);
  const drawn = rows.slice(first, last);
  // What assistive technology is told of must be there.
  const activeRow = at >= 0 && (at < first || at >= last) ? [rows[at]!] : [];

  return (
    <div
      ref={scroller}
      role="tree"
      tabIndex={0}
      aria-label={props.label}
      aria-description={props.description}
      aria-activedescendant={at >= 0 ? `${id}-${at}` : undefined}
      className="group/tree min-h-0 flex-1 overflow-y-auto overflow-x-hidden outline-none focus-visible:[&_[data-active]]:ring-2 focus-visible:[&_[data-active]]:ring-accent focus-visible:[&_[data-active]]:ring-inset"
      onScroll={(event) => onScroll(event.currentTarget.scrollTop)}
      onFocus={() => at < 0 && rows[0] && onActive(rows[0].id)}
      onKeyDown={(event) => move(event, props, at)}
    >
      <div role="presentation" className="relative" style={{ height: rows.length * rowHeight }}>
        {[...drawn, ...activeRow].map((row) => {
          const index = drawn.includes(row) ? first + drawn.indexOf(row) : at;
          const isActive = index === at;
          return (
            // biome-ignore lint/a11y/useFocusableInteractive: the tree has the focus and names its active row
            // biome-ignore lint/a11y/useKeyWithClickEvents: keys are the business of the tree
            <div
              key={row.id}
              id={`${id}-${index}`}
              role="treeitem"
              aria-label={props.nameOf(row)}
              aria-level={row.depth + 1}
              aria-setsize={rows.length}
              aria-posinset={index + 1}
              aria-expanded={isExpanded(row)}
              aria-selected={isSelected(row)}
              data-active={isActive || undefined}
              className={cn('absolute inset-x-0 select-none')}
              style={{ top: index * rowHeight, height: rowHeight }}
              onClick={() => {
                onActive(row.id);
                props.onPress(row, 'mouse');
              }}
              {...props.rowProps?.(row)}
            >
              {props.children(row)}
            </div>
          );
        })}
      </div>
    </div>
  );
}

function move<Row extends TreeRow>(event: KeyboardEvent, props: TreeListProps<Row>, at: number): void {
  if (event.target !== event.currentTarget || event.ctrlKey || event.metaKey || event.altKey) return;
  const row = props.rows[at];
  const to = placeFor(event.key, props, at);
  if (to !== null) {
    const next = props.rows[Math.max(0, Math.min(props.rows.length - 1, to))];
    if (next) props.onActive(next.id);
  } else if (!row) return;
  else if (event.key === 'ArrowRight' || event.key === 'ArrowLeft') {
    if (props.isExpanded(row) === (event.key === 'ArrowLeft')) props.onToggle(row);
  } else if (event.key === 'Enter' || event.key === ' ') props.onPress(row, 'key');
  else if (event.key === 'Delete' || event.key === 'Backspace') props.onDelete?.(row);
  else return;
  event.preventDefault();
}

/** Where a key leads; null for one that does not move. */
function placeFor<Row extends TreeRow>(key: string, props: TreeListProps<Row>, at: number): number | null {
  const { rows, scroller, isExpanded } = props;
  const row = rows[at];
  const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? rowHeight) / rowHeight) - 1);
  switch (key) {
    case 'ArrowDown':
      return at + 1;
    case 'ArrowUp':
      return at - 1;
    case 'PageDown':
      return at + page;
    case 'PageUp':
      return at - page;
    case 'Home':
      return 0;
    case 'End':
      return rows.length - 1;
    case 'ArrowRight':
      return row && isExpanded(row) ? at + 1 : null;
    case 'ArrowLeft':
      if (!row || isExpanded(row)) return null;
      return rows.findLastIndex((other, index) => index < at && other.depth < row.depth);
    default:
      return null;
  }
}

function useWindow(
  scroller: RefObject<HTMLDivElement | null>,
  count: number,
): { top: number; height: number } {
  const [seen, setSeen] = useState({ top: 0, height: 600 });
  // biome-ignore lint/correctness/useExhaustiveDependencies: with fewer rows the browser may scroll without an event
  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const look = () => setSeen({ top: element.scrollTop, height: element.clientHeight });
    look();
    const observer = new ResizeObserver(look);
    observer.observe(element);
    element.addEventListener('scroll', look, { passive: true });
    return () => {
      observer.disconnect();
      element.removeEventListener('scroll', look);
    };
  }, [scroller, count]);
  return seen;
}

function useActiveInSight(scroller: RefObject<HTMLDivElement | null>, at: number): void {
  useEffect(() => {
    const element = scroller.current;
    if (!element || at < 0) return;
    const top = at * rowHeight;
    if (top < element.scrollTop) element.scrollTop = top;
    else if (top + rowHeight > element.scrollTop + element.clientHeight)
      element.scrollTop = top + rowHeight - element.clientHeight;
  }, [scroller, at]);
}
