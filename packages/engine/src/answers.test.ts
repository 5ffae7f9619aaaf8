import { describe, expect, test } from 'vitest';
import { createEngine } from './engine.ts';
import {
  act,
  control,
  engineOn,
  engineParts,
  FakeClock,
  respond,
  runWorkflow,
  startWith,
  trigger,
  workflow,
} from './testing/index.ts';

describe('the answer to the caller', () => {
  test('comes with the end when nothing is left to do', async () => {
    const definition = workflow({ t: trigger(), w: act('write'), r: respond({ id: 5 }, 201) }, 't>w w>r');
    const { storage, answer } = await runWorkflow({ definition });
    expect(answer).toMatchObject({ status: 201, body: { id: 5 } });
    expect(storage.writes).toEqual(['accept', 'append', 'finish']);
  });

  test('comes after acceptance and journal when work remains, and does not wait for that work', async () => {
    const definition = workflow(
      { t: trigger(), q: act('read', { takes: 5 }), r: respond('{{q}}'), w: act('read', { takes: 10_000 }) },
      't>q q>r q>w',
    );
    const order: string[] = [];
    const { engine, storage, clock } = engineOn(new FakeClock());
    await engine.run(startWith(definition), {
      accepted: false,
      onResponse: () => order.push(`answered at ${clock.monotonic()} after ${storage.writes}`),
    });
    expect(order).toEqual(['answered at 5 after accept,append']);
    expect([...storage.rows.values()][0]!.finished!.status).toBe('success');
  });

  test('is given before a long wait', async () => {
    const definition = workflow(
      {
        t: trigger(),
        r: respond(),
        a: act('write', { fails: 1 }, { retry: { max_attempts: 2, delay_ms: 60_000 } }),
      },
      't>r r>a',
    );
    const { answer, storage } = await runWorkflow({ definition });
    expect(answer).toMatchObject({ status: 200, body: 'ok' });
    expect(storage.writes.at(-1)).toBe('finish');
  });

  test('is the first of several', async () => {
    const definition = workflow({ t: trigger(), r: respond(1), s: respond(2) }, 't>r r>s');
    expect((await runWorkflow({ definition })).answer).toMatchObject({ body: 1 });
  });

  test('is not given when nothing could be written', async () => {
    const { engine, storage } = engineOn(new FakeClock(), { write: 1, when: 'before' });
    let answered = false;
    const definition = workflow({ t: trigger(), r: respond() }, 't>r');
    await expect(
      engine.run(startWith(definition), {
        accepted: false,
        onResponse: () => {
          answered = true;
        },
      }),
    ).rejects.toThrow('dead');
    expect(answered).toBe(false);
    expect(storage.rows.size).toBe(0);
  });

  test('that cannot be delivered changes nothing', async () => {
    const { engine } = engineOn(new FakeClock());
    const definition = workflow({ t: trigger(), r: respond() }, 't>r');
    const result = await engine.run(startWith(definition), {
      accepted: false,
      onResponse: () => {
        throw new Error('gone');
      },
    });
    expect(result.status).toBe('success');
  });
});

describe('who watches', () => {
  test('hears each fact once, the end after its commit', async () => {
    const heard: string[] = [];
    const clock = new FakeClock();
    const { storage, world } = engineOn(clock);
    const engine = createEngine({
      ...engineParts(clock, world),
      storage: storage.process(),
      observer: {
        executionStarted: () => heard.push('start'),
        stepStarted: (_start, { node_id }) => heard.push(`${node_id} begins`),
        stepSettled: (_start, { node_id, status }) => heard.push(`${node_id} ${status}`),
        executionFinished: ({ status }) => heard.push(`${status} after ${storage.writes.at(-1)}`),
      },
    });
    const definition = workflow(
      {
        t: trigger(),
        c: control('if', { condition: true }),
        a: act('pure'),
        no: act('write'),
        w: act('write'),
      },
      't>c c:true>a c:false>no a>w',
    );
    await engine.run(startWith(definition), { accepted: false });
    expect(heard).toEqual(
      [
        'start',
        't success',
        'c begins',
        'no skipped',
        'c success',
        'a begins',
        'a success',
        'w begins',
        'w success',
        'success after finish',
      ].sort((a, b) => heard.indexOf(a) - heard.indexOf(b)),
    );
    expect(heard).toHaveLength(10);
    expect(heard.indexOf('w begins')).toBeLessThan(heard.indexOf('w success'));
  });
});
