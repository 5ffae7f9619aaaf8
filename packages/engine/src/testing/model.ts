/**
 * What a random workflow (`random_workflow.ts`) must give, by the plainest means: no time, no processes, no journal; every node
 * computed from those before it, every loop by recursion. Where the outside decides (what a counter shows, which branch was
 * first, what the time is, which of two ends of a round came sooner), the model takes the decision from the record and checks
 * that it was possible.
 */
import { isDeepStrictEqual } from 'node:util';
import type { Definition, Step, WorkflowNode } from '@millrace/core';
import { done, type Level, loopOf, never, type Outcome, Sight } from './model_level.ts';
import { ended, type Fault, type LoopEnd, type PossibleRound, possibleEnd } from './model_loop.ts';
import { waitOutcome } from './model_wait.ts';

/** What must be recorded at a path. */
export interface Expected {
  outcome: Outcome;
  /** Something else may have ended its round before it; then it is skipped, cut off or missing. */
  maybe: boolean;
}

/** What `random_workflow.ts` puts into configurations, of whatever kind of node. */
interface RandomConfig {
  do: string;
  value: object;
  body: object;
  fails?: number | string;
  condition: string;
  cases: { condition: string }[];
  mode?: string;
  status: 'success' | 'error';
  items?: unknown;
  concurrency: number;
  on_item_error: 'stop' | 'collect';
  max_iterations: number;
}

export class Model {
  readonly expected = new Map<string, Expected>();
  /** Decisions in the record that were not possible. */
  readonly problems: string[] = [];
  readonly #definition: Definition;
  readonly #sight: Sight;
  readonly #record: ReadonlyMap<string, Step>;

  constructor(definition: Definition, steps: readonly Step[]) {
    this.#definition = definition;
    this.#sight = new Sight(definition);
    this.#record = new Map(steps.map((step) => [step.path, step]));
    const top: Level = { loop: null, prefix: '', item: null, index: null, around: null, outcomes: new Map() };
    this.#walk(top);
    this.#expect(top, false);
  }

  /** Some step may have ended the execution before its time. */
  get mayBeCut(): boolean {
    return this.#ends.length > 0;
  }

  /** The ends that are possible: several where several nodes end the execution. */
  get statuses(): Set<string> {
    const partial = [...this.expected].filter(
      ([path, { outcome, maybe }]) =>
        // One that fails after its round was ended is not tried again.
        this.#leavesFailure(path, outcome) || (maybe && this.#record.get(path)?.status === 'error'),
    );
    const certain = partial.some(([, { maybe }]) => !maybe);
    const good = certain
      ? ['partial_success']
      : partial.length > 0
        ? ['success', 'partial_success']
        : ['success'];
    const ends = this.#ends;
    // An end that comes early leaves failures out, or cuts off the retry that would have mended one.
    const early = ends.flatMap(({ outcome }) =>
      outcome.ends === 'stop' && outcome.output && (outcome.output as { status: string }).status === 'success'
        ? ['success', 'partial_success']
        : ['error'],
    );
    const isEnded = ends.some(({ maybe }) => !maybe);
    return new Set(isEnded ? early : [...good, ...early]);
  }

  get #ends(): Expected[] {
    return [...this.expected]
      .filter(
        ([path, { outcome }]) =>
          outcome.ends === 'stop' || (outcome.ends === 'failed' && !path.includes('/')),
      )
      .map(([, expected]) => expected);
  }

  /** A failure that the execution went on with, and that nobody handles. */
  #leavesFailure(path: string, { status, handle, output }: Outcome): boolean {
    const id = path.slice(path.lastIndexOf('/') + 1);
    const node = this.#node(id);
    if (node.subtype === 'loop' && status === 'success')
      return ((output as { errors?: unknown[] } | null)?.errors?.length ?? 0) > 0;
    if (status !== 'error' || handle === null) return false;
    const isHandled = this.#definition.edges.some(
      ({ source, sourceHandle }) => source === id && sourceHandle === 'error',
    );
    return !(handle === 'error' && isHandled);
  }

  #node(id: string): WorkflowNode {
    return this.#definition.nodes.find((node) => node.id === id)!;
  }

  #nodesOf(loop: string | null): WorkflowNode[] {
    return this.#definition.nodes.filter(({ id }) => loopOf(id) === loop);
  }

  #walk(level: Level): void {
    for (const node of this.#nodesOf(level.loop?.id ?? null))
      level.outcomes.set(node.id, this.#outcome(node, level));
  }

  #expect(level: Level, maybe: boolean): void {
    for (const [id, outcome] of level.outcomes) this.expected.set(level.prefix + id, { outcome, maybe });
  }

  #recorded(level: Level, id: string): Step | undefined {
    return this.#record.get(level.prefix + id);
  }

  #outcome(node: WorkflowNode, level: Level): Outcome {
    if (node.type === 'trigger') return done({ data: { n: 1 } });
    const arrivals = this.#arrivals(node, level);
    if (arrivals.length === 0) return never;
    const byKey = Object.fromEntries(arrivals.map(({ id, output }) => [id, output]));
    const config = node.config as unknown as RandomConfig;
    if (node.disabled)
      return { ...done(arrivals.length === 1 ? arrivals[0]!.output : byKey), status: 'skipped' };
    switch (node.subtype) {
      case 'if': {
        const result = this.#holds(node, level, config.condition);
        return done({ result }, String(result));
      }
      case 'switch': {
        const n = this.#sight.read(node, level, config.cases[0]!.condition, 'n');
        if (n === 0 || n === 1) return done({ case: `case ${n + 1}`, index: n }, `case_${n}`);
        return done({ case: 'else', index: -1 }, 'else');
      }
      case 'merge': {
        if (config.mode === 'append') return done(arrivals.flatMap(({ output }) => output));
        if (config.mode !== 'first') return done(byKey);
        const output = this.#recorded(level, node.id)?.output;
        const possible = arrivals.some((arrival) => isDeepStrictEqual(arrival.output, output));
        return done(possible ? output : 'no branch gave this');
      }
      case 'stop':
        return { ...done({ status: config.status, message: node.id }, null), ends: 'stop' };
      case 'break':
      case 'continue':
        return { ...done({}, null), ends: node.subtype };
      case 'respond':
        return done({ status: 200, headers: {}, body: this.#value(node, level, config.body) });
      case 'loop':
        return this.#loop(node, level, config);
      case 'wait':
      case 'approval':
      case 'sub_workflow':
        return this.#wait(node, level);
      default:
        return this.#action(node, level, config);
    }
  }

  #failed(
    node: WorkflowNode,
    told: Omit<Fault, 'node_id'> & { node_id?: string },
    otherwise = 'out',
  ): Outcome {
    const on_error = node.on_error ?? 'stop';
    const error = { node_id: node.id, ...told };
    if (on_error === 'stop')
      return { status: 'error', handle: null, output: undefined, error, ends: 'failed' };
    const output = { error: { status: null, details: null, ...error } };
    return {
      status: 'error',
      handle: on_error === 'branch' ? 'error' : otherwise,
      output,
      error,
      ends: null,
    };
  }

  #action(node: WorkflowNode, level: Level, config: RandomConfig): Outcome {
    const output = this.#value(node, level, config.value);
    const recorded = this.#recorded(level, node.id)?.output as Record<string, unknown> | undefined;
    const calls = config.do !== 'pure' && config.do !== 'pure_later' && config.do !== 'broken';
    if (calls && failsOf(config.fails, level.index) === 99)
      return this.#failed(node, { code: 'busy', message: 'Try later', status: 503 });
    if (config.do === 'rejected')
      return this.#failed(node, {
        code: 'http_status',
        message: 'They said no',
        status: 422,
        details: { field: 'email' },
      });
    if (config.do === 'broken')
      return this.#failed(node, {
        code: 'unexpected',
        message: "Cannot read properties of undefined (reading 'x')",
      });
    const decided =
      config.do === 'counter' ? { n: recorded?.n } : 'at' in config.value ? { at: recorded?.at } : {};
    return done({ ...output, ...decided });
  }

  #wait(node: WorkflowNode, level: Level): Outcome {
    const path = level.prefix + node.id;
    const handled = this.#definition.edges.some(
      ({ source, sourceHandle }) => source === node.id && sourceHandle === 'timeout',
    );
    const result = waitOutcome(node, path, this.#record.get(path), handled);
    if ('problem' in result) this.problems.push(`${path}: ${result.problem}`);
    if ('output' in result) return done(result.output, result.handle);
    return this.#failed(node, result.error, node.subtype === 'approval' ? 'rejected' : 'out');
  }

  #loop(node: WorkflowNode, level: Level, config: RandomConfig): Outcome {
    const path = level.prefix + node.id;
    const failed = (code: string, message: string) => this.#failed(node, { code, message }, 'done');
    const items = config.mode === 'while' ? null : this.#items(node, level, config.items);
    if (items !== null && !Array.isArray(items))
      return failed('validation', `items must be a list; it is a ${typeof items}`);
    if (items && items.length > config.max_iterations) {
      const most = config.max_iterations;
      return failed('too_many_items', `items has ${items.length} entries; this loop takes at most ${most}`);
    }
    const rounds = this.#rounds(node, level, config, items);
    const recorded = this.#record.get(path);
    const end = possibleEnd(recorded, rounds.of, {
      items: items ?? [],
      stops: config.on_item_error === 'stop',
      side_by_side: config.mode !== 'while' && config.concurrency > 1,
      overrun: rounds.overrun,
      round_name: items ? 'Item' : 'Round',
    });
    this.problems.push(...end.problems.map((problem) => `${path}: ${problem}`));
    for (const [index, round] of rounds.levels.entries())
      this.#expectRound(round, rounds.of[index]!, end, index);
    if (end.kind === 'done') return done(recorded?.output ?? end.output, 'done');
    return this.#failed(node, end.error, 'done');
  }

  /** What must be recorded of a round, whose own loops have said what they expect. */
  #expectRound(round: Level, { ends }: PossibleRound, { certain, begun }: LoopEnd, index: number): void {
    this.#expect(round, false);
    const isCertain = index < certain && ends.length === 0;
    for (const [path, expected] of this.expected) {
      if (isCertain || !path.startsWith(round.prefix)) continue;
      if (index < begun) this.expected.set(path, { ...expected, maybe: true });
      else this.expected.delete(path);
    }
  }

  #rounds(node: WorkflowNode, level: Level, config: RandomConfig, items: unknown[] | null) {
    const levels: Level[] = [];
    const of: PossibleRound[] = [];
    const add = (item: unknown) => {
      const index = levels.length;
      const prefix = `${level.prefix}${node.id}[${index}]/`;
      const round: Level = { loop: node, prefix, item, index, around: level, outcomes: new Map() };
      this.#walk(round);
      levels.push(round);
      of.push(this.#endOf(round));
    };
    if (items) {
      for (const item of items) add(item);
      return { levels, of, overrun: false };
    }
    const rounds = Number(/\d+$/.exec(config.condition)![0]);
    let item: unknown = null;
    for (let index = 0; index < rounds; index++) {
      if (index === config.max_iterations) return { levels, of, overrun: true };
      add(item);
      const { ends, result } = of[index]!;
      if (ends.some(({ kind }) => kind === 'break')) break;
      const [end] = ends;
      item = !end ? result : end.kind === 'continue' ? end.result : null;
    }
    return { levels, of, overrun: false };
  }

  /** How a round may have ended, and what it gives where it came to its end. */
  #endOf(round: Level): PossibleRound {
    const all = [...round.outcomes].flatMap(([id, { ends, error }]) => {
      if (ends === null) return [];
      // Of a round that was ended early only what led there counts.
      const led = this.#arrivals(this.#node(id), round).filter((arrival) => arrival.id !== round.loop?.id);
      const result = oneOrByKey(led);
      return { id, kind: ends, error: error ?? { message: '', code: ends, node_id: id }, result };
    });
    const seen = all.filter(({ id }) => ended(this.#recorded(round, id)));
    return { ends: seen.length > 0 ? seen : all, result: this.#resultOf(round) };
  }

  /** The output of the last step; where several branches ended, each by its key. */
  #resultOf(round: Level): unknown {
    const isEnd = (id: string) => ['stop', 'break', 'continue'].includes(this.#node(id).subtype);
    const last = [...round.outcomes].filter(([id, { handle }]) => {
      if (handle === null || isEnd(id)) return false;
      return !this.#definition.edges.some(
        ({ source, sourceHandle, target }) => source === id && sourceHandle === handle && !isEnd(target),
      );
    });
    return oneOrByKey(last.map(([id, { output }]) => ({ id, output })));
  }

  #items(node: WorkflowNode, level: Level, items: unknown): unknown {
    if (Array.isArray(items)) return items;
    const [, field = ''] = /\.(\w+)/.exec(String(items))!;
    return this.#sight.read(node, level, String(items), field) ?? [];
  }

  #holds(node: WorkflowNode, level: Level, condition: string): boolean {
    const round = /^index == (\d+)$/.exec(condition)?.[1];
    if (round !== undefined) return level.index === Number(round);
    return this.#sight.read(node, level, condition, 'bit') === true;
  }

  #value(node: WorkflowNode, level: Level, value: object): Record<string, unknown> {
    const { seen, around, ...rest } = value as {
      seen: string[];
      around?: string[];
      item?: unknown;
      index?: unknown;
    };
    const own = { ...rest, seen: seen.map((text) => this.#sight.read(node, level, text, 'n')) };
    if (!around) return own;
    const indices = around.map((text) => this.#sight.read(node, level, text, 'index'));
    return { ...own, item: level.item ?? null, index: level.index, around: indices };
  }

  #arrivals(node: WorkflowNode, level: Level): { id: string; output: unknown }[] {
    const sources = this.#definition.edges
      .filter(({ target, source, sourceHandle }) => {
        if (target !== node.id) return false;
        return source === level.loop?.id || level.outcomes.get(source)?.handle === sourceHandle;
      })
      .map((edge) => edge.source);
    return [...new Set(sources)].map((id) => {
      const isLoop = id === level.loop?.id;
      return { id, output: isLoop ? (level.item ?? null) : level.outcomes.get(id)?.output };
    });
  }
}

/** How often an action fails: a number, or one that holds in one round. */
function failsOf(fails: number | string | undefined, index: number | null): number {
  if (typeof fails !== 'string') return fails ?? 0;
  const [, round, times] = /index == (\d+) \? (\d+)/.exec(fails)!;
  return index === Number(round) ? Number(times) : 0;
}

function oneOrByKey(outputs: { id: string; output: unknown }[]): unknown {
  if (outputs.length === 0) return null;
  if (outputs.length === 1) return outputs[0]!.output ?? null;
  return Object.fromEntries(outputs.map(({ id, output }) => [id, output ?? null]));
}
