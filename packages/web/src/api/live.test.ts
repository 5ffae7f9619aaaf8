import type { LiveEvent, WorkflowEvent } from '@millrace/core';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { backoff, LiveClient } from './live.ts';

const workflow_id = '01a1f88e-87b8-75ec-9e97-2eeaadd6acc4';
const execution_id = '01a1f88e-9222-7486-bac9-ac92df0b68f4';

/** The server's end of a connection, in the test's hand. */
class FakeSocket extends EventTarget {
  readyState: number = WebSocket.CONNECTING;
  sent: unknown[] = [];
  send(text: string) {
    this.sent.push(JSON.parse(text));
  }
  close() {
    this.readyState = WebSocket.CLOSED;
    this.dispatchEvent(new Event('close'));
  }
  accept() {
    this.readyState = WebSocket.OPEN;
    this.dispatchEvent(new Event('open'));
  }
  say(message: unknown) {
    const data = typeof message === 'string' ? message : JSON.stringify(message);
    this.dispatchEvent(new MessageEvent('message', { data }));
  }
}

const started: LiveEvent = {
  type: 'workflow:execution:start',
  execution_id,
  workflow_id,
  at: '2026-11-20T12:00:00.000Z',
  trigger_type: 'webhook',
};

function setUp() {
  const sockets: FakeSocket[] = [];
  const client = new LiveClient({
    connect: () => {
      const socket = new FakeSocket();
      sockets.push(socket);
      return socket as unknown as WebSocket;
    },
    random: () => 1,
  });
  return { client, sockets };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('nothing is connected until somebody watches', () => {
  expect(setUp().sockets).toHaveLength(0);
});

test('a topic is subscribed once for all who watch it', () => {
  const { client, sockets } = setUp();
  const events: string[] = [];
  client.watch({ workflow_id }, { onEvent: () => events.push('first') });
  client.watch({ workflow_id }, { onEvent: () => events.push('second') });
  sockets[0]!.accept();
  sockets[0]!.say(started);
  expect(sockets).toHaveLength(1);
  expect(sockets[0]!.sent).toEqual([{ type: 'subscribe', workflow_id }]);
  expect(events).toEqual(['first', 'second']);
});

test('events of another topic are not told', () => {
  const { client, sockets } = setUp();
  const onEvent = vi.fn();
  client.watch({ execution_id: workflow_id }, { onEvent });
  sockets[0]!.accept();
  sockets[0]!.say(started);
  expect(onEvent).not.toHaveBeenCalled();
});

test('a change of the workflow is told to who watches it, and is no event of an execution', () => {
  const { client, sockets } = setUp();
  const [here, elsewhere, events] = [vi.fn(), vi.fn(), vi.fn()];
  client.watch({ workflow_id }, { onChange: here });
  client.watch({ workflow_id }, { onEvent: events });
  client.watch({ execution_id }, { onChange: elsewhere });
  client.watch({ workflow_id: execution_id }, { onChange: elsewhere });
  sockets[0]!.accept();
  const changed: WorkflowEvent = {
    type: 'workflow:changed',
    workflow_id,
    at: '2026-11-20T12:00:00.000Z',
    change: 'saved',
    updated_at: '2026-11-20T12:00:00.000Z',
    updated_by: null,
  };
  sockets[0]!.say(changed);
  sockets[0]!.say(started);
  expect(here).toHaveBeenCalledExactlyOnceWith(changed);
  expect(events).toHaveBeenCalledExactlyOnceWith(started);
  expect(elsewhere).not.toHaveBeenCalled();
});

test('a watcher of everything hears every event', () => {
  const { client, sockets } = setUp();
  const onEvent = vi.fn();
  client.watch({}, { onEvent });
  sockets[0]!.accept();
  sockets[0]!.say(started);
  expect(onEvent).toHaveBeenCalledExactlyOnceWith(started);
});

test('after a lost connection it subscribes again and says when it is in force, so that one may fetch what was missed', () => {
  const { client, sockets } = setUp();
  const onReady = vi.fn();
  client.watch({ workflow_id }, { onEvent: () => {}, onReady });
  sockets[0]!.accept();
  sockets[0]!.say({ type: 'subscribed', workflow_id });
  sockets[0]!.close();
  vi.advanceTimersByTime(backoff(0, () => 1));
  expect(sockets).toHaveLength(2);
  sockets[1]!.accept();
  expect(sockets[1]!.sent).toEqual([{ type: 'subscribe', workflow_id }]);
  expect(onReady).toHaveBeenCalledTimes(1);
  sockets[1]!.say({ type: 'subscribed', workflow_id });
  expect(onReady).toHaveBeenCalledTimes(2);
});

test('each failed attempt waits longer, up to 15 seconds', () => {
  expect([0, 1, 2, 3, 4, 5, 20].map((attempt) => backoff(attempt, () => 1))).toEqual([
    500, 1_000, 2_000, 4_000, 8_000, 15_000, 15_000,
  ]);
  expect(backoff(20, () => 0)).toBe(7_500);
});

test('when nobody watches any more it closes soon, and does not come back', () => {
  const { client, sockets } = setUp();
  const stop = client.watch({ workflow_id }, { onEvent: () => {} });
  sockets[0]!.accept();
  stop();
  stop();
  expect(sockets[0]!.sent.at(-1)).toEqual({ type: 'unsubscribe', workflow_id });
  vi.advanceTimersByTime(60_000);
  expect(sockets[0]!.readyState).toBe(WebSocket.CLOSED);
  expect(sockets).toHaveLength(1);
});

test('a page that is left for another keeps the connection', () => {
  const { client, sockets } = setUp();
  client.watch({ workflow_id }, { onEvent: () => {} })();
  client.watch({ execution_id }, { onEvent: () => {} });
  vi.advanceTimersByTime(60_000);
  expect(sockets).toHaveLength(1);
});

test('what cannot be understood is ignored', () => {
  const { client, sockets } = setUp();
  const onEvent = vi.fn();
  client.watch({}, { onEvent });
  sockets[0]!.accept();
  for (const message of [
    'not json',
    '{}',
    { type: 'error', error: 'no', code: 'bad_request' },
    { ...started, at: 'today' },
  ]) {
    sockets[0]!.say(message);
  }
  expect(onEvent).not.toHaveBeenCalled();
});
