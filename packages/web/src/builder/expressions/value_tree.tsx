import { ChevronRight } from 'lucide-react';
import { type DragEvent, useState } from 'react';
import { cn } from '../../components/ui/cn.ts';
import { text } from '../../strings/builder.ts';
import { inline, typeName } from './evaluate.ts';
import { pathDragType } from './expression_extensions.ts';
import { pathText } from './regions.ts';

type Path = readonly (string | number)[];

interface ValueTreeProps {
  /** The name of the whole value in expressions. */
  root: string;
  value: unknown;
  /** A click on a row; without it rows only fold. */
  onPick?: (path: string) => void;
  /** Shows only what contains this word, in its name or its value. */
  search?: string;
  /** How many levels are open at first. */
  openTo?: number;
}

/** Rows of one level that are drawn at first; the rest on demand, so that a list of 100,000 does not freeze the page. */
const shownAtFirst = 50;

/** A value as a tree: fold, drag a row into a field, click it to insert its path. Draws only what is open. */
export function ValueTree({ root, value, onPick, search = '', openTo = 1 }: ValueTreeProps) {
  return (
    <ul className="flex flex-col font-mono text-xs">
      <Level
        root={root}
        path={[]}
        value={value}
        onPick={onPick}
        search={search.toLowerCase()}
        openTo={openTo}
        depth={0}
      />
    </ul>
  );
}

interface LevelProps extends Required<Pick<ValueTreeProps, 'root' | 'value' | 'search' | 'openTo'>> {
  path: Path;
  depth: number;
  onPick: ((path: string) => void) | undefined;
}

/** The members of an object or list. */
function Level(props: LevelProps) {
  const [limit, setLimit] = useState(shownAtFirst);
  const members = membersOf(props.value).filter(
    ([name, value]) => props.search === '' || contains(name, value, props.search, 0),
  );
  return (
    <>
      {members.slice(0, limit).map(([name, value]) => (
        <Row key={name} {...props} path={[...props.path, name]} name={String(name)} value={value} />
      ))}
      {members.length > limit && (
        <li>
          <button
            type="button"
            className="rounded-xs px-2 py-1 text-accent-text hover:underline"
            onClick={() => setLimit(limit + 200)}
          >
            {text.expression.more(members.length - limit)}
          </button>
        </li>
      )}
    </>
  );
}

function Row(props: LevelProps & { name: string }) {
  const { name, value, root, path, depth, onPick, search, openTo } = props;
  const foldable = isFoldable(value);
  const [folded, setFolded] = useState(depth >= openTo);
  const open = foldable && (!folded || search !== '');
  const expression = pathText(root, path);
  const drag = (event: DragEvent) => {
    event.dataTransfer.setData(pathDragType, expression);
    event.dataTransfer.setData('text/plain', `{{ ${expression} }}`);
    event.dataTransfer.effectAllowed = 'copy';
  };
  return (
    <li>
      <div className="flex items-center rounded-sm pr-1 hover:bg-hover" style={{ paddingLeft: depth * 14 }}>
        {foldable ? (
          <button
            type="button"
            aria-label={open ? text.expression.fold(name) : text.expression.unfold(name)}
            aria-expanded={open}
            className="flex size-6 shrink-0 items-center justify-center rounded-sm text-muted hover:text-fg"
            onClick={() => setFolded(!folded)}
          >
            <ChevronRight
              aria-hidden
              className={cn('size-3.5 transition-transform duration-150', open && 'rotate-90')}
            />
          </button>
        ) : (
          <span className="size-6 shrink-0" />
        )}
        <button
          type="button"
          draggable
          title={expression}
          className={cn(
            'flex min-w-0 flex-1 items-baseline gap-2 rounded-xs py-1 text-left',
            !onPick && !foldable && 'cursor-grab',
          )}
          onDragStart={drag}
          onClick={() => (onPick ? onPick(expression) : setFolded(!folded))}
        >
          <span className="shrink-0 text-fg">{name}</span>
          <ValuePreview value={value} open={open} />
        </button>
      </div>
      {open && (
        <ul>
          <Level {...props} path={path} depth={depth + 1} />
        </ul>
      )}
    </li>
  );
}

function ValuePreview({ value, open }: { value: unknown; open: boolean }) {
  if (isFoldable(value)) return <span className="truncate text-faint">{open ? '' : typeName(value)}</span>;
  const colour =
    typeof value === 'string'
      ? 'text-success'
      : value === null || value === undefined
        ? 'text-faint'
        : 'text-tint-action';
  return <span className={cn('truncate', colour)}>{inline(value, 200)}</span>;
}

function isFoldable(value: unknown): value is object {
  return typeof value === 'object' && value !== null && membersCount(value) > 0;
}

function membersCount(value: object): number {
  return Array.isArray(value) ? value.length : Object.keys(value).length;
}

function membersOf(value: unknown): [string | number, unknown][] {
  if (Array.isArray(value)) return value.map((item, index) => [index, item]);
  return typeof value === 'object' && value !== null ? Object.entries(value) : [];
}

/** Whether a name or value at or below contains the word; deep data is searched to a depth that stays quick. */
function contains(name: string | number, value: unknown, word: string, depth: number): boolean {
  if (String(name).toLowerCase().includes(word)) return true;
  if (typeof value !== 'object' || value === null)
    return String(value ?? '')
      .toLowerCase()
      .includes(word);
  if (depth > 6) return false;
  return membersOf(value)
    .slice(0, 500)
    .some(([inner, member]) => contains(inner, member, word, depth + 1));
}
