import { expect, test, vi } from 'vitest';
import { createShutdown, StoppedWhileStarting } from './shutdown.ts';

function recorded(all_within_ms?: number) {
  const log = { info: vi.fn(), warn: vi.fn() };
  const ended: string[] = [];
  const closer = (name: string, close: () => Promise<void> = async () => undefined, within_ms = 1000) => ({
    name,
    within_ms,
    close: async () => {
      ended.push(name);
      await close();
    },
  });
  return { shutdown: createShutdown(log, all_within_ms), log, ended, closer };
}

test('parts end in the reverse order of their start, once, however often it is asked', async () => {
  const { shutdown, ended, closer } = recorded();
  await shutdown.add(closer('database'));
  await shutdown.add(closer('server'));
  await Promise.all([shutdown.run('first signal'), shutdown.run('second signal')]);
  expect(ended).toEqual(['server', 'database']);
});

test('a part that fails or hangs does not keep the others from ending', async () => {
  const { shutdown, ended, closer, log } = recorded();
  await shutdown.add(closer('database'));
  await shutdown.add(closer('hanging', () => new Promise(() => undefined), 1));
  await shutdown.add(closer('failing', () => Promise.reject(new Error('no'))));
  await shutdown.run('signal');
  expect(ended).toEqual(['failing', 'hanging', 'database']);
  expect(log.warn.mock.calls.map(([details]) => details.part)).toEqual(['failing', 'hanging']);
});

test('a part that gets ready after the end was asked for is ended at once, and the start stops there', async () => {
  const { shutdown, ended, closer } = recorded();
  await shutdown.run('signal');
  await expect(shutdown.add(closer('late'))).rejects.toThrow(StoppedWhileStarting);
  expect(ended).toEqual(['late']);
});

test('all parts together have a time: what one took the others do not have', async () => {
  const { shutdown, log } = recorded(60);
  const left: number[] = [];
  const note = async (left_ms: number) => void left.push(left_ms);
  const hang = (left_ms: number): Promise<void> => {
    left.push(left_ms);
    return new Promise(() => undefined);
  };
  await shutdown.add({ name: 'database', close: note, within_ms: 10_000 });
  await shutdown.add({ name: 'hanging', close: hang, within_ms: 10_000 });
  await shutdown.add({ name: 'quick', close: note, within_ms: 5 });
  await shutdown.run('signal');
  expect(left[0]).toBe(5);
  expect(left[1]).toBeGreaterThan(5);
  expect(left[2]).toBe(0);
  expect(log.warn.mock.calls.map(([details]) => details.part)).toContain('hanging');
});
