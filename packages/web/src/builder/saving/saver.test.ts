import type { Workflow } from '@millrace/core';
import { describe, expect, it } from 'vitest';
import { rename } from '../document/edits/rename.ts';
import { createDocumentStore, type Draft, isDirty } from '../document/store.ts';
import { draw } from '../document/testing.ts';
import type { Outcome, SaveRequest } from './save_outcome.ts';
import { longestRestMs, restMs, Saver } from './saver.ts';

/** A clock that goes on when the test says so. */
function fakeTimers() {
  let at = 0;
  let waiting: { run: () => void; at: number }[] = [];
  return {
    set: (run: () => void, ms: number) => {
      const timer = { run, at: at + ms };
      waiting.push(timer);
      return timer;
    },
    clear: (timer: unknown) => {
      waiting = waiting.filter((other) => other !== timer);
    },
    now: () => at,
    async pass(ms: number) {
      at += ms;
      const due = waiting.filter((timer) => timer.at <= at);
      waiting = waiting.filter((timer) => timer.at > at);
      for (const timer of due) timer.run();
      await settled();
    },
  };
}
const settled = () => new Promise((resolve) => setImmediate(resolve));

const base = draw({ a: 'manual', b: ['http_request', { url: 'x' }] }, 'a>b');

function row(draft: Draft, updated_at: string): Workflow {
  return {
    name: draft.name,
    workflow_definition: structuredClone(draft.definition),
    updated_at,
  } as unknown as Workflow;
}

/** A document, its saver, and a server that answers as it is told (or saves). */
function open(options: { readOnly?: boolean } = {}) {
  const timers = fakeTimers();
  const sent: SaveRequest[] = [];
  const answers: (Outcome | Promise<Outcome>)[] = [];
  let stamp = 1;
  const document = createDocumentStore({
    workflowId: 'w',
    draft: { name: 'Orders', definition: base },
    updated_at: time(0),
    now: timers.now,
    ...options,
  });
  let typing = false;
  const saver = new Saver({
    document,
    timers,
    random: () => 1,
    typingSecret: () => typing,
    send: async (request) => {
      sent.push(request);
      return (
        (await answers.shift()) ?? { kind: 'saved', workflow: row(trimmed(request.draft), time(stamp++)) }
      );
    },
  });
  saver.start();
  const type = (label: string) => document.getState().edit((d) => rename(d, 'b', label), { group: 'label' });
  return {
    timers,
    sent,
    answers,
    document,
    saver,
    type,
    setTyping: (now: boolean) => {
      typing = now;
    },
    kind: () => saver.state.getState().kind,
    dirty: () => isDirty(document.getState()),
    labels: () => sent.map(({ draft }) => draft.definition.nodes[1]!.label),
    theirs: (label: string, at = 50) =>
      row({ name: 'Orders', definition: rename(base, 'b', label) }, time(at)),
  };
}
const time = (seconds: number) => new Date(seconds * 1_000).toISOString();
const trimmed = (draft: Draft) => ({ ...draft, name: draft.name.trim() });
const later = (why: 'offline' | 'away' | 'busy', retry_after: number | null = null): Outcome => ({
  kind: 'later',
  why,
  retry_after,
});

describe('by itself', () => {
  it('saves when nothing was changed for a moment, once', async () => {
    const { timers, type, sent, dirty } = open();
    type('a');
    await timers.pass(restMs - 1);
    type('ab');
    await timers.pass(restMs - 1);
    expect(sent).toHaveLength(0);
    await timers.pass(1);
    expect(sent).toHaveLength(1);
    expect(dirty()).toBe(false);
    await timers.pass(60_000);
    expect(sent).toHaveLength(1);
  });

  it('does not wait for ever for somebody who never rests', async () => {
    const { timers, type, sent } = open();
    for (let ms = 0; ms <= longestRestMs; ms += 500) {
      type(`${ms}`);
      await timers.pass(500);
    }
    expect(sent.length).toBeGreaterThan(0);
  });

  it('saves what an undo brought back', async () => {
    const { timers, type, document, labels } = open();
    type('a');
    await timers.pass(restMs);
    document.getState().undo();
    await timers.pass(restMs);
    expect(labels()).toEqual(['a', 'HTTP Request']);
  });

  it('does nothing for a change that was taken back before, nor for a viewer', async () => {
    const { timers, type, document, sent } = open();
    type('a');
    document.getState().undo();
    await timers.pass(60_000);
    expect(sent).toHaveLength(0);
    const viewer = open({ readOnly: true });
    viewer.type('a');
    await viewer.timers.pass(60_000);
    expect(await viewer.saver.save({ by_hand: true })).toBe(false);
    expect(viewer.sent).toHaveLength(0);
  });

  it('does not change where Cancel leads to; a save by hand does', async () => {
    const { timers, type, document, saver } = open();
    type('a');
    await timers.pass(restMs);
    expect(document.getState().checkpoint.definition).toBe(base);
    expect(await saver.save({ by_hand: true })).toBe(true);
    expect(document.getState().checkpoint).toBe(document.getState().draft);
  });
});

describe('one at a time', () => {
  it('sends what was typed meanwhile after the answer, with the stamp of that answer', async () => {
    const { timers, type, sent, answers, labels, document } = open();
    let answer: (outcome: Outcome) => void = () => {};
    answers.push(new Promise((resolve) => (answer = resolve)));
    type('a');
    await timers.pass(restMs);
    type('b');
    await timers.pass(restMs * 2);
    expect(sent).toHaveLength(1);
    answer({ kind: 'saved', workflow: row(sent[0]!.draft, time(7)) });
    await settled();
    await timers.pass(restMs);
    expect(labels()).toEqual(['a', 'b']);
    expect(sent[1]!.updated_at).toBe(time(7));
    expect(isDirty(document.getState())).toBe(false);
  });

  it('two saves by hand at once are two answers and one request', async () => {
    const { saver, type, sent } = open();
    type('a');
    expect(await Promise.all([saver.save({ by_hand: true }), saver.save({ by_hand: true })])).toEqual([
      true,
      true,
    ]);
    expect(sent).toHaveLength(1);
  });
});

describe('what may succeed later', () => {
  it('is tried again, ever more slowly, until it does', async () => {
    const { timers, type, answers, sent, kind, dirty } = open();
    answers.push(later('offline'), later('away'), later('busy', 5));
    type('a');
    await timers.pass(restMs);
    expect(kind()).toBe('trying_again');
    await timers.pass(1_000);
    await timers.pass(1_000);
    expect(sent).toHaveLength(2);
    await timers.pass(1_000);
    expect(sent).toHaveLength(3);
    await timers.pass(4_999);
    expect(sent).toHaveLength(3);
    await timers.pass(1);
    expect([kind(), dirty()]).toEqual(['resting', false]);
  });

  it('is tried at once when the browser is back, and forgotten when it was undone', async () => {
    const { timers, type, answers, sent, kind, saver, document } = open();
    answers.push(later('offline'));
    type('a');
    await timers.pass(restMs);
    saver.wake();
    await settled();
    expect([sent.length, kind()]).toEqual([2, 'resting']);
    answers.push(later('offline'));
    type('b');
    await timers.pass(restMs);
    document.getState().undo();
    expect(kind()).toBe('resting');
  });
});

describe('what is refused', () => {
  const refused = (why: 'name_taken' | 'malformed' | 'too_large' | 'forbidden' | 'gone'): Outcome => ({
    kind: 'refused',
    why,
    issue: { message: 'No', node_id: 'b', field: 'url' },
  });

  it.each(['name_taken', 'malformed', 'too_large'] as const)('%s waits for another change', async (why) => {
    const { timers, type, answers, sent, kind, dirty } = open();
    answers.push(refused(why));
    type('a');
    await timers.pass(restMs);
    await timers.pass(60_000);
    expect([sent.length, kind(), dirty()]).toEqual([1, 'refused', true]);
    type('b');
    await timers.pass(restMs);
    expect([sent.length, kind(), dirty()]).toEqual([2, 'resting', false]);
  });

  it.each(['forbidden', 'gone'] as const)('%s waits for the person', async (why) => {
    const { timers, type, answers, sent, saver } = open();
    answers.push(refused(why));
    type('a');
    await timers.pass(restMs);
    type('b');
    await timers.pass(60_000);
    expect(sent).toHaveLength(1);
    expect(await saver.save({ by_hand: true })).toBe(true);
  });

  it('a workflow that was deleted stays so, whatever is undone', async () => {
    const { timers, type, document, saver, sent, kind } = open();
    saver.deleted();
    type('a');
    document.getState().undo();
    await timers.pass(60_000);
    expect([sent.length, kind()]).toEqual([0, 'refused']);
  });

  it('a name that is empty is not sent', async () => {
    const { timers, document, sent, saver, kind } = open();
    document.getState().setName('  ');
    await timers.pass(restMs);
    expect([sent.length, kind()]).toEqual([0, 'refused']);
    document.getState().setName(' Bills ');
    expect(await saver.save()).toBe(true);
    expect(document.getState().draft.name).toBe(' Bills ');
  });

  it('what was typed while it was on its way is sent', async () => {
    const { timers, type, answers, labels } = open();
    let answer: (outcome: Outcome) => void = () => {};
    answers.push(new Promise((resolve) => (answer = resolve)));
    type('a');
    await timers.pass(restMs);
    type('b');
    answer(refused('malformed'));
    await settled();
    await timers.pass(restMs);
    expect(labels()).toEqual(['a', 'b']);
  });
});

describe('a session that is over', () => {
  it.each(['over', 'other_person'] as const)(
    '(%s) sends nothing by itself until the person signed in, and then what is there',
    async (how) => {
      const { timers, type, answers, sent, kind, saver, dirty } = open();
      answers.push({ kind: 'signed_out', how });
      type('a');
      await timers.pass(restMs);
      type('b');
      await timers.pass(60_000);
      expect([sent.length, kind(), dirty()]).toEqual([1, 'signed_out', true]);
      saver.wake();
      await settled();
      expect([sent.length, kind(), dirty()]).toEqual([2, 'resting', false]);
    },
  );
});

describe('somebody else', () => {
  it('who paused or deployed it makes no conflict', async () => {
    const { timers, type, answers, sent, kind, dirty } = open();
    answers.push({ kind: 'stale', current: row({ name: 'Orders', definition: base }, time(40)) });
    type('a');
    await timers.pass(restMs);
    expect([sent.length, kind(), dirty()]).toEqual([2, 'resting', false]);
    expect(sent[1]!.updated_at).toBe(time(40));
  });

  it('who saved the same is agreed with', async () => {
    const { timers, type, answers, theirs, kind, dirty } = open();
    answers.push({ kind: 'stale', current: theirs('a') });
    type('a');
    await timers.pass(restMs);
    expect([kind(), dirty()]).toEqual(['resting', false]);
  });

  it('who saved something else stops saving until the person has chosen', async () => {
    const { timers, type, answers, theirs, sent, kind, saver, document } = open();
    answers.push({ kind: 'stale', current: theirs('theirs') });
    type('mine');
    await timers.pass(restMs);
    type('mine too');
    await timers.pass(60_000);
    expect([sent.length, kind()]).toEqual([1, 'conflict']);
    expect(await saver.save({ by_hand: true })).toBe(false);
    expect(await saver.save({ by_hand: true, overwrite: true })).toBe(true);
    expect([sent[1]!.updated_at, kind()]).toEqual([null, 'resting']);
    expect(document.getState().draft.definition.nodes[1]!.label).toBe('mine too');
  });

  it('whose version is taken leaves mine one undo away', () => {
    const { type, theirs, saver, document, dirty } = open();
    type('mine');
    expect(saver.notice(theirs('theirs'))).toBe('conflict');
    saver.resolve(theirs('theirs'));
    expect([document.getState().draft.definition.nodes[1]!.label, dirty()]).toEqual(['theirs', false]);
    document.getState().undo();
    expect(document.getState().draft.definition.nodes[1]!.label).toBe('mine');
  });

  it('is shown at once where nothing is unsaved, and an older answer is not', () => {
    const { theirs, saver, document } = open();
    expect(saver.notice(theirs('theirs', 50))).toBe('taken');
    expect(document.getState().draft.definition.nodes[1]!.label).toBe('theirs');
    expect(saver.notice(theirs('older', 20))).toBe('old');
    expect(saver.notice(theirs('theirs', 60))).toBe('untouched');
  });

  it('cannot be the own save whose answer is still on its way', async () => {
    const { timers, type, answers, theirs, saver, kind } = open();
    let answer: (outcome: Outcome) => void = () => {};
    answers.push(new Promise((resolve) => (answer = resolve)));
    type('a');
    await timers.pass(restMs);
    type('b');
    expect(saver.notice(theirs('a', 1))).toBe('old');
    answer({ kind: 'saved', workflow: theirs('a', 1) });
    await settled();
    expect(kind()).toBe('resting');
  });
});

describe('a secret', () => {
  const withToken = (token: unknown) => (d: typeof base) => ({
    ...d,
    nodes: d.nodes.map((node) => (node.id === 'b' ? { ...node, config: { token } } : node)),
  });

  it('is not taken out of the hands of who types it, and shown as stored afterwards', async () => {
    const { timers, answers, document, saver, setTyping, dirty } = open();
    setTyping(true);
    document.getState().edit(withToken('hal'));
    const stored = row({ name: 'Orders', definition: withToken({ $secret: 'set' })(base) }, time(9));
    answers.push({ kind: 'saved', workflow: stored });
    await timers.pass(restMs);
    expect(document.getState().draft.definition.nodes[1]!.config.token).toBe('hal');
    expect(dirty()).toBe(false);
    saver.settleSecrets();
    expect(document.getState().draft.definition.nodes[1]!.config.token).toBe('hal');
    setTyping(false);
    saver.settleSecrets();
    expect(document.getState().draft.definition.nodes[1]!.config.token).toEqual({ $secret: 'set' });
    expect(dirty()).toBe(false);
  });

  it('that this page stored is no change by somebody else', async () => {
    const { timers, document, saver, setTyping } = open();
    setTyping(true);
    document.getState().edit(withToken('hal'));
    await timers.pass(restMs);
    const current = row({ name: 'Orders', definition: withToken({ $secret: 'set' })(base) }, time(90));
    expect(saver.notice(current)).toBe('untouched');
  });
});
