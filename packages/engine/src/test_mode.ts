/**
 * What keeps a test run inside: mocks instead of actions, an HTTP client that refuses, a storage that keeps nothing.
 *
 *  1. Every action, and everything that waits, gets its output from a mock unless it only computes; a mock that the user
 *     gave wins in any case.
 *  2. Should an action get past that, it has no way out: the HTTP client refuses.
 */
import { fixedExecutionId, mockErrorOf, seededBytes, type TriggerInput } from '@millrace/core';
import { type HttpClient, StepError } from '@millrace/sdk';
import type { Clock, ExecutionStart, Storage } from './ports.ts';
import type { Means, Mocked } from './turn.ts';

/** @param mocks outputs by the key or the id of a node; `{ $error }` lets its step fail */
export function mockWith(mocks: Readonly<Record<string, unknown>>): Means['mock'] {
  return ({ node }, sample) => {
    for (const name of [node.key, node.id]) if (Object.hasOwn(mocks, name)) return mockedBy(mocks[name]);
    return sample && { output: sample() };
  };
}

function mockedBy(mock: unknown): Mocked {
  const error = mockErrorOf(mock);
  if (!error) return { output: mock };
  const { message, ...about } = error;
  return { error: new StepError(message, about) };
}

/** What a test with a fixed time sees of time and chance: the same, however often and wherever it runs. */
export function fixedAt(clock: Clock, at: Date): Pick<Means, 'clock' | 'random'> & { id: string } {
  return {
    clock: {
      now: () => new Date(at),
      monotonic: () => clock.monotonic(),
      sleep: (ms, signal) => clock.sleep(ms, signal),
      after: (ms, act) => clock.after(ms, act),
    },
    random: seededBytes(at.getTime()),
    id: fixedExecutionId,
  };
}

export const refuseHttp: HttpClient = {
  request: () => Promise.reject(new StepError('Nothing goes out in a test run', { code: 'test_mode' })),
};

export const nothingWritten: Storage = {
  accept: () => Promise.resolve(),
  append: () => Promise.resolve([]),
  finish: () => Promise.resolve(),
  park: () => Promise.resolve(),
};

export interface DraftStart {
  org_id: string;
  workflow: { id: string; name: string };
  definition: ExecutionStart['definition'];
  trigger: TriggerInput;
  variables: Readonly<Record<string, unknown>>;
  id?: string | undefined;
}

/** The start of an execution that nobody keeps. */
export function draftStart(
  { org_id, workflow, definition, trigger, variables, id }: DraftStart,
  now: Date,
): ExecutionStart {
  return {
    id: id ?? crypto.randomUUID(),
    org_id,
    workflow_id: workflow.id,
    workflow_name: workflow.name,
    version: 0,
    definition,
    trigger_type: 'manual',
    trigger,
    triggered_by: null,
    retry_of: null,
    variables,
    created_at: now,
    fence: 0,
    parent: null,
    depth: 0,
  };
}
