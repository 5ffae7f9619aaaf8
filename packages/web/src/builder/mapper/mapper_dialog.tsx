import type { FieldMapping, JsonSchema } from '@millrace/core';
import { Maximize2, Minimize2 } from 'lucide-react';
import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { Button } from '../../components/ui/button.tsx';
import { cn } from '../../components/ui/cn.ts';
import { ConfirmDialog } from '../../components/ui/confirm_dialog.tsx';
import { Dialog, DialogContent } from '../../components/ui/dialog.tsx';
import { mapper as words } from '../../strings/mapper.ts';
import { useDocument } from '../document/context.tsx';
import { useNodeForm } from '../properties/form/node_form_context.tsx';
import { createDragStore, DragProvider } from './drag.tsx';
import { dropChoices, newField } from './drops.ts';
import { MapperBoard } from './mapper_board.tsx';
import { type MapperData, MapperProvider } from './mapper_context.tsx';
import { createMapperStore, type MapperStore } from './mapper_store.ts';
import type { SourceNode } from './source_tree.ts';
import { sourceRoots } from './source_tree.ts';
import { keepSample, keptSample } from './target_memory.ts';
import type { TargetNode } from './target_tree.ts';
import { targetLeaves } from './target_tree.ts';
import { firstToShow, inOrder, isFilled, useMapperView } from './use_mapper_view.ts';
import { useStepping } from './use_stepping.ts';

export interface MapperDialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  mappings: readonly FieldMapping[];
  /** Called once, when the person is done. */
  onDone: (mappings: FieldMapping[]) => void;
  readOnly: boolean;
  /** Of what is filled; null where anything may be. */
  schema: JsonSchema | null;
  /** The field that is filled, in words, and its place in the configuration. */
  title: string;
  field: string;
  /** What there is to know about how it begins. */
  notice?: ReactNode;
}

/** The field mapper: source data left, target fields right, lines between them, the result beside. */
export function MapperDialog(props: MapperDialogProps) {
  // Each opening begins anew: what was cancelled is gone.
  return props.open ? <OpenMapper {...props} /> : null;
}

function OpenMapper(props: MapperDialogProps) {
  const { mappings, onDone, onOpenChange, readOnly, schema, title, field, notice } = props;
  const form = useNodeForm();
  const { node, shapes, timezone } = form;
  const workflowId = useDocument((state) => state.workflowId);
  const memory = `${workflowId} ${node.id} ${field}`;
  const [store] = useState(() => createMapperStore(mappings, schema ? null : keptSample(memory)));
  const [drag] = useState(createDragStore);
  const [large, setLarge] = useState(isSmallWindow);
  const [asking, setAsking] = useState(false);
  const { scope, sources, stepping } = useStepping();
  const roots = useMemo(() => sourceRoots(sources, shapes), [sources, shapes]);
  const view = useMapperView({ store, schema, scope, shapes, sources, timezone });
  const changed = useStore(store, (state) => state.past.length > 0);
  useFirstSelected(store, view);
  const content = useRef<HTMLDivElement>(null);

  const data = useMemo<MapperData>(
    () => ({ store, readOnly, roots, schema, shapes, view, connect: connector(store) }),
    [store, readOnly, roots, schema, shapes, view],
  );
  const close = () => onOpenChange(false);
  const requestClose = () => (changed && !readOnly ? setAsking(true) : close());
  function done() {
    const { drafts, sample } = store.getState();
    keepSample(memory, sample);
    onDone(
      inOrder(drafts, view.targets)
        .map(({ mapping }) => mapping)
        .filter(isFilled),
    );
    close();
  }

  return (
    <MapperProvider value={data}>
      <DragProvider value={drag}>
        <Dialog open onOpenChange={(open) => !open && requestClose()}>
          <DialogContent
            ref={content}
            size="full"
            title={words.title}
            description={<span className="line-clamp-1">{words.into(node.label, title)}</span>}
            className={cn(large ? 'max-h-dvh max-w-none w-screen rounded-none' : 'max-h-[calc(100dvh-48px)]')}
            bodyClassName="p-0"
            onEscapeKeyDown={(event) => letGo(event, store)}
            onOpenAutoFocus={(event) => {
              event.preventDefault();
              content.current?.querySelector<HTMLElement>('[role="tree"]')?.focus();
            }}
            footer={
              <Footer
                view={view}
                large={large}
                onLarge={setLarge}
                onCancel={requestClose}
                onDone={readOnly ? close : done}
                readOnly={readOnly}
              />
            }
          >
            {/* biome-ignore lint/a11y/noStaticElementInteractions: undo by key, as everywhere; the buttons do the same */}
            <div className="h-full" onKeyDown={(event) => undoByKey(event, store)}>
              <MapperBoard stepping={stepping} notice={notice} />
            </div>
            <Said store={store} />
          </DialogContent>
        </Dialog>
        <ConfirmDialog
          open={asking}
          onOpenChange={setAsking}
          title={words.discard_title}
          description={words.discard}
          action={words.discard_action}
          dismiss={words.keep}
          onConfirm={close}
        />
      </DragProvider>
    </MapperProvider>
  );
}

/** Where every line counts, as at a zoom of 200 %. */
function isSmallWindow(): boolean {
  return window.innerWidth < 800 || window.innerHeight < 560;
}

/** What needs work shows its fields at once; nothing jumps when another is selected then. */
function useFirstSelected(store: MapperStore, view: MapperData['view']): void {
  const [first] = useState(() => firstToShow(view));
  useEffect(() => {
    if (store.getState().selected === null) store.getState().select(first);
  }, [store, first]);
}

/** Connects at once where there is one way, and asks where there are several. */
function connector(store: MapperStore) {
  return (source: SourceNode, target: TargetNode | null) => {
    const { add, pick, say, select, choose, drafts, fields } = store.getState();
    pick(null);
    const taken = new Set([...fields, ...drafts.map(({ mapping }) => mapping.target_field)]);
    const choices = target ? dropChoices(source, target) : [newField(source, taken)];
    const [first] = choices;
    if (!first) return;
    if (target && choices.length > 1) {
      select(target.id);
      return choose({ target: target.id, choices });
    }
    add(first.mappings);
    const field = first.mappings[0]!.target_field;
    select(field);
    say(words.mapped(source.path, field));
  };
}

/** The first Escape lets go of what was picked up, or puts the suggestions away; the next closes. */
function letGo(event: KeyboardEvent, store: MapperStore): void {
  const { picked, suggestions, pick, offer, say } = store.getState();
  const completing = document.querySelector('.cm-tooltip-autocomplete') !== null;
  if (!picked && !suggestions && !completing) return;
  event.preventDefault();
  if (completing) return;
  if (picked) {
    pick(null);
    say(words.let_go(picked.end === 'source' ? picked.node.name : picked.node.id));
  } else offer(null);
}

/** Fields have an undo of their own. */
function undoByKey(event: React.KeyboardEvent, store: MapperStore): void {
  const isZ = event.key.toLowerCase() === 'z' && (event.ctrlKey || event.metaKey);
  const inField = (event.target as HTMLElement).closest('input, textarea, [contenteditable="true"]');
  if (!isZ || inField) return;
  event.preventDefault();
  event.stopPropagation();
  if (event.shiftKey) store.getState().redo();
  else store.getState().undo();
}

function Said({ store }: { store: MapperStore }) {
  const said = useStore(store, (state) => state.said);
  return (
    <p role="status" aria-live="polite" className="sr-only">
      {said}
    </p>
  );
}

interface FooterProps {
  view: MapperData['view'];
  large: boolean;
  onLarge: (large: boolean) => void;
  onCancel: () => void;
  onDone: () => void;
  readOnly: boolean;
}

function Footer({ view, large, onLarge, onCancel, onDone, readOnly }: FooterProps) {
  const leaves = targetLeaves(view.targets);
  const states = [...view.states.values()];
  const problems = states.filter(({ error, unfit }) => error !== null || unfit !== null).length;
  const missing = leaves.filter(({ required, id }) => required && !view.states.has(id)).length;
  const mapped = leaves.filter(({ id }) => view.states.has(id)).length;
  return (
    <div className="flex w-full flex-wrap items-center gap-2">
      <p className="flex min-w-0 flex-wrap items-center gap-x-3 text-sm">
        <span className="text-muted">
          {leaves.length === 0 ? words.hint : words.progress(Math.max(mapped, 0), leaves.length)}
        </span>
        {missing > 0 && <span className="text-warning">{words.required_left(missing)}</span>}
        {problems > 0 && <span className="text-danger">{words.problems(problems)}</span>}
      </p>
      <Button variant="ghost" className="ml-auto" onClick={() => onLarge(!large)}>
        {large ? <Minimize2 aria-hidden /> : <Maximize2 aria-hidden />}
        {large ? words.shrink : words.enlarge}
      </Button>
      {!readOnly && <Button onClick={onCancel}>{words.cancel}</Button>}
      <Button variant="primary" onClick={onDone}>
        {words.done}
      </Button>
    </div>
  );
}
