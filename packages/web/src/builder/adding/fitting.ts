/**
 * Which kinds of nodes fit what comes before them, and why, in words. Pure: looks at where the node goes and at the data
 * there (a sample, or what is known of its shape). It only orders and explains; nothing is ever hidden for not fitting.
 */
import type { NodeSubtype, Shape } from '@millrace/core';
import { fitting as words } from '../../strings/adding.ts';
import { pathText } from '../expressions/regions.ts';

export interface Place {
  /** Whether the workflow has a trigger. */
  started: boolean;
  /** What it follows; null for a free place. */
  after: { subtype: NodeSubtype; handle: string } | null;
  /** What the expressions of the node would see last. */
  data: Data | null;
  inLoop: boolean;
  /** The webhook that started it waits for an answer that nobody gives yet. */
  unanswered: boolean;
}

export interface Data {
  value: unknown;
  shape: Shape;
  /** How an expression reads it: `http_response.body`. */
  read: string;
  /** From a pinned sample or a real execution, so that its numbers may be said. */
  real: boolean;
}

export interface Fit {
  subtype: NodeSubtype;
  /** Why, in words. */
  reason: string;
  /** What is filled in when it is chosen: what the reason names. */
  config?: Readonly<Record<string, unknown>>;
}

const most = 5;

/** The kinds that fit a place, the best first, each once. */
export function fittingKinds(place: Place): Fit[] {
  const { started, after } = place;
  if (!started && after === null) return starts;
  const all =
    after === null ? [] : [...byOutput(after), ...byData(place), ...byAnswer(place), ...byNode(after)];
  const known = new Set<NodeSubtype>();
  return all.filter((fit) => !known.has(fit.subtype) && known.add(fit.subtype)).slice(0, most);
}

const starts: Fit[] = (['webhook', 'schedule', 'event', 'manual'] as const).map((subtype) => ({
  subtype,
  reason: words.starts,
}));

/** An error, a time-out or a "no" wants something else than the way on. */
function byOutput({ subtype, handle }: NonNullable<Place['after']>): Fit[] {
  if (handle === 'error')
    return [
      { subtype: 'http_request', reason: words.tell },
      { subtype: 'stop', reason: words.give_up },
    ];
  if (handle === 'timeout' || handle === 'rejected')
    return [{ subtype: 'stop', reason: words.ends_here(handle) }];
  if (subtype === 'if' && handle === 'false') return [{ subtype: 'stop', reason: words.ends_here('false') }];
  return [];
}

function byData({ data }: Place): Fit[] {
  if (!data) return [];
  const list = listIn(data.value, data.shape);
  if (list) {
    const what = words.list(list.path, data.real ? list.length : null);
    return [
      {
        subtype: 'loop',
        reason: words.each(what),
        config: { items: `{{ ${pathText(data.read, list.keys)} }}` },
      },
      { subtype: 'data_transform', reason: words.filter(what) },
      ...(list.path === '' ? [] : objectFits(data)),
    ];
  }
  return objectFits(data);
}

function objectFits({ shape }: Data): Fit[] {
  if (shape.type !== 'object') return [];
  const count = Object.keys(shape.fields ?? {}).length;
  return [
    { subtype: 'data_transform', reason: words.map(count) },
    { subtype: 'http_request', reason: words.send(count) },
    { subtype: 'if', reason: words.check },
  ];
}

function byAnswer({ unanswered }: Place): Fit[] {
  return unanswered ? [{ subtype: 'respond', reason: words.answer }] : [];
}

/** What usually follows a kind of node, where its data says nothing. */
function byNode({ subtype }: NonNullable<Place['after']>): Fit[] {
  if (subtype === 'if' || subtype === 'switch')
    return [
      { subtype: 'http_request', reason: words.branch },
      { subtype: 'data_transform', reason: words.branch },
      { subtype: 'stop', reason: words.ends },
    ];
  return [];
}

interface FoundList {
  /** How it is called within the data; empty for the data itself. */
  path: string;
  keys: readonly string[];
  length: number | null;
}

const deepest = 3;

/** The data itself where it is a list, else the first list in its fields, those near the top first. */
export function listIn(value: unknown, shape: Shape): FoundList | null {
  if (shape.type === 'list')
    return { path: '', keys: [], length: Array.isArray(value) ? value.length : null };
  let level: { keys: readonly string[]; value: unknown; shape: Shape }[] = [{ keys: [], value, shape }];
  for (let depth = 0; depth < deepest; depth++) {
    const next: typeof level = [];
    for (const at of level) {
      for (const [name, field] of Object.entries(at.shape.fields ?? {})) {
        const keys = [...at.keys, name];
        const inner = fieldOf(at.value, name);
        if (field.type === 'list')
          return { path: keys.join('.'), keys, length: Array.isArray(inner) ? inner.length : null };
        if (field.type === 'object' && !aside.has(name)) next.push({ keys, value: inner, shape: field });
      }
    }
    level = next;
  }
  return null;
}

/** What comes with a request or an answer and is hardly what a list is looked for in. */
const aside: ReadonlySet<string> = new Set(['headers', 'query']);

function fieldOf(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
  return (value as Record<string, unknown>)[name];
}
