/**
 * Carries facts of running executions, and changes of workflows, to whoever watches, here or in another process.
 *  1. Nobody watching costs a look at two numbers.
 *  2. A watcher gets events of its own organization only, whatever ids it asked for.
 *  3. Events are hints: a watcher that was slow or away asks the REST route. Nothing is stored for it.
 *  4. Who begins to watch an execution that runs, here or elsewhere, is told what it has come to: its steps may not be written
 *     anywhere yet.
 *  5. No loop and no organization floods a watcher: steps of rounds are merged, and of executions that are watched only together
 *     with all others so many steps pass in a second. The start and the end of an execution are always told.
 */
import { type LiveEvent, livePreviewLimit, type Step, type WorkflowEvent } from '@millrace/core';
import type { ExecutionStart, FinishedExecution, Observer } from '@millrace/engine';
import { RoundMerge } from './round_merge.ts';

/** What may be watched. An empty one is everything of the organization. */
export interface Topic {
  workflow_id?: string | undefined;
  execution_id?: string | undefined;
}

export interface Watcher {
  org_id: string;
  /** `text` is the event as JSON. One that is not `essential` may be left out for a watcher that does not keep up. */
  send(text: string, essential: boolean): void;
}

/** An event on its way, with what decides who gets it. */
export interface Delivery {
  org_id: string;
  workflow_id: string;
  /** Null where it is about the workflow itself. */
  execution_id: string | null;
  /** JSON of a {@link LiveEvent} or a {@link WorkflowEvent}. */
  text: string;
  /** A change of the workflow, or the start or the end of an execution. */
  essential: boolean;
}

export interface HubOptions {
  /** The time of the database (default: of this process). */
  now?(): Date;
  /** The first watcher of a key came, or the last one went. */
  onInterest?(keys: readonly string[]): void;
  /** Somebody here began to watch an execution that does not run here: whoever runs it shall say what it has come to. */
  onAsk?(execution_id: string): void;
  /** An execution that runs in this process. */
  stateOf?(execution_id: string): { start: ExecutionStart; steps: readonly Step[] } | null;
}

/** The key of a topic in an organization, and the keys under which an event is found. */
export const topicKey = (org_id: string, { workflow_id, execution_id }: Topic): string =>
  execution_id ? `e:${execution_id}` : workflow_id ? `w:${workflow_id}` : `o:${org_id}`;

/** Steps that pass in a second to watchers of a workflow or of everything; the end of each execution always passes. */
const MOST_STEPS = 1_000;
/** Steps that a new watcher is told; of a longer execution it asks the REST route anyway. */
const MOST_CAUGHT_UP = 200;

export class LiveHub implements Observer {
  readonly #watchers = new Map<string, Set<Watcher>>();
  /** Keys that somebody in another process watches. */
  #remote: ReadonlySet<string> = new Set();
  readonly #options: HubOptions;
  /** Watchers that wait to be told what an execution elsewhere has come to. */
  readonly #asking = new Map<string, Set<Watcher>>();
  readonly #rounds = new RoundMerge();
  #second = 0;
  #steps = 0;
  /** Set by the relay: takes events that another process wants. */
  forward: ((delivery: Delivery) => void) | null = null;

  constructor(options: HubOptions = {}) {
    this.#options = options;
  }

  watch(watcher: Watcher, topic: Topic): void {
    const key = topicKey(watcher.org_id, topic);
    const watchers = this.#watchers.get(key);
    if (watchers) watchers.add(watcher);
    else {
      this.#watchers.set(key, new Set([watcher]));
      this.#options.onInterest?.([key]);
    }
    if (topic.execution_id) this.#catchUp(watcher, topic.execution_id);
  }

  unwatch(watcher: Watcher, topic: Topic): void {
    const key = topicKey(watcher.org_id, topic);
    const watchers = this.#watchers.get(key);
    watchers?.delete(watcher);
    if (watchers?.size === 0) this.#watchers.delete(key);
    if (topic.execution_id) this.#forget(watcher, topic.execution_id);
  }

  /** What is watched here. */
  get keys(): string[] {
    return [...this.#watchers.keys()];
  }

  setRemote(keys: ReadonlySet<string>): void {
    this.#remote = keys;
  }

  /** What an execution that runs here has come to; empty for one that does not. */
  stateOf(execution_id: string): Delivery[] {
    const state = this.#options.stateOf?.(execution_id);
    if (!state) return [];
    return state.steps
      .filter(({ status }) => status !== 'skipped')
      .slice(-MOST_CAUGHT_UP)
      .map((step) => this.#deliveryOf(state.start, eventOf(step)));
  }

  /** What an execution elsewhere has come to, for those here who asked. */
  tellState(execution_id: string, deliveries: readonly Delivery[]): void {
    const watchers = this.#asking.get(execution_id);
    if (!watchers) return;
    this.#asking.delete(execution_id);
    for (const { org_id, text } of deliveries)
      for (const watcher of watchers) if (watcher.org_id === org_id) watcher.send(text, false);
  }

  stop(): void {
    this.#rounds.stop();
  }

  executionStarted(start: ExecutionStart): void {
    if (this.#isWatched(start))
      this.#publish(start, { type: 'workflow:execution:start', trigger_type: start.trigger_type });
  }

  stepStarted(
    start: ExecutionStart,
    { node_id, label, path }: { node_id: string; label: string; path: string },
  ): void {
    if (this.#isWatched(start))
      this.#tellStep(start, path, node_id, () => startedEvent({ node_id, label, path }));
  }

  stepWaiting(start: ExecutionStart, { node_id, path }: Pick<Step, 'node_id' | 'path'>): void {
    if (this.#isWatched(start)) this.#tellStep(start, path, node_id, () => waitingEvent({ node_id, path }));
  }

  stepSettled(start: ExecutionStart, step: Step): void {
    if (step.status === 'skipped' || !this.#isWatched(start)) return;
    const kind = step.status === 'error' ? `${step.node_id} failed` : step.node_id;
    this.#tellStep(start, step.path, kind, () => settledEvent(step));
  }

  executionFinished({ start, status, duration_ms }: FinishedExecution): void {
    if (!this.#isWatched(start)) return;
    this.#rounds.end(start.id);
    this.#publish(start, { type: 'workflow:execution:complete', status, total_duration_ms: duration_ms });
  }

  /** Of an execution that ended without running: it was cancelled while it waited. */
  executionCancelled(subject: Subject): void {
    if (this.#isWatched(subject))
      this.#publish(subject, {
        type: 'workflow:execution:complete',
        status: 'cancelled',
        total_duration_ms: 0,
      });
  }

  /** The workflow was changed, and that is committed. */
  workflowChanged(org_id: string, event: Omit<WorkflowEvent, 'type' | 'at'>): void {
    const { workflow_id } = event;
    const keys = keysOf({ org_id, workflow_id, execution_id: null });
    const here = keys.some((key) => this.#watchers.has(key));
    const elsewhere = keys.some((key) => this.#remote.has(key));
    if (!here && !elsewhere) return;
    const text = JSON.stringify({ type: 'workflow:changed', at: this.#at(), ...event });
    const delivery: Delivery = { org_id, workflow_id, execution_id: null, text, essential: true };
    if (here) this.deliver(delivery);
    if (elsewhere) this.forward?.(delivery);
  }

  /** Hands an event to the watchers in this process. */
  deliver(delivery: Delivery): void {
    const { org_id, text, essential } = delivery;
    // A watcher of two of these topics gets the event once.
    const receivers = new Set<Watcher>();
    for (const key of keysOf(delivery))
      for (const watcher of this.#watchers.get(key) ?? [])
        if (watcher.org_id === org_id) receivers.add(watcher);
    for (const watcher of receivers) watcher.send(text, essential);
  }

  #isWatched(start: Subject): boolean {
    if (this.#watchers.size === 0 && this.#remote.size === 0) return false;
    return has(this.#watchers, start) || has(this.#remote, start);
  }

  /** A step of a round may be merged with later ones; a step of an execution that nobody looks at by itself may be left out. */
  #tellStep(start: Subject, path: string, kind: string, event: () => Told): void {
    const tell = (): void => {
      if (!this.#isFlood(start)) this.#publish(start, event());
    };
    if (path.includes('[')) this.#rounds.tell(start.id, kind, tell);
    else tell();
  }

  #isFlood({ id }: Subject): boolean {
    const key = `e:${id}`;
    if (this.#watchers.has(key) || this.#remote.has(key)) return false;
    const second = Math.floor(performance.now() / 1_000);
    if (second !== this.#second) this.#steps = 0;
    this.#second = second;
    this.#steps += 1;
    return this.#steps > MOST_STEPS;
  }

  #catchUp(watcher: Watcher, execution_id: string): void {
    const state = this.stateOf(execution_id);
    for (const { org_id, text } of state) if (org_id === watcher.org_id) watcher.send(text, false);
    if (state.length > 0) return;
    const asking = this.#asking.get(execution_id);
    if (asking) asking.add(watcher);
    else this.#asking.set(execution_id, new Set([watcher]));
    this.#options.onAsk?.(execution_id);
  }

  #forget(watcher: Watcher, execution_id: string): void {
    const asking = this.#asking.get(execution_id);
    asking?.delete(watcher);
    if (asking?.size === 0) this.#asking.delete(execution_id);
  }

  #publish(start: Subject, event: Told): void {
    const delivery = this.#deliveryOf(start, event);
    if (has(this.#watchers, start)) this.deliver(delivery);
    if (has(this.#remote, start)) this.forward?.(delivery);
  }

  #deliveryOf({ org_id, workflow_id, id: execution_id }: Subject, { type, ...rest }: Told): Delivery {
    const text = JSON.stringify({ type, execution_id, workflow_id, at: this.#at(), ...rest });
    return { org_id, workflow_id, execution_id, text, essential: type.startsWith('workflow:execution:') };
  }

  #at(): string {
    return (this.#options.now?.() ?? new Date()).toISOString();
  }
}

/** The keys under which the watchers of an event are found. */
function keysOf({ org_id, workflow_id, execution_id }: Omit<Delivery, 'text' | 'essential'>): string[] {
  const keys = [`w:${workflow_id}`, `o:${org_id}`];
  return execution_id === null ? keys : [`e:${execution_id}`, ...keys];
}

/** The execution that an event is about. */
type Subject = Pick<ExecutionStart, 'id' | 'org_id' | 'workflow_id'>;
type Omitted<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;
type Told = Omitted<LiveEvent, 'execution_id' | 'workflow_id' | 'at'>;

function startedEvent({ node_id, label, path }: Pick<Step, 'node_id' | 'label' | 'path'>): Told {
  return { type: 'workflow:node:start', node_id, node_name: label, path };
}

function waitingEvent({ node_id, path }: Pick<Step, 'node_id' | 'path'>): Told {
  return { type: 'workflow:node:waiting', node_id, path };
}

/** What is told of a step to who comes later. */
function eventOf(step: Step): Told {
  if (step.status === 'running') return startedEvent(step);
  return step.status === 'waiting' ? waitingEvent(step) : settledEvent(step);
}

function settledEvent({ node_id, path, status, error, output, duration_ms }: Step): Told {
  return status === 'error' && error
    ? { type: 'workflow:node:error', node_id, path, error }
    : {
        type: 'workflow:node:complete',
        node_id,
        path,
        output: preview(output),
        duration_ms: duration_ms ?? 0,
      };
}

function has(keys: { has(key: string): boolean }, { id, workflow_id, org_id }: Subject): boolean {
  return keys.has(`o:${org_id}`) || keys.has(`w:${workflow_id}`) || keys.has(`e:${id}`);
}

/** An output that is too long for an event is cut to the beginning of its JSON. */
export function preview(output: unknown): unknown {
  if (output === undefined) return null;
  const text = JSON.stringify(output);
  return text.length <= livePreviewLimit ? output : `${text.slice(0, livePreviewLimit)}…`;
}
