/** What expressions see. What did not run is null. Everything is an own property: nothing else is ever read. */
import type { Step } from '@millrace/core';
import { isoText } from './iso_text.ts';
import type { Plan } from './plan.ts';
import type { ExecutionStart, Makers } from './ports.ts';

export interface MutableScope {
  [name: string]: unknown;
  step: Record<string, { output: unknown; status: Step['status'] } | null>;
  execution: { resume_urls: Readonly<Record<string, string>> };
}

/** `trigger`, each node by its key, `step.<key>.output`, `workflow`, `execution`, `variables`; nothing has run yet. */
export function makeScope(plan: Plan, start: ExecutionStart, makers: Makers): MutableScope {
  const scope: Record<string, unknown> & Pick<MutableScope, 'step'> = { step: {} };
  for (const key of plan.keys) {
    scope[key] = null;
    scope.step[key] = null;
  }
  // After the keys: a node that was named like one of these does not hide it.
  scope.trigger = triggerScope(start);
  scope.workflow = { id: start.workflow_id, name: start.workflow_name, version: start.version };
  scope.execution = {
    id: start.id,
    trigger_type: start.trigger_type,
    created_at: isoText(start.created_at),
    retry_of: start.retry_of,
    resume_urls: resumeUrls(noUrls, plan, '', start, makers),
  };
  scope.variables = start.variables;
  return scope as MutableScope;
}

function triggerScope({ trigger }: ExecutionStart): Record<string, unknown> {
  const { data, headers = {}, query = {}, method = null } = trigger;
  return { data: data ?? null, payload: data ?? null, headers, query, method };
}

const noUrls: Readonly<Record<string, string>> = Object.freeze({});

/** The addresses that end waits, by key; each is made when it is read. */
function resumeUrls(
  outer: Readonly<Record<string, string>>,
  { called }: Plan,
  prefix: string,
  start: ExecutionStart,
  makers: Makers,
): Readonly<Record<string, string>> {
  if (called.length === 0) return outer;
  const urls = Object.defineProperties({}, Object.getOwnPropertyDescriptors(outer)) as Record<string, string>;
  for (const { key, id, kind } of called) {
    const get = () => makers.resumeUrl(start, prefix + id, kind);
    Object.defineProperty(urls, key, { enumerable: true, configurable: true, get });
  }
  return urls;
}

/** Names that a node's key cannot take over. */
const scopeNames: ReadonlySet<string> = new Set(['step', 'trigger', 'workflow', 'execution', 'variables']);
/** The same in the body of a loop. */
const bodyNames: ReadonlySet<string> = new Set([...scopeNames, 'item', 'index']);

/** Lets expressions see what a step gave. */
export function addToScope(
  scope: MutableScope,
  key: string,
  status: Step['status'],
  output: unknown,
  in_body = false,
): void {
  if (!(in_body ? bodyNames : scopeNames).has(key)) scope[key] = output;
  scope.step[key] = { output, status };
}

/**
 * The scope without what runs beside a node: which of it was there would depend on time, and a resumed execution would
 * compute something else.
 */
export function scopeWithout(scope: MutableScope, hidden: readonly string[]): MutableScope {
  const own: MutableScope = { ...scope, step: { ...scope.step } };
  for (const key of hidden) {
    if (!scopeNames.has(key)) own[key] = null;
    own.step[key] = null;
  }
  return own;
}

/** Of one round: its item, and where it is. */
export interface RoundScope {
  item: unknown;
  index: number;
  /** Of the paths of its steps. */
  prefix: string;
}

/**
 * The scopes of the rounds of one loop. What is outside is copied once for each round that runs at the same time; after that
 * a round costs as much as its own body.
 */
export class RoundScopes {
  readonly #outer: MutableScope;
  readonly #body: Plan;
  readonly #start: ExecutionStart;
  readonly #makers: Makers;
  readonly #free: MutableScope[] = [];

  /** @param outer what the loop sees */
  constructor(outer: MutableScope, body: Plan, start: ExecutionStart, makers: Makers) {
    this.#outer = outer;
    this.#body = body;
    this.#start = start;
    this.#makers = makers;
  }

  /** The scope of a round that begins. */
  take({ item, index, prefix }: RoundScope): MutableScope {
    const { keys, loop_key } = this.#body;
    const scope = this.#free.pop() ?? { ...this.#outer, step: { ...this.#outer.step } };
    for (const key of keys) {
      if (!scopeNames.has(key)) scope[key] = null;
      scope.step[key] = null;
    }
    if (loop_key !== null && !scopeNames.has(loop_key)) scope[loop_key] = { item, index };
    // After the keys: they hide nodes of that name, and the item of a loop around this one.
    scope.item = item;
    scope.index = index;
    const { execution } = this.#outer;
    const resume_urls = resumeUrls(execution.resume_urls, this.#body, prefix, this.#start, this.#makers);
    if (resume_urls !== execution.resume_urls) scope.execution = { ...execution, resume_urls };
    return scope;
  }

  /** A round is over, and nobody reads its scope any more. */
  giveBack(scope: MutableScope): void {
    this.#free.push(scope);
  }
}
