import { useEffect, useRef, useState } from 'react';
import { formatDuration } from '../../components/format.ts';
import { isFinal } from '../../steps/live_steps.ts';
import { strings } from '../../strings/en.ts';
import { said } from '../../strings/outline.ts';
import { useDocumentStore } from '../document/context.tsx';
import type { DocumentState } from '../document/store.ts';
import { useResultsStore } from '../results/context.tsx';
import type { ResultsState, ShownRun } from '../results/store.ts';
import { whatChanged } from './what_changed.ts';

/** Changes that follow each other this quickly (a drag, a word typed) are told as one. */
const restMs = 350;

/**
 * Tells assistive technology what changed: by whatever means, on the canvas, in the outline or with undo. What somebody
 * types into a field is told by the field, and not again here.
 */
export function Announcer() {
  const [sentence, setSentence] = useState('');
  useChanges(setSentence);
  useSelection(setSentence);
  useTests(setSentence);
  return (
    <div aria-live="polite" aria-atomic="true" data-announcer className="sr-only">
      {sentence}
    </div>
  );
}

type Say = (sentence: string) => void;

function useChanges(say: Say): void {
  const store = useDocumentStore();
  const told = useRef(store.getState());
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    told.current = store.getState();
    const stop = store.subscribe((state, before) => {
      if (state.history === before.history) return;
      clearTimeout(timer);
      timer = setTimeout(() => {
        const sentence = isTyping() ? null : changeOf(told.current, state);
        told.current = state;
        if (sentence !== null) say(sentence);
      }, restMs);
    });
    return () => {
      clearTimeout(timer);
      stop();
    };
  }, [store, say]);
}

/** Several that are selected at once are counted; one is told by the focus. */
function useSelection(say: Say): void {
  const store = useDocumentStore();
  useEffect(
    () =>
      store.subscribe(({ selection, history }, before) => {
        // What a change selects is told with the change.
        if (selection === before.selection || history !== before.history) return;
        const { nodes, notes = [] } = selection;
        if (nodes.length + notes.length > 1) say(said.selected(nodes.length, notes.length));
      }),
    [store, say],
  );
}

function changeOf(before: DocumentState, after: DocumentState): string | null {
  const what = whatChanged(before.draft.definition, after.draft.definition, after.selection.nodes[0]);
  if (what === null) return null;
  if (after.history.future.length > before.history.future.length) return said.undone(what);
  const isRedone = after.history.future.length < before.history.future.length && after.history.at === 0;
  return isRedone ? said.redone(what) : what;
}

function isTyping(): boolean {
  return document.activeElement?.closest('[data-properties]') !== null && document.activeElement !== null;
}

function useTests(say: Say): void {
  const store = useResultsStore();
  useEffect(
    () =>
      store.subscribe((state, before) => {
        if (state.testing && !before.testing) say(said.testing);
        const { run } = state;
        if (run && run !== before.run && isFinal(run.status) && !isOver(before, run)) say(outcomeOf(run));
      }),
    [store, say],
  );
}

/** Whether its end was told already: the stored execution replaces what was heard of it. */
function isOver({ run }: ResultsState, next: ShownRun): boolean {
  return (
    next.loaded !== undefined ||
    (run !== null && run.execution_id === next.execution_id && next.kind === 'run' && isFinal(run.status))
  );
}

function outcomeOf({ kind, status, steps, duration_ms }: ShownRun): string {
  const word = strings.execution_status[status];
  if (kind === 'run') return said.ran(word);
  const failed = steps.find((step) => step.status === 'error');
  if (failed) return said.test_failed(failed.label, failed.error?.message ?? word);
  if (status !== 'success') return said.test_ended(word);
  const ran = steps.filter((step) => step.status === 'success').length;
  return said.test_passed(ran, formatDuration(duration_ms ?? 0));
}
