import type { FieldMapping } from '@millrace/core';
import { CircleAlert, X } from 'lucide-react';
import { type ReactNode, type RefObject, useState } from 'react';
import { cn } from '../../components/ui/cn.ts';
import { SearchInput } from '../../components/ui/search_input.tsx';
import { mapper as words } from '../../strings/mapper.ts';
import { inline } from '../expressions/evaluate.ts';
import { useDrag } from './drag.tsx';
import { useMapper, useMapperData } from './mapper_context.tsx';
import { Dot, Fold, PaneHead, valueColour } from './source_pane.tsx';
import { sameField, type TargetNode } from './target_tree.ts';
import { TreeList } from './tree_list.tsx';
import type { RowState } from './use_mapper_view.ts';

interface TargetPaneProps {
  rows: readonly TargetNode[];
  isOpen: (node: TargetNode) => boolean;
  onToggle: (node: TargetNode) => void;
  search: string;
  onSearch: (word: string) => void;
  scroller: RefObject<HTMLDivElement | null>;
  onScroll: (top: number) => void;
  active: string | null;
  onActive: (id: string) => void;
  lit: ReadonlySet<string>;
  /** Buttons at its head. */
  tools: ReactNode;
  empty: ReactNode;
  /** A source was dropped by key: the focus goes back for the next one. */
  onDropped: () => void;
  onOpenDetail: () => void;
}

/** The target fields, what is mapped onto each and what that gives. */
export function TargetPane(props: TargetPaneProps) {
  const { rows, isOpen, onToggle, search } = props;
  const { readOnly, store, connect, view } = useMapperData();
  const selected = useMapper((state) => state.selected);
  const over = useDrag((state) => (state.source ? state.over : null));
  const [touched, setTouched] = useState(false);
  const offered = useMapper((state) => state.suggestions);
  const offers = new Map((offered ?? []).map((one) => [one.target.id, one.source.path]));

  function press(node: TargetNode, by: 'key' | 'mouse') {
    setTouched(true);
    const { picked, select, pick, say } = store.getState();
    if (readOnly) return select(node.id);
    if (picked?.end === 'source') {
      connect(picked.node, node);
      if (by === 'key') props.onDropped();
      return;
    }
    select(node.id);
    const mapped = view.states.has(node.id);
    if (by === 'key' && mapped) return props.onOpenDetail();
    if (mapped || (picked?.end === 'target' && picked.node.id === node.id)) return pick(null);
    pick({ end: 'target', node });
    say(words.picked_target(node.title ?? node.id));
  }
  function remove(node: TargetNode) {
    if (readOnly) return;
    const state = view.states.get(node.id);
    if (state) store.getState().remove(state.draft.id);
  }

  return (
    <section aria-label={words.target} className="flex min-h-0 min-w-0 flex-col">
      <PaneHead title={words.target}>
        <div className="flex min-w-0 items-center gap-1.5">
          {rows.length + search.length > 0 && (
            <SearchInput
              size="sm"
              delay={100}
              className="w-36 min-w-16 @max-[28rem]:w-auto"
              label={words.search_target}
              placeholder={words.search}
              value={search}
              onChange={props.onSearch}
            />
          )}
          {props.tools}
        </div>
      </PaneHead>
      {rows.length === 0 && search !== '' && (
        <p className="px-4 py-3 text-muted text-sm">{words.nothing_found}</p>
      )}
      {rows.length === 0 && search === '' ? (
        <div data-new-target className={cn('flex min-h-0 flex-1 flex-col', over === '' && 'bg-accent-soft')}>
          {props.empty}
        </div>
      ) : (
        <div className="flex min-h-0 flex-1 flex-col" data-new-target>
          <TreeList
            label={words.target}
            description={words.target_keys}
            rows={rows}
            scroller={props.scroller}
            active={props.active}
            onActive={props.onActive}
            isExpanded={(node) => (node.children.length > 0 ? isOpen(node) || search !== '' : undefined)}
            isSelected={(node) => touched && node.id === selected}
            onToggle={onToggle}
            onPress={press}
            onDelete={remove}
            onScroll={props.onScroll}
            nameOf={(node) => nameOf(node, view.states.get(node.id), offers.get(node.id))}
            rowProps={(node) => ({ 'data-target': node.id, title: node.description ?? node.id })}
          >
            {(node) => (
              <TargetRow
                node={node}
                state={view.states.get(node.id)}
                offer={offers.get(node.id)}
                open={isOpen(node) || search !== ''}
                selected={node.id === selected}
                over={over === node.id}
                lit={props.lit.has(node.id)}
                onToggle={() => onToggle(node)}
                onRemove={readOnly ? undefined : () => remove(node)}
                onTakeOff={readOnly || node.fixed ? undefined : () => store.getState().removeField(node.id)}
              />
            )}
          </TreeList>
          {!readOnly && (
            <p
              data-new-target
              className={cn(
                'shrink-0 border-line border-t border-dashed px-3 py-2 text-center text-muted text-xs',
                over === '' && 'bg-accent-soft text-accent-text',
              )}
            >
              {words.drop_new}
            </p>
          )}
        </div>
      )}
    </section>
  );
}

interface TargetRowProps {
  node: TargetNode;
  state: RowState | undefined;
  /** The source that is suggested. */
  offer: string | undefined;
  open: boolean;
  selected: boolean;
  over: boolean;
  lit: boolean;
  onToggle: () => void;
  onRemove: (() => void) | undefined;
  onTakeOff: (() => void) | undefined;
}

function TargetRow(props: TargetRowProps) {
  const { node, state, open, selected, over, lit } = props;
  const bad = state !== undefined && (state.error !== null || state.unfit !== null);
  const isMissing = node.required && !state && node.children.length === 0;
  return (
    <div
      className={cn(
        'group/row flex h-full items-center gap-1.5 pr-2 text-sm',
        over
          ? 'bg-accent-soft outline-2 outline-accent -outline-offset-2'
          : selected
            ? 'bg-accent-soft'
            : lit
              ? 'bg-hover'
              : 'hover:bg-hover',
      )}
    >
      <Dot filled={state !== undefined} tone={state ? (bad ? 'bad' : 'ok') : 'none'} />
      <span
        className="flex h-full w-[44%] shrink-0 items-center gap-1.5"
        style={{ paddingLeft: node.depth * 14 }}
      >
        <Fold open={open} foldable={node.children.length > 0} onToggle={props.onToggle} />
        <span className="min-w-0 truncate">{labelOf(node)}</span>{' '}
        {node.required && (
          <span className="text-danger" title={words.required}>
            *
          </span>
        )}
        <span className="shrink-0 text-faint text-xs">
          {node.shape.type === 'unknown' ? '' : words.types[node.shape.type]}
        </span>
      </span>{' '}
      <Mapped state={state} offer={props.offer} isMissing={isMissing} plain={node.children.length > 0} />
      {state && props.onRemove && <RowButton label={words.remove(node.id)} onClick={props.onRemove} />}
      {!state && props.onTakeOff && (
        <RowButton label={words.remove_field(node.id)} onClick={props.onTakeOff} />
      )}
    </div>
  );
}

function Mapped({
  state,
  offer,
  isMissing,
  plain,
}: {
  state: RowState | undefined;
  offer: string | undefined;
  isMissing: boolean;
  plain: boolean;
}) {
  if (!state && offer !== undefined)
    return (
      <span className="min-w-0 flex-1 truncate font-mono text-accent-text text-xs italic">{offer} ?</span>
    );
  if (!state)
    return (
      <span className={cn('min-w-0 flex-1 truncate text-xs', isMissing ? 'text-danger' : 'text-faint')}>
        {isMissing ? words.needs : plain ? '' : words.not_mapped}
      </span>
    );
  const { mapping } = state.draft;
  const reason = state.error ?? state.unfit?.reason ?? null;
  const source = mapping.source_path.trim();
  return (
    <>
      <span className="flex min-w-0 flex-1 items-center gap-1.5 overflow-hidden">
        <code className="min-w-0 truncate font-mono text-muted text-xs" title={source}>
          {sourceWords(mapping)}
        </code>{' '}
        {/* What is wrong needs the place, and names it. */}
        {mapping.transformation && reason === null && (
          <span className="shrink-0 rounded-xs bg-sunken px-1 text-muted text-xs">
            {words.transformations[mapping.transformation.type]}
          </span>
        )}
      </span>{' '}
      {reason === null ? (
        <code
          className={cn('max-w-[32%] shrink-0 truncate font-mono text-xs', valueColour(state.value))}
          title={inline(state.value, 2_000)}
        >
          {inline(state.value, 80)}
        </code>
      ) : (
        <span
          className="flex min-w-0 max-w-[40%] shrink items-center gap-1 text-danger text-xs"
          title={reason}
        >
          <CircleAlert aria-hidden className="size-3.5 shrink-0" />
          <span className="truncate">{reason}</span>
        </span>
      )}
    </>
  );
}

/** For the pointer; the keyboard has Delete. */
function RowButton({ label, onClick }: { label: string; onClick: () => void }) {
  return (
    <span
      aria-hidden
      title={label}
      className="hidden size-5 shrink-0 cursor-pointer items-center justify-center rounded-xs text-muted hover:bg-line hover:text-fg group-hover/row:flex"
      onClick={(event) => {
        event.stopPropagation();
        onClick();
      }}
    >
      <X className="size-3.5" />
    </span>
  );
}

export function labelOf(node: TargetNode): string {
  return node.title ?? (node.name === '[]' ? words.each : node.name);
}

/** Where a value comes from. */
function sourceWords({ source_path, default_value }: FieldMapping): string {
  return source_path.trim() || (default_value === undefined ? words.not_mapped : words.constant);
}

/** The words that are seen, in their order, and what only a mark says. */
function nameOf(node: TargetNode, state: RowState | undefined, offer: string | undefined): string {
  const parts = [labelOf(node), node.shape.type === 'unknown' ? '' : words.types[node.shape.type]];
  if (state) {
    const { transformation } = state.draft.mapping;
    parts.push(sourceWords(state.draft.mapping));
    if (transformation) parts.push(words.transformations[transformation.type]);
    parts.push(state.error ?? state.unfit?.reason ?? inline(state.value, 80));
  } else if (offer !== undefined) parts.push(`${offer} ?`);
  else if (node.required && node.children.length === 0)
    return [...parts, words.needs].filter(Boolean).join(', ');
  else if (node.children.length === 0) parts.push(words.not_mapped);
  if (node.required) parts.push(words.required);
  return parts.filter(Boolean).join(', ');
}

/** The rows that a mapping's target stands for: itself, or what it is folded into. */
export function rowOfTarget(field: string, shown: ReadonlyMap<string, number>): number | undefined {
  let at = sameField(field);
  while (at !== '') {
    const row = shown.get(at);
    if (row !== undefined) return row;
    const cut = Math.max(at.lastIndexOf('.'), at.lastIndexOf('['));
    if (cut <= 0) return undefined;
    at = at.slice(0, cut);
  }
  return undefined;
}
