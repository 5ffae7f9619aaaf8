/**
 * What a random workflow (`random_workflow.ts`) must give, by the plainest means: no time, no processes, no journal, every
 * node computed from those before it. Where the outside decides (what a counter shows, which branch was first, what the time
 * is), the model takes the decision from the record and checks that it was possible.
 */
import { isDeepStrictEqual } from 'node:util';
import type { Definition, Step, WorkflowNode } from '@millrace/core';

export interface Outcome {
  status: 'success' | 'error' | 'skipped';
  handle: string | null;
  output: unknown;
  /** The execution ends here. */
  ends: 'success' | 'error' | null;
}

/** What `random_workflow.ts` puts into configurations, of whatever kind of node. */
interface RandomConfig {
  do: string;
  value: object;
  body: object;
  fails?: number;
  condition: string;
  cases: { condition: string }[];
  mode?: string;
  status: 'success' | 'error';
}

const never: Outcome = { status: 'skipped', handle: null, output: undefined, ends: null };

export class Model {
  readonly outcomes = new Map<string, Outcome>();
  readonly #definition: Definition;
  readonly #record: Readonly<Record<string, Step>>;

  constructor(definition: Definition, record: Readonly<Record<string, Step>>) {
    this.#definition = definition;
    this.#record = record;
    for (const node of definition.nodes) this.outcomes.set(node.id, this.#outcome(node));
  }

  /** The ends that are possible: several where several nodes end the execution. */
  get statuses(): Set<string> {
    const ends = [...this.outcomes.values()].flatMap((outcome) => outcome.ends ?? []);
    const partial = this.#definition.nodes.some((node) => {
      const { status, handle } = this.outcomes.get(node.id)!;
      const handled = this.#definition.edges.some(
        (edge) => edge.source === node.id && edge.sourceHandle === 'error',
      );
      return status === 'error' && (handle === 'out' || (handle === 'error' && !handled));
    });
    const good = partial ? ['partial_success'] : ['success'];
    if (ends.length === 0) return new Set(good);
    // An end that comes early leaves failures out, or cuts off the retry that would have mended one.
    return new Set(ends.flatMap((end) => (end === 'success' ? ['success', 'partial_success'] : ['error'])));
  }

  #outcome(node: WorkflowNode): Outcome {
    if (node.type === 'trigger')
      return { status: 'success', handle: 'out', output: { data: { n: 1 } }, ends: null };
    const arrivals = this.#arrivals(node);
    if (arrivals.length === 0) return never;
    const byKey = Object.fromEntries(arrivals.map(({ id, output }) => [id, output]));
    const config = node.config as unknown as RandomConfig;
    const done = (output: unknown, handle: string | null = 'out'): Outcome => ({
      status: 'success',
      handle,
      output,
      ends: null,
    });
    if (node.disabled)
      return { ...done(arrivals.length === 1 ? arrivals[0]!.output : byKey), status: 'skipped' };
    switch (node.subtype) {
      case 'if': {
        const result = this.#read(node, config.condition, 'bit') === true;
        return done({ result }, String(result));
      }
      case 'switch': {
        const n = this.#read(node, config.cases[0]!.condition, 'n');
        if (n === 0 || n === 1) return done({ case: `case ${n + 1}`, index: n }, `case_${n}`);
        return done({ case: 'else', index: -1 }, 'else');
      }
      case 'merge': {
        if (config.mode === 'append') return done(arrivals.flatMap(({ output }) => output));
        if (config.mode !== 'first') return done(byKey);
        const output = this.#record[node.id]!.output;
        const possible = arrivals.some((arrival) => isDeepStrictEqual(arrival.output, output));
        return done(possible ? output : 'no branch gave this');
      }
      case 'stop':
        return { ...done({ status: config.status, message: node.id }, null), ends: config.status };
      case 'respond':
        return done({ status: 200, headers: {}, body: this.#value(node, config.body) });
      default:
        return this.#action(node, config);
    }
  }

  #action(node: WorkflowNode, config: RandomConfig): Outcome {
    const output = this.#value(node, config.value);
    const recorded = this.#record[node.id]?.output as Record<string, unknown> | undefined;
    const failed = (
      code: string,
      message: string,
      status: number | null = null,
      details: unknown = null,
    ): Outcome => {
      const on_error = node.on_error ?? 'stop';
      const error = { message, code, status, node_id: node.id, details };
      if (on_error === 'stop') return { status: 'error', handle: null, output: undefined, ends: 'error' };
      return {
        status: 'error',
        handle: on_error === 'branch' ? 'error' : 'out',
        output: { error },
        ends: null,
      };
    };
    const calls = config.do !== 'pure' && config.do !== 'pure_later' && config.do !== 'broken';
    if (calls && config.fails === 99) return failed('busy', 'Try later', 503);
    if (config.do === 'rejected') return failed('http_status', 'They said no', 422, { field: 'email' });
    if (config.do === 'broken')
      return failed('unexpected', "Cannot read properties of undefined (reading 'x')");
    const decided =
      config.do === 'counter' ? { n: recorded?.n } : 'at' in config.value ? { at: recorded?.at } : {};
    return { status: 'success', handle: 'out', output: { ...output, ...decided }, ends: null };
  }

  #value(node: WorkflowNode, value: object): Record<string, unknown> {
    const { seen, ...rest } = value as { seen: string[] };
    return { ...rest, seen: seen.map((text) => this.#read(node, text, 'n')) };
  }

  /** The field of the node that the text names; null where the node cannot see it. */
  #read(node: WorkflowNode, text: string, field: string): unknown {
    const name = /n\d+/.exec(text)![0];
    if (!this.#before(node.id).has(name)) return null;
    const output = this.outcomes.get(name)?.output;
    if (typeof output !== 'object' || output === null || !Object.hasOwn(output, field)) return null;
    return (output as Record<string, unknown>)[field] ?? null;
  }

  /** What is settled for certain when a node runs. */
  #before(id: string): Set<string> {
    const node = this.#definition.nodes.find((each) => each.id === id)!;
    const ways = this.#definition.edges
      .filter((edge) => edge.target === id)
      .map(({ source }) => this.#before(source).add(source));
    if (node.subtype !== 'merge' || node.config.mode !== 'first')
      return new Set(ways.flatMap((way) => [...way]));
    const [first = new Set<string>(), ...others] = ways;
    return new Set([...first].filter((each) => others.every((way) => way.has(each))));
  }

  #arrivals(node: WorkflowNode): { id: string; output: unknown }[] {
    const sources = this.#definition.edges
      .filter(
        (edge) => edge.target === node.id && this.outcomes.get(edge.source)?.handle === edge.sourceHandle,
      )
      .map((edge) => edge.source);
    return [...new Set(sources)].map((id) => ({ id, output: this.outcomes.get(id)!.output }));
  }
}
