import { describe, expect, test } from 'vitest';
import type { ExecutionStart, JournalEntry, ParkedExecution, Wait, WaitResult } from '../ports.ts';
import { FakeClock } from './fake_clock.ts';
import { MemoryStorage } from './memory_storage.ts';

const id = '019a0000-0000-7000-8000-000000000001';
const start = { id, fence: 0 } as ExecutionStart;
const result: WaitResult = { outcome: 'done', output: 1 };
const callback: Wait = { kind: 'callback', expires_at: '2026-11-20T11:00:00.000Z' };
const child: Wait = { kind: 'execution', execution_id: 'c', workflow_id: 'w', input: null, attached: true };
const waiting = (wait: Wait = callback, attempt = 1): JournalEntry => ({
  kind: 'waiting',
  path: 'w',
  attempt,
  at: '2026-11-20T10:00:00.000Z',
  wait,
});
const settled = { kind: 'settled', path: 'w', attempt: 1, step: { status: 'success' } } as JournalEntry;
const parked = (journal: JournalEntry[] = []) => ({ start, accepted: true, journal }) as ParkedExecution;

async function accepted() {
  const clock = new FakeClock();
  const storage = new MemoryStorage(clock);
  const process = storage.process();
  await process.accept(start, clock.now());
  return { clock, storage, process, status: () => storage.rows.get(id)!.status };
}

describe('a signal', () => {
  test('that came early is there with the registration, once', async () => {
    const { storage, process } = await accepted();
    expect(storage.signal(id, 'w', result)).toBe(true);
    expect(storage.signal(id, 'w', result)).toBe(false);
    expect(await process.append(start, [waiting()])).toEqual([{ path: 'w', attempt: 1, result }]);
    expect(await process.append(start, [waiting()])).toEqual([]);
    expect(storage.signal(id, 'w', result)).toBe(false);
  });

  test('to a running execution is told, and given to whoever takes it over', async () => {
    const { storage, process } = await accepted();
    const told: string[] = [];
    storage.onSignal = (each) => told.push(each);
    await process.append(start, [waiting()]);
    expect(storage.signal(id, 'w', result)).toBe(true);
    expect(told).toEqual([id]);
    const signalled = { kind: 'signalled', path: 'w', attempt: 1, result };
    expect(storage.takeOver(id)!.journal).toEqual([waiting(), signalled]);
  });

  test('to a parked execution queues it; one that nobody answered queues it as it parks', async () => {
    const one = await accepted();
    await one.process.park(parked([waiting()]));
    expect(one.status()).toBe('parked');
    one.storage.signal(id, 'w', result);
    expect(one.status()).toBe('queued');

    const two = await accepted();
    await two.process.append(start, [waiting()]);
    two.storage.signal(id, 'w', result);
    await two.process.park(parked());
    expect(two.status()).toBe('queued');
  });

  test('that was answered, or came early for another step, does not keep an execution from parking', async () => {
    const { storage, process, status } = await accepted();
    await process.append(start, [waiting()]);
    storage.signal(id, 'w', result);
    storage.signal(id, 'later', result);
    await process.park(parked([settled]));
    expect(status()).toBe('parked');
    expect(storage.takeOver(id)!.journal).toEqual([waiting(), settled]);
  });

  test('is refused after its time, after its step is over, and after the end', async () => {
    const { storage, process, clock } = await accepted();
    await process.append(start, [waiting(), { ...settled, path: 'other' }]);
    expect(storage.signal(id, 'other', result)).toBe(false);
    clock.moveTo(new Date('2026-11-20T11:00:00.000Z'));
    expect(storage.signal(id, 'w', result)).toBe(false);
    expect(storage.signal('another execution', 'w', result)).toBe(false);
  });

  test('to a step that waits again is for its new attempt', async () => {
    const { storage, process } = await accepted();
    const question: Wait = { kind: 'question', failure: { code: 'unknown_outcome', message: '?' } };
    await process.append(start, [waiting(question)]);
    storage.signal(id, 'w', { outcome: 'repeat' });
    await process.append(start, [{ kind: 'started', path: 'w', attempt: 2, at: '' }]);
    expect(storage.takeOver(id)!.journal.filter(({ kind }) => kind === 'signalled')).toEqual([]);
    const next = storage.rows.get(id)!.start;
    await storage.process().append(next, [waiting(question, 2)]);
    expect(storage.signal(id, 'w', { outcome: 'stop' })).toBe(true);
  });
});

describe('a child', () => {
  test('that ends signals its parent; that of an ended parent is cancelled', async () => {
    const { storage, process } = await accepted();
    expect(await process.append(start, [waiting(child)])).toEqual([]);
    storage.endChild('c', result);
    expect(storage.rows.get(id)!.waits.unanswered()).toEqual([{ path: 'w', attempt: 1, result }]);
    expect(storage.children.get('c')!.status).toBe('ended');
  });

  test('that is not waited for, or cannot be started, is answered with its registration', async () => {
    const { storage, process } = await accepted();
    const loose: Wait = { ...child, attached: false };
    const [signal] = await process.append(start, [waiting(loose)]);
    expect(signal!.result).toEqual({ outcome: 'done', output: { execution_id: 'c' } });
    storage.refuseChild = () => ({ outcome: 'failed', failure: { code: 'workflow_gone', message: 'gone' } });
    const other = { ...child, execution_id: 'd' };
    const [refused] = await process.append(start, [{ ...waiting(other), path: 'x' } as JournalEntry]);
    expect(refused!.result.outcome).toBe('failed');
    expect(storage.children.get('d')!.status).toBe('not_started');
  });
});

test('who settles a step twice, or writes after it was settled, is noted', async () => {
  const { storage, process } = await accepted();
  await process.append(start, [settled, settled]);
  expect(storage.faults).toEqual([]);
  await process.append(start, [{ ...settled, attempt: 2 }, waiting()]);
  expect(storage.faults).toEqual(['w settled twice', 'w: waiting after it was settled']);
});
