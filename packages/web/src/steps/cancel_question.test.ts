import type { Execution, Step } from '@millrace/core';
import { describe, expect, it } from 'vitest';
import { formatExact } from '../components/format.ts';
import { cancelQuestion } from './cancel_question.ts';

const created_at = '2026-11-20T09:00:00.000Z';
const started_at = '2026-11-20T09:01:00.000Z';
const now = (seconds: number) => Date.parse(started_at) + seconds * 1_000;

function step(rest: Partial<Step>): Step {
  return {
    node_id: 'n',
    key: 'n',
    label: 'N',
    subtype: 'wait',
    path: 'n',
    status: 'waiting',
    ...rest,
  };
}

function ask(
  status: Execution['status'],
  steps: Step[] = [],
  seconds = 60,
  started: string | null = started_at,
) {
  return cancelQuestion({ status, created_at, started_at: started }, steps, now(seconds));
}

describe('who cancels an execution', () => {
  it('that waits is told since when: since the first of the steps that still wait', () => {
    const said = ask('waiting', [
      step({ status: 'success', started_at: '2026-11-20T09:01:01.000Z' }),
      step({ subtype: 'loop', started_at: '2026-11-20T09:01:02.000Z' }),
      step({ started_at: '2026-11-20T09:03:00.000Z' }),
      step({ started_at: '2026-11-20T09:02:00.000Z' }),
    ]);
    expect(said).toBe(
      `It has waited since ${formatExact('2026-11-20T09:02:00.000Z')}; it cannot go on afterwards.`,
    );
  });

  it('that waits for nobody knows how long is asked all the same', () => {
    expect(ask('waiting', [step({ started_at: null })])).toBe('It cannot go on afterwards.');
  });

  it('that is queued is told since when, unless it has begun already', () => {
    expect(ask('queued', [], 60, null)).toBe(
      `It has been queued since ${formatExact(created_at)}; it does not run afterwards.`,
    );
    expect(ask('queued')).toBe('It cannot go on afterwards.');
  });

  it.each([
    ['running', 4, null],
    ['running', 6, `It has been running since ${formatExact(started_at)}; it cannot go on afterwards.`],
    ['success', 60, null],
  ] as const)('that is %s after %i seconds is told %s', (status, seconds, said) => {
    expect(ask(status, [], seconds)).toBe(said);
  });
});
