/** An outside world that counts what is done to it, and the actions of a fake app that do it. */
import type { Effect, WorkflowNode } from '@millrace/core';
import { type Action, type ActionContext, Reconnect, Rejected, RetryLater } from '@millrace/sdk';
import { z } from 'zod';
import type { Clock, Registry } from '../ports.ts';

/** One thing that was done outside. It counts from the moment it was begun: whether its result arrived is another matter. */
export interface OutsideCall {
  /** The idempotency key. */
  key: string;
  /** Of the step: `loop[3]/node` inside a loop. */
  path: string;
  node: string;
  effect: Effect;
  input: FakeInput;
  at: Date;
}

const fakeInput = z.looseObject({
  /** What is done; see {@link FakeWorld.actions}. */
  do: z.string(),
  /** Milliseconds until it is done. */
  takes: z.number().default(0),
  /** How many calls with the same key fail with RetryLater before one succeeds. */
  fails: z.number().default(0),
  after_ms: z.number().optional(),
  value: z.unknown().optional(),
  /** Goes on after it was aborted. */
  deaf: z.boolean().default(false),
  secret: z.string().optional().meta({ field: 'secret' }),
  raw: z.unknown().optional().meta({ raw: true }),
});
export type FakeInput = z.output<typeof fakeInput>;

export class FakeWorld {
  readonly calls: OutsideCall[] = [];
  /** Results that were handed back, by idempotency key. */
  readonly delivered = new Set<string>();
  /** Called before something happens outside. */
  before: ((call: OutsideCall) => void) | null = null;
  readonly #clock: Clock;
  readonly #counts = new Map<string, number>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** How often something was done under a key. */
  count(key: string): number {
    return this.#counts.get(key) ?? 0;
  }

  /** `node.config.do` names the action; `respond` answers. */
  readonly registry: Registry = {
    action: (node: WorkflowNode) =>
      node.subtype === 'respond' ? respond : this.actions[String(node.config.do)],
  };

  readonly actions: Record<string, Action> = {
    pure: fakeAction({ local: true, run: ({ input }) => input.value ?? { of: input.do } }),
    pure_later: fakeAction({ local: true, run: async ({ input }) => input.value ?? null }),
    scope: fakeAction({ local: true, run: ({ scope }) => ({ ...scope, step: undefined }) }),
    broken: fakeAction({
      local: true,
      run: () => {
        throw new TypeError("Cannot read properties of undefined (reading 'x')");
      },
    }),
    broken_later: fakeAction({
      local: true,
      run: async () => {
        throw new TypeError('Broken later');
      },
    }),
    strange: fakeAction({ local: true, run: ({ input }) => strangeValues[String(input.value)]?.() }),
    read: this.#outside('read'),
    idempotent: this.#outside('idempotent'),
    write: this.#outside('write'),
    irreversible: this.#outside('irreversible'),
    /** Reads something that is different each time. */
    counter: this.#outside('read', ({ input }) => ({ ...(input.value as object), n: this.calls.length })),
    dynamic: this.#outside(({ value }) => (value === 'read' ? 'read' : 'write')),
    rejected: this.#outside('write', () => {
      throw new Rejected('They said no', { code: 'http_status', status: 422, details: { field: 'email' } });
    }),
    reconnect: this.#outside('write', (context, count) => {
      if (count === 1) throw new Reconnect('The token has expired');
      return context.input.value;
    }),
    http: fakeAction({
      effect: 'read',
      run: async ({ http }) => (await http.request({ method: 'GET', url: 'https://example.com' })).status,
    }),
    promise_kept: fakeAction({
      effect: 'read',
      output: z.object({ id: z.number(), name: z.string() }),
      run: ({ input }) => input.value,
    }),
  };

  #outside(
    effect: Effect | ((input: FakeInput) => Effect),
    result?: (context: ActionContext<FakeInput>, count: number) => unknown,
  ): Action {
    const run = async (context: ActionContext<FakeInput>) => {
      const { input, idempotencyKey: key, signal } = context;
      const done = typeof effect === 'function' ? effect(input) : effect;
      const path = key.slice(key.lastIndexOf(':') + 1);
      const call = {
        key,
        path,
        node: path.slice(path.lastIndexOf('/') + 1),
        effect: done,
        input,
        at: this.#clock.now(),
      };
      this.before?.(call);
      this.calls.push(call);
      const count = this.count(key) + 1;
      this.#counts.set(key, count);
      await this.#clock.sleep(input.takes, input.deaf ? undefined : signal);
      if (count <= input.fails)
        throw new RetryLater('Try later', { code: 'busy', status: 503, after_ms: input.after_ms });
      const value = result ? result(context, count) : (input.value ?? { done: input.do });
      this.delivered.add(key);
      return value;
    };
    return fakeAction({ effect, run });
  }
}

function fakeAction(parts: {
  effect?: Effect | ((input: FakeInput) => Effect);
  local?: boolean;
  output?: z.ZodType;
  run: (context: ActionContext<FakeInput>) => unknown;
}): Action {
  const { effect = 'read', output = z.unknown(), local, run } = parts;
  const action = {
    kind: 'action',
    name: 'Fake',
    description: '',
    version: 1,
    input: fakeInput,
    effect,
    output,
    local,
    run,
  };
  return action as unknown as Action;
}

const respond = {
  kind: 'action',
  name: 'Respond',
  description: '',
  version: 1,
  effect: 'read',
  local: true,
  input: z.object({
    status: z.number().default(200),
    headers: z.record(z.string(), z.string()).default({}),
    body: z.unknown(),
  }),
  output: z.unknown(),
  run: ({ input }: { input: unknown }) => input,
} as unknown as Action;

/** Outputs that no database takes; made anew each time because some are large. */
const strangeValues: Record<string, () => unknown> = {
  nul: () => ({ text: 'a\0b' }),
  surrogate: () => '\ud800',
  cycle: () => {
    const value: Record<string, unknown> = {};
    value.self = value;
    return value;
  },
  deep: () => JSON.parse('['.repeat(100_000) + ']'.repeat(100_000)),
  large: () => 'x'.repeat(64 * 1024 * 1024),
  function: () => () => 1,
  bigint: () => 1n,
  infinite: () => Number.POSITIVE_INFINITY,
  date: () => ({ at: new Date(0) }),
  nothing: () => undefined,
};
