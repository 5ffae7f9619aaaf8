import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { DefinitionInput } from '@millrace/core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { TestWorkflow } from '../storage/testing/fixtures.ts';
import {
  deploy,
  line,
  manual,
  post,
  startRuntime,
  type TestRuntime,
  until,
} from '../storage/testing/runtime.ts';
import { createTestDatabase, type TestDatabase } from '../testing/database.ts';

/** Answers after a while, or when it is told to; knows how many it is asked by at once. */
interface Gauge {
  url: string;
  now: number;
  most: number;
  order: string[];
  /** Nothing is answered until `open`. */
  hold(): void;
  open(): void;
  reset(): void;
  close(): Promise<void>;
}

async function startGauge(delay_ms = 30): Promise<Gauge> {
  let held: (() => void)[] | null = null;
  const server: Server = createServer((request, response) => {
    gauge.now += 1;
    gauge.most = Math.max(gauge.most, gauge.now);
    gauge.order.push(request.url ?? '');
    request.resume();
    response.on('close', () => {
      gauge.now -= 1;
    });
    const answer = (): void => void response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
    if (held) held.push(answer);
    else setTimeout(answer, delay_ms);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const gauge: Gauge = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    now: 0,
    most: 0,
    order: [],
    hold() {
      held ??= [];
    },
    open() {
      const waiting = held ?? [];
      held = null;
      for (const answer of waiting) answer();
    },
    reset() {
      this.open();
      this.most = 0;
      this.order = [];
    },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
  return gauge;
}

let database: TestDatabase;
let gauge: Gauge;
let hosts: TestRuntime[];
beforeAll(async () => {
  database = await createTestDatabase();
  gauge = await startGauge();
  hosts = await Promise.all([startRuntime(database.db), startRuntime(database.db)]);
});
beforeEach(() => gauge.reset());
afterEach(() => gauge.open());
afterAll(async () => {
  await Promise.all(hosts.map((host) => host.stop()));
  await gauge.close();
  await database.drop();
});

const query = async (text: string, values: unknown[] = []) =>
  (await database.db.engine.query(text, values)).rows;
const calling = (path: string): DefinitionInput => line(manual, post('call', `${gauge.url}/${path}`));
const limited = (config: DefinitionInput['config'], path = '{{ trigger.data.n }}') =>
  deploy(database.db, { ...calling(path), config });
const ask = (workflow: TestWorkflow, data: unknown = {}) => ({
  ...workflow,
  trigger_type: 'manual' as const,
  trigger: { data },
  triggered_by: null,
});
const executions = (workflow: TestWorkflow) =>
  query('select id, status, error, trigger from workflow_executions where workflow_id = $1 order by number', [
    workflow.workflow_id,
  ]);
const places = (workflow: TestWorkflow) =>
  query('select execution_id, state from execution_gates where workflow_id = $1 order by position', [
    workflow.workflow_id,
  ]);
const statuses = async (workflow: TestWorkflow) => (await executions(workflow)).map(({ status }) => status);
const allOver = (workflow: TestWorkflow) =>
  until('all are over', async () =>
    (await statuses(workflow)).every((status) => !['queued', 'running', 'waiting'].includes(status)),
  );

describe('max_concurrency', () => {
  test('of two lets in two at a time, in both processes together, and all come to their end', async () => {
    const workflow = await limited({ max_concurrency: 2 });
    await Promise.all(Array.from({ length: 24 }, (_, n) => hosts[n % 2]!.execute(ask(workflow, { n }))));
    await allOver(workflow);
    expect(await statuses(workflow)).toEqual(Array(24).fill('success'));
    expect(gauge.most).toBe(2);
    expect(await places(workflow)).toEqual([]);
  });

  test('of one runs them in the order in which they came, and a caller gets the end of its own', async () => {
    const workflow = await limited({ max_concurrency: 1 });
    gauge.hold();
    const waiting: Promise<{ status: string }>[] = [];
    for (let n = 0; n < 5; n += 1) {
      waiting.push(hosts[n % 2]!.execute({ ...ask(workflow, { n }), wait: 'finished' }));
      await until('it stands there', async () => (await places(workflow)).length === n + 1);
    }
    await until('the first calls', () => gauge.order.length === 1);
    expect((await places(workflow)).map(({ state }) => state)).toEqual([
      'in',
      'line',
      'line',
      'line',
      'line',
    ]);
    gauge.open();
    expect((await Promise.all(waiting)).map(({ status }) => status)).toEqual(Array(5).fill('success'));
    expect(gauge.order).toEqual(['/0', '/1', '/2', '/3', '/4']);
  });

  test('one that is cancelled in line leaves it; the one that has its place goes on', async () => {
    const workflow = await limited({ max_concurrency: 1 });
    gauge.hold();
    const ids: string[] = [];
    for (let n = 0; n < 3; n += 1) ids.push((await hosts[0]!.execute(ask(workflow, { n }))).execution_id);
    await until('the first calls', () => gauge.order.length === 1);
    await hosts[1]!.cancel(workflow.org_id, ids[1]!);
    expect(await places(workflow)).toHaveLength(2);
    await hosts[1]!.cancel(workflow.org_id, ids[0]!);
    await until('the third has come in', () => gauge.order.includes('/2'));
    gauge.open();
    await allOver(workflow);
    expect(await statuses(workflow)).toEqual(['cancelled', 'cancelled', 'success']);
    expect(gauge.order).toEqual(['/0', '/2']);
  });

  test('holds for retries, events and keys that are used once', async () => {
    const workflow = await deploy(database.db, {
      ...line(
        { id: 'start', type: 'trigger', subtype: 'event', config: { event_type: 'gated' } },
        post('call', `${gauge.url}/any`),
      ),
      config: { max_concurrency: 1 },
    });
    gauge.hold();
    const key = { scope: 'execute', key: 'once' };
    const [first] = await Promise.all([
      hosts[0]!.execute({ ...ask(workflow), idempotency: key }),
      hosts[1]!.execute({ ...ask(workflow), idempotency: key }),
    ]);
    await until('it calls', () => gauge.now === 1);
    await hosts[0]!.cancel(workflow.org_id, first.execution_id);
    await allOver(workflow);
    const again = { org_id: workflow.org_id, execution_id: first.execution_id, triggered_by: null };
    await hosts[0]!.retry({ ...again, from: 'start', version: 'original' });
    for (const host of hosts)
      await host.publishEvent({ org_id: workflow.org_id, type: 'gated', data: {}, triggered_by: null });
    await until('one of them calls', () => gauge.now === 1);
    expect((await places(workflow)).map(({ state }) => state)).toEqual(['in', 'line', 'line']);
    gauge.open();
    await allOver(workflow);
    expect(gauge.most).toBe(1);
    expect(await statuses(workflow)).toEqual(['cancelled', 'success', 'success', 'success']);
  });

  test('a place whose execution is gone, or over without leaving it, is freed', async () => {
    const workflow = await limited({ max_concurrency: 1 });
    const ended = (await hosts[0]!.execute({ ...ask(workflow, { n: 0 }), wait: 'finished' })).execution_id;
    const insert = `insert into execution_gates (execution_id, org_id, workflow_id, gate, state) values ($1, $2, $3::uuid, $3::uuid::text, 'in')`;
    for (const id of ['01930000-0000-7000-8000-000000000000', ended])
      await query(insert, [id, workflow.org_id, workflow.workflow_id]);
    await hosts[0]!.execute(ask(workflow, { n: 1 }));
    await allOver(workflow);
    expect(await statuses(workflow)).toEqual(['success', 'success']);
    await until('nobody is left', async () => (await places(workflow)).length === 0);
  });

  test('one that waits for something outside keeps its place, until it is over', async () => {
    const wait = {
      id: 'wait',
      type: 'control',
      subtype: 'wait',
      config: { mode: 'callback', timeout: { value: 1, unit: 'hours' } },
    } as const;
    const workflow = await deploy(database.db, {
      ...line(manual, wait, post('call', `${gauge.url}/{{ trigger.data.n }}`)),
      config: { max_concurrency: 1 },
    });
    const first = await hosts[0]!.execute(ask(workflow, { n: 0 }));
    await until('it waits', async () => (await statuses(workflow))[0] === 'waiting');
    const second = await hosts[1]!.execute(ask(workflow, { n: 1 }));
    expect((await places(workflow)).map(({ state }) => state)).toEqual(['in', 'line']);
    expect(await statuses(workflow)).toEqual(['waiting', 'queued']);
    await hosts[1]!.cancel(workflow.org_id, first.execution_id);
    await until('the next one waits', async () => (await statuses(workflow))[1] === 'waiting');
    await hosts[0]!.cancel(workflow.org_id, second.execution_id);
    expect(await places(workflow)).toEqual([]);
  });

  test('a workflow without it never stands anywhere', async () => {
    const workflow = await limited({ priority: 3 });
    gauge.hold();
    await Promise.all([0, 1, 2].map((n) => hosts[0]!.execute(ask(workflow, { n }))));
    await until('all call', () => gauge.now === 3);
    expect(await places(workflow)).toEqual([]);
    gauge.open();
    await allOver(workflow);
  });
});

describe('concurrency_key', () => {
  const perCustomer = { concurrency_key: '{{ trigger.data.customer }}' };

  test('lets in one of each customer at a time, in order, and customers beside each other', async () => {
    const workflow = await limited(perCustomer, '{{ trigger.data.customer }}-{{ trigger.data.n }}');
    gauge.hold();
    const given = [
      ['a', 0],
      ['a', 1],
      ['b', 0],
      ['b', 1],
      ['c', 0],
    ] as const;
    for (const [customer, n] of given) await hosts[n]!.execute(ask(workflow, { customer, n }));
    await until('one of each calls', () => gauge.now === 3);
    expect(gauge.order.toSorted()).toEqual(['/a-0', '/b-0', '/c-0']);
    gauge.open();
    await allOver(workflow);
    expect(gauge.order.slice(3).toSorted()).toEqual(['/a-1', '/b-1']);
  });

  test('what has no key has one together; a number and its text are the same', async () => {
    const workflow = await limited(perCustomer, 'x');
    gauge.hold();
    for (const customer of [null, undefined, 7, '7', true])
      await hosts[0]!.execute(ask(workflow, { customer }));
    await until('three call', () => gauge.now === 3);
    expect((await places(workflow)).map(({ state }) => state)).toEqual(['in', 'line', 'in', 'line', 'in']);
    gauge.open();
    await allOver(workflow);
    expect(await statuses(workflow)).toEqual(Array(5).fill('success'));
  });

  test.each([
    ['an object', '{{ trigger.data }}', 'must be a text, a number or true/false'],
    ['a list', '{{ [1, 2] }}', 'must be a text, a number or true/false'],
    ['what throws', '{{ trigger.data.nothing.deeper.still.upper() }}', 'cannot be computed'],
    ['what cannot be read', '{{ trigger. }}', 'cannot be computed'],
  ])('%s is recorded as an error that says so, and never runs', async (_what, concurrency_key, sentence) => {
    const workflow = await limited({ concurrency_key }, 'never');
    const at_once = await hosts[0]!.execute(ask(workflow, { a: 1 }));
    expect(at_once.status).toBe('error');
    const waited = await hosts[1]!.execute({ ...ask(workflow), wait: 'finished' });
    expect(waited.finished).toMatchObject({ status: 'error', error: { code: 'concurrency_key' } });
    const [first] = await executions(workflow);
    expect(first.error).toMatchObject({
      code: 'concurrency_key',
      field: 'concurrency_key',
      message: expect.stringContaining(sentence),
    });
    const [counters] = await query(
      'select execution_count::int, error_count::int from workflow_counters where workflow_id = $1',
      [workflow.workflow_id],
    );
    expect(counters).toEqual({ execution_count: 2, error_count: 2 });
    expect(await places(workflow)).toEqual([]);
    expect(gauge.order).toEqual([]);
  });
});

describe('on_overlap', () => {
  test('skip: what comes meanwhile is recorded as skipped, and counted; afterwards one comes in again', async () => {
    const workflow = await limited({ max_concurrency: 1, on_overlap: 'skip' });
    gauge.hold();
    await hosts[0]!.execute(ask(workflow, { n: 0 }));
    await until('the first calls', () => gauge.now === 1);
    expect((await hosts[0]!.execute(ask(workflow, { n: 1 }))).status).toBe('cancelled');
    const waited = await hosts[1]!.execute({ ...ask(workflow, { n: 2 }), wait: 'finished' });
    expect(waited.finished).toMatchObject({
      status: 'cancelled',
      error: { code: 'skipped_overlap', message: 'Skipped: an earlier execution was not over yet' },
    });
    gauge.open();
    await allOver(workflow);
    expect((await hosts[1]!.execute({ ...ask(workflow, { n: 3 }), wait: 'finished' })).status).toBe(
      'success',
    );
    expect(await statuses(workflow)).toEqual(['success', 'cancelled', 'cancelled', 'success']);
    expect(gauge.order).toEqual(['/0', '/3']);
    const [counters] = await query(
      'select execution_count::int from workflow_counters where workflow_id = $1',
      [workflow.workflow_id],
    );
    expect(counters).toEqual({ execution_count: 4 });
  });

  test('cancel_oldest: the one that runs makes room, and of those that wait only the newest is left', async () => {
    const workflow = await limited({ max_concurrency: 1, on_overlap: 'cancel_oldest' });
    gauge.hold();
    await hosts[0]!.execute(ask(workflow, { n: 0 }));
    await until('the first calls', () => gauge.now === 1);
    await hosts[1]!.execute(ask(workflow, { n: 1 }));
    await until('the second took its place', () => gauge.order.at(-1) === '/1');
    gauge.open();
    await allOver(workflow);
    expect(await statuses(workflow)).toEqual(['cancelled', 'success']);
    expect(gauge.most).toBe(1);
  });

  test.each(['skip', 'cancel_oldest'] as const)(
    '%s, twenty at once in two processes: never two run together, and nobody stays behind',
    async (on_overlap) => {
      const workflow = await limited({ max_concurrency: 1, on_overlap });
      await Promise.all(Array.from({ length: 20 }, (_, n) => hosts[n % 2]!.execute(ask(workflow, { n }))));
      await allOver(workflow);
      const ended = await executions(workflow);
      expect(ended.filter(({ status }) => status === 'success').length).toBeGreaterThan(0);
      expect(ended.every(({ status }) => status === 'success' || status === 'cancelled')).toBe(true);
      expect(gauge.most).toBe(1);
      await until('nobody is left', async () => (await places(workflow)).length === 0);
    },
  );
});
