import { ChevronRight, Pin, Sparkles } from 'lucide-react';
import { type RefObject, useRef, useState } from 'react';
import { cn } from '../../components/ui/cn.ts';
import { SearchInput } from '../../components/ui/search_input.tsx';
import { mapper as words } from '../../strings/mapper.ts';
import { NodeIcon } from '../canvas/node_icon.tsx';
import { inline } from '../expressions/evaluate.ts';
import { useDragSource } from './drag.tsx';
import { useMapper, useMapperData } from './mapper_context.tsx';
import { isFoldable, type SourceNode } from './source_tree.ts';
import { TreeList } from './tree_list.tsx';

/** Characters of a value that a row shows at most. */
const shownValue = 80;

interface SourcePaneProps {
  rows: readonly SourceNode[];
  isOpen: (node: SourceNode) => boolean;
  onToggle: (node: SourceNode) => void;
  search: string;
  onSearch: (word: string) => void;
  scroller: RefObject<HTMLDivElement | null>;
  onScroll: (top: number) => void;
  /** Ids of what is mapped, and of what the pointer is over on the other side. */
  used: ReadonlySet<string>;
  lit: ReadonlySet<string>;
  /** A field was picked up with a key: the focus goes on to the target. */
  onPicked: (node: SourceNode) => void;
}

/** The source data: earlier steps and their fields with sample values, to drag or to pick up. */
export function SourcePane(props: SourcePaneProps) {
  const { rows, isOpen, onToggle, search } = props;
  const { readOnly, store, connect, view } = useMapperData();
  const picked = useMapper((state) => (state.picked?.end === 'source' ? state.picked.node.id : null));
  const [active, setActive] = useState<string | null>(null);
  const drag = useDragSource();
  const dragged = useRef(false);

  function press(node: SourceNode, by: 'key' | 'mouse') {
    if (readOnly || dragged.current) return;
    const state = store.getState();
    if (node.source && isFoldable(node) && state.picked?.end !== 'target') return onToggle(node);
    if (state.picked?.end === 'target') return connect(node, state.picked.node);
    if (picked === node.id) {
      state.pick(null);
      return state.say(words.let_go(node.name));
    }
    state.pick({ end: 'source', node });
    const told = view.targets.length > 0 ? words.picked : words.picked_nowhere;
    state.say(told(node.name, valueWords(node)));
    if (by === 'key') props.onPicked(node);
  }

  return (
    <section aria-label={words.source} className="flex min-h-0 min-w-0 flex-col">
      <PaneHead title={words.source}>
        <SearchInput
          size="sm"
          delay={100}
          className="w-full max-w-56"
          label={words.search_source}
          value={search}
          onChange={props.onSearch}
        />
      </PaneHead>
      {rows.length === 0 && (
        <p className="px-4 py-3 text-muted text-sm">
          {search === '' ? words.no_source : words.nothing_found}
        </p>
      )}
      <TreeList
        label={words.source}
        description={words.tree_keys}
        rows={rows}
        scroller={props.scroller}
        active={active}
        onActive={setActive}
        isExpanded={(node) => (isFoldable(node) ? isOpen(node) || search !== '' : undefined)}
        isSelected={(node) => node.id === picked}
        onToggle={onToggle}
        onPress={press}
        onScroll={props.onScroll}
        nameOf={nameOf}
        rowProps={(node) => ({
          'data-source': node.id,
          title: node.path,
          onPointerDown: readOnly
            ? undefined
            : (event: React.PointerEvent) => {
                dragged.current = false;
                drag(event, node, () => {
                  dragged.current = true;
                });
              },
        })}
      >
        {(node) => (
          <SourceRow
            node={node}
            open={isOpen(node) || search !== ''}
            picked={node.id === picked}
            used={props.used.has(node.id)}
            lit={props.lit.has(node.id)}
            movable={!readOnly}
            onToggle={() => onToggle(node)}
          />
        )}
      </TreeList>
    </section>
  );
}

export function PaneHead({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <header className="@container shrink-0 border-line border-b">
      <div className="flex h-11 items-center justify-between gap-2 px-3">
        <h3 className="@max-[14rem]:sr-only shrink-0 font-medium text-sm">{title}</h3>
        {children}
      </div>
    </header>
  );
}

interface SourceRowProps {
  node: SourceNode;
  open: boolean;
  picked: boolean;
  used: boolean;
  lit: boolean;
  movable: boolean;
  onToggle: () => void;
}

function SourceRow({ node, open, picked, used, lit, movable, onToggle }: SourceRowProps) {
  const foldable = isFoldable(node);
  return (
    <div
      data-active={undefined}
      className={cn(
        'flex h-full items-center gap-1.5 pr-1 text-sm',
        movable && !node.source && 'cursor-grab',
        node.source && 'font-medium',
        picked ? 'bg-accent-soft' : lit ? 'bg-hover' : 'hover:bg-hover',
      )}
      style={{ paddingLeft: 6 + node.depth * 14 }}
    >
      <Fold open={open} foldable={foldable} onToggle={onToggle} />
      {node.source?.node && (
        <NodeIcon subtype={node.source.node.subtype} className="size-5 shrink-0 rounded-sm" />
      )}
      <span className={cn('min-w-0 shrink-0 truncate', node.source ? 'max-w-[75%]' : 'max-w-[55%]')}>
        {node.name === '[]' ? words.each : node.name}
      </span>
      {/* Words that stand apart are words for themselves, also where nobody sees the gap. */}{' '}
      <span className="shrink-0 text-faint text-xs">{typeOf(node)}</span>{' '}
      {isPinned(node) && (
        <span className="ml-auto flex shrink-0 items-center gap-1 pr-2 font-normal text-muted text-xs">
          <Pin aria-hidden className="size-3" />
          {words.pinned}
        </span>
      )}
      {isMadeUp(node) && (
        <span
          title={words.made_up_hint}
          className="ml-auto flex shrink-0 items-center gap-1 pr-2 text-muted text-xs font-normal"
        >
          <Sparkles aria-hidden className="size-3" />
          {words.made_up}
        </span>
      )}
      {!foldable && (
        <code className={cn('ml-auto min-w-0 truncate pl-2 font-mono text-xs', valueColour(node.value))}>
          {inline(node.value, shownValue)}
        </code>
      )}
      <Dot className={cn(foldable && 'ml-auto')} filled={used} tone={used ? 'ok' : 'none'} />
    </div>
  );
}

export function Fold({
  open,
  foldable,
  onToggle,
}: {
  open: boolean;
  foldable: boolean;
  onToggle: () => void;
}) {
  if (!foldable) return <span className="size-5 shrink-0" />;
  return (
    <span
      aria-hidden
      className="flex size-5 shrink-0 cursor-pointer items-center justify-center rounded-xs text-muted hover:text-fg"
      onPointerDown={(event) => event.stopPropagation()}
      onClick={(event) => {
        event.stopPropagation();
        onToggle();
      }}
    >
      <ChevronRight className={cn('size-4 transition-transform duration-150', open && 'rotate-90')} />
    </span>
  );
}

/** Where a line begins or ends. */
export function Dot({
  filled,
  tone,
  className,
}: {
  filled: boolean;
  tone: 'ok' | 'bad' | 'none';
  className?: string;
}) {
  return (
    <span
      aria-hidden
      className={cn(
        'mx-1 size-2.5 shrink-0 rounded-full border-2',
        tone === 'bad' ? 'border-danger-solid' : tone === 'ok' ? 'border-accent' : 'border-control',
        filled && (tone === 'bad' ? 'bg-danger-solid' : 'bg-accent'),
        className,
      )}
    />
  );
}

export function typeOf({ type, count }: Pick<SourceNode, 'type' | 'count'>): string {
  return count === null ? words.types[type] : words.entries(count);
}

export function valueColour(value: unknown): string {
  if (typeof value === 'string') return 'text-success';
  return value === null || value === undefined ? 'text-faint' : 'text-tint-action';
}

function valueWords(node: SourceNode): string {
  return isFoldable(node) ? typeOf(node) : `${typeOf(node)} ${inline(node.value, shownValue)}`;
}

/** The words that are seen, in their order. */
function nameOf(node: SourceNode): string {
  const name = node.name === '[]' ? words.each : node.name;
  return [
    name,
    typeOf(node),
    isPinned(node) && words.pinned,
    isMadeUp(node) && words.made_up,
    !isFoldable(node) && inline(node.value, shownValue),
  ]
    .filter(Boolean)
    .join(', ');
}

function isMadeUp({ source }: SourceNode): boolean {
  return source?.origin === 'schema';
}

/** What was worked out on pinned data is not pinned itself. */
function isPinned({ source }: SourceNode): boolean {
  return source?.origin === 'pinned' && source.real;
}
