/** What an app's action is, as it is written and as the engine calls it. */
import type { Effect } from '@millrace/core';
import type { z } from 'zod';
import type { HttpClient } from './http.ts';

export interface Log {
  info(message: string, details?: Record<string, unknown>): void;
  warn(message: string, details?: Record<string, unknown>): void;
}

/** Everything an action may use; there is no other way out. */
export interface ActionContext<Input = unknown> {
  input: Input;
  http: HttpClient;
  signal: AbortSignal;
  now: () => Date;
  /** Random bytes for expressions of its own; the platform's generator if absent. */
  random?: (count: number) => Uint8Array;
  /** The same on every attempt of a step: `<execution_id>:<path>`. */
  idempotencyKey: string;
  log: Log;
  /** IANA name: the workflow's time zone, for dates without one. */
  timezone: string;
  /** Values of the current scope by name; for operations that evaluate an expression of their own (`data_transform`). */
  scope: Readonly<Record<string, unknown>>;
}

export interface Action<I extends z.ZodType = z.ZodType, O extends z.ZodType = z.ZodType> {
  kind: 'action';
  name: string;
  description: string;
  effect: Effect | ((input: z.output<I>) => Effect);
  /**
   * Only computes: uses no `http`, no time and no randomness of its own, so that it really runs in a test, may be computed
   * again instead of being remembered, and may return its output without a promise. Its effect is `read`.
   */
  local?: boolean;
  version: number;
  /** The app that it belongs to: whose connections it takes. */
  app?: string;
  /** Whether it is called with the node's connection: its requests are then signed on the way out. */
  connects?: (input: z.output<I>) => boolean;
  /**
   * Checked after expressions were resolved. A field whose zod metadata has `raw: true` is handed over as the author wrote
   * it, unresolved, because the action evaluates it itself (conditions and mappings over a list's items).
   */
  input: I;
  output: O;
  run(context: ActionContext<z.output<I>>): Promise<z.input<O>> | z.input<O>;
}
