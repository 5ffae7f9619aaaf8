/**
 * Saves the open document, by itself and when it is asked to. Owns when a save is sent and what is told of it; the document
 * owns what is unsaved. Invariants:
 *  1. one save at a time: what was typed meanwhile is sent after the answer;
 *  2. it saves by itself when nothing was changed for {@link restMs}, at the latest {@link longestRestMs} after the first
 *     change, and when the page is left or hidden;
 *  3. what may succeed later is tried again by itself, ever more slowly, and at once when the browser is back online;
 *  4. what was refused is not sent again as it is by itself: only after another change, or when the person asks;
 *  5. while somebody else's save is not answered for, and while the session is over or somebody else's, nothing is sent by
 *     itself;
 *  6. a save of somebody else that changed nothing of the draft (a deploy, a pause) is no conflict.
 */
import type { Workflow } from '@millrace/core';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { LostSession } from '../../api/lost_session.ts';
import { adoptSecrets } from '../document/adopt_secrets.ts';
import { type DocumentStore, type Draft, isDirty, sameDraft } from '../document/store.ts';
import type { Issue, Outcome, SendSave } from './save_outcome.ts';
import { draftOf, storedAs } from './stored_draft.ts';

export const restMs = 1_500;
export const longestRestMs = 15_000;
const firstRetryMs = 1_000;
const longestRetryMs = 30_000;

export type SaveState =
  /** Nothing to tell beyond whether the document is dirty. */
  | { kind: 'resting' }
  | { kind: 'saving' }
  | { kind: 'trying_again'; why: 'offline' | 'away' | 'busy' }
  | {
      kind: 'refused';
      why: 'name_taken' | 'name_needed' | 'malformed' | 'too_large' | 'forbidden' | 'gone';
      issue: Issue | null;
    }
  | { kind: 'signed_out'; how: LostSession }
  | { kind: 'conflict'; current: Workflow };

/**
 * What a save of somebody else means here. `untouched`: nothing of the draft is different; `taken`: nothing was unsaved here,
 * and theirs is shown; `conflict`: the person has to choose.
 */
export type Noticed = 'old' | 'untouched' | 'taken' | 'conflict';

export interface SaveOptions {
  /** The person asked: what is saved is what Cancel leads back to. */
  by_hand?: boolean;
  /** Saves over what somebody else saved. */
  overwrite?: boolean;
  /** The page may be gone before the answer. */
  leaving?: boolean;
}

export interface SaverDeps {
  document: DocumentStore;
  send: SendSave;
  /** Somebody types a secret at this moment: what the server has of it must not take the place of what is typed. */
  typingSecret: () => boolean;
  timers?: Timers;
  random?: () => number;
}

export interface Timers {
  set: (run: () => void, ms: number) => unknown;
  clear: (timer: unknown) => void;
  now: () => number;
}

const realTimers: Timers = {
  set: (run, ms) => setTimeout(run, ms),
  clear: (timer) => clearTimeout(timer as ReturnType<typeof setTimeout>),
  now: () => Date.now(),
};

export class Saver {
  /** Told of every row that a save of this page made. */
  onSaved: (workflow: Workflow) => void = () => {};
  readonly state: StoreApi<SaveState> = createStore<SaveState>()(() => ({ kind: 'resting' }));
  readonly #deps: Required<SaverDeps>;
  #timer: unknown = null;
  #changedAt: number | null = null;
  #attempt = 0;
  /** The save that is on its way, and those that wait for it. */
  #last: Promise<unknown> = Promise.resolve();
  /** Secrets that the server has and the page still shows as typed. */
  #unadopted: Draft['definition'] | null = null;

  constructor(deps: SaverDeps) {
    this.#deps = { timers: realTimers, random: Math.random, ...deps };
  }

  /** Saves by itself from now on, until the returned function is called. */
  start(): () => void {
    const stop = this.#deps.document.subscribe((now, before) => {
      if (now.draft !== before.draft || now.saved !== before.saved) this.#changed(now.draft !== before.draft);
    });
    if (this.#dirty()) this.#wait(restMs);
    return () => {
      stop();
      this.#clear();
    };
  }

  /** Saves now. Resolves to whether everything that was there when it was called is saved. */
  save(options: SaveOptions = {}): Promise<boolean> {
    this.#clear();
    const turn = this.#last.then(() => this.#saveNow(options));
    // A mistake of ours in one save must not be the end of all others.
    this.#last = turn.catch(() => undefined);
    return turn;
  }

  /** There is something to save that nothing but time keeps from being saved. */
  isDue(): boolean {
    const { kind } = this.#state();
    return this.#dirty() && (kind === 'resting' || kind === 'trying_again');
  }

  /** The reason why it waited may be over: the browser is online, the page is looked at, the person signed in. */
  wake(): void {
    const { kind } = this.#state();
    if (kind === 'signed_out') this.#set({ kind: 'resting' });
    if (this.#dirty() && (kind === 'trying_again' || kind === 'signed_out')) void this.save();
  }

  /** The session is over, or somebody else's. */
  signedOut(how: LostSession): void {
    this.#clear();
    this.#set({ kind: 'signed_out', how });
  }

  /** The workflow was deleted; what is here is all there is of it. */
  deleted(): void {
    this.#clear();
    this.#set({ kind: 'refused', why: 'gone', issue: null });
  }

  /** Somebody else's save was noticed, by another tab or by asking. */
  notice(current: Workflow): Noticed {
    // It may be the own save, whose answer is still on its way; if not, that answer will say so.
    return this.#state().kind === 'saving' ? 'old' : this.#notice(current);
  }

  #notice(current: Workflow): Noticed {
    const { saved, draft, readOnly } = this.#deps.document.getState();
    if (Date.parse(current.updated_at) <= Date.parse(saved.updated_at)) return 'old';
    const theirs = draftOf(current);
    // What this page cannot read is for the person to know, not to be taken.
    if (!theirs) return this.#conflict(current);
    if (storedAs(theirs, saved.draft)) {
      this.#deps.document.getState().touch(current.updated_at);
      return 'untouched';
    }
    if (this.#dirty() && !sameDraft(theirs, draft) && !readOnly) return this.#conflict(current);
    this.#deps.document.getState().load(theirs, current.updated_at);
    return 'taken';
  }

  /** The person has answered for what somebody else saved: `draft` holds now (theirs, or a merge of both). */
  resolve(current: Workflow, draft?: Draft): void {
    const theirs = draftOf(current);
    if (!theirs) return;
    this.#set({ kind: 'resting' });
    this.#deps.document.getState().load(theirs, current.updated_at, draft);
  }

  /** Shows the stored secrets as stored, once nobody types them any more. */
  settleSecrets(): void {
    if (!this.#unadopted || this.#deps.typingSecret()) return;
    const { draft, saved, markSaved } = this.#deps.document.getState();
    if (draft === saved.draft) {
      const definition = adoptSecrets(draft.definition, this.#unadopted);
      if (definition !== draft.definition) markSaved(draft, saved.updated_at, { ...draft, definition });
    }
    this.#unadopted = null;
  }

  #changed(typed: boolean): void {
    const state = this.#state();
    const gone = state.kind === 'refused' && state.why === 'gone';
    if (!this.#dirty()) {
      this.#clear();
      if (state.kind === 'trying_again' || (state.kind === 'refused' && !gone))
        this.#set({ kind: 'resting' });
      return;
    }
    if (!typed || state.kind === 'conflict' || state.kind === 'signed_out') return;
    if (state.kind === 'refused') {
      if (state.why === 'forbidden' || state.why === 'gone') return;
      this.#set({ kind: 'resting' });
    }
    if (state.kind === 'trying_again' || state.kind === 'saving') return;
    const now = this.#deps.timers.now();
    this.#changedAt ??= now;
    this.#wait(Math.max(0, Math.min(restMs, this.#changedAt + longestRestMs - now)));
  }

  async #saveNow({ by_hand = false, overwrite = false, leaving = false }: SaveOptions): Promise<boolean> {
    const { document, send } = this.#deps;
    const { readOnly, draft, saved, workflowId } = document.getState();
    if (readOnly) return false;
    const state = this.#state();
    // The question is still open; asking for it again opens it again.
    if (state.kind === 'conflict' && !overwrite) return false;
    if (!this.#dirty() && !overwrite) {
      if (by_hand) document.getState().keepCheckpoint();
      return true;
    }
    if (draft.name.trim() === '') {
      this.#set({ kind: 'refused', why: 'name_needed', issue: null });
      return false;
    }
    if (state.kind !== 'signed_out') this.#set({ kind: 'saving' });
    this.#changedAt = null;
    const updated_at = overwrite ? null : saved.updated_at;
    const outcome = await send({ workflowId, draft, updated_at, leaving });
    return this.#answered(outcome, draft, by_hand);
  }

  #answered(outcome: Outcome, draft: Draft, by_hand: boolean): boolean | Promise<boolean> {
    if (outcome.kind !== 'later') this.#attempt = 0;
    switch (outcome.kind) {
      case 'saved':
        this.#set({ kind: 'resting' });
        this.#taken(outcome.workflow, draft, by_hand);
        return true;
      case 'stale': {
        this.#set({ kind: 'resting' });
        const what = this.#notice(outcome.current);
        // Somebody paused or deployed it: the draft is still as it was, and is sent again with what the row says now.
        if (what === 'untouched') return this.#saveNow({ by_hand });
        if (what === 'taken' && by_hand) this.#deps.document.getState().keepCheckpoint();
        return what === 'taken';
      }
      case 'later':
        this.#set({ kind: 'trying_again', why: outcome.why });
        this.#wait(this.#retryDelay(outcome.retry_after));
        return false;
      case 'refused':
        this.#set({ kind: 'refused', why: outcome.why, issue: outcome.issue });
        if (this.#deps.document.getState().draft !== draft) this.#changed(true);
        return false;
      case 'signed_out':
        this.#set({ kind: 'signed_out', how: outcome.how });
        return false;
    }
  }

  #taken(workflow: Workflow, draft: Draft, by_hand: boolean): void {
    const { document, typingSecret } = this.#deps;
    const stored = draftOf(workflow)?.definition ?? draft.definition;
    const typing = typingSecret();
    this.#unadopted = typing ? stored : null;
    const definition = typing ? draft.definition : adoptSecrets(draft.definition, stored);
    const shown =
      definition === draft.definition && workflow.name === draft.name
        ? draft
        : // A name with blanks around it is stored without them; who still types gets nothing taken away.
          { name: workflow.name === draft.name.trim() ? draft.name : workflow.name, definition };
    document.getState().markSaved(draft, workflow.updated_at, shown);
    if (by_hand) document.getState().keepCheckpoint();
    this.onSaved(workflow);
    if (this.#dirty()) this.#changed(true);
  }

  #conflict(current: Workflow): 'conflict' {
    this.#clear();
    this.#set({ kind: 'conflict', current });
    return 'conflict';
  }

  #retryDelay(retry_after: number | null): number {
    const full = Math.min(longestRetryMs, firstRetryMs * 2 ** this.#attempt++);
    return Math.max((retry_after ?? 0) * 1_000, full * (0.75 + this.#deps.random() / 4));
  }

  #wait(ms: number): void {
    this.#clear();
    this.#timer = this.#deps.timers.set(() => {
      this.#timer = null;
      void this.save();
    }, ms);
  }

  #clear(): void {
    if (this.#timer !== null) this.#deps.timers.clear(this.#timer);
    this.#timer = null;
  }

  #dirty(): boolean {
    const state = this.#deps.document.getState();
    return !state.readOnly && isDirty(state);
  }

  #state(): SaveState {
    return this.state.getState();
  }

  #set(next: SaveState): void {
    this.state.setState(next, true);
  }
}
