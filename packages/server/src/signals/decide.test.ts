import { v7 as newId } from 'uuid';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { finishedOf, stepOf } from '../storage/testing/fixtures.ts';
import {
  approval,
  createHarness,
  type Harness,
  later,
  parkedOf,
  waiting,
} from '../storage/testing/harness.ts';
import { type DecideRequest, decide } from './decide.ts';

let harness: Harness;
beforeAll(async () => {
  harness = await createHarness();
});
afterAll(() => harness.stop());

const person = (name: string) => ({ id: name.toLowerCase(), name });
const [ada, bo, cy] = ['Ada', 'Bo', 'Cy'].map(person) as [
  ReturnType<typeof person>,
  ReturnType<typeof person>,
  ReturnType<typeof person>,
];

const say = (approval_id: string, over: Partial<DecideRequest> = {}) =>
  harness.database.db.asEngine((tx) =>
    decide(tx, harness.queue, {
      org_id: harness.workflow.org_id,
      approval_id,
      decision: 'approved',
      comment: null,
      decider: ada,
      ...over,
    }),
  );

async function asked(over: Parameters<typeof approval>[0] = {}) {
  const start = await harness.running();
  const wait = approval(over);
  await harness.storage.park(parkedOf(start, [waiting('ask', wait)]));
  return { start, id: wait.approval_id };
}

const stored = async (id: string) => (await harness.query('select * from approvals where id = $1', [id]))[0]!;
const signalled = async (id: string) =>
  (await harness.claim())
    .find((claimed) => claimed.id === id)
    ?.journal.find(({ kind }) => kind === 'signalled');

describe('an approval', () => {
  test('is there for people as soon as the step waits', async () => {
    const { start, id } = await asked({ approvers: ['editor', 'ada'], required: 2, message: 'Refund of 17' });
    expect(await stored(id)).toMatchObject({
      execution_id: start.id,
      node_id: 'ask',
      path: 'ask',
      approvers: ['editor', 'ada'],
      required: 2,
      title: 'Refund?',
      message: 'Refund of 17',
      status: 'pending',
      decisions: [],
    });
  });

  test('of which an expression made what no database takes as text is asked all the same', async () => {
    const { id } = await asked({
      title: 'a\0b\ud800',
      message: 'x'.repeat(200_000),
      approvers: ['a\0b\ud800'],
    });
    const row = await stored(id);
    expect(row).toMatchObject({ title: 'a\ufffdb\ufffd', approvers: ['a\ufffdb\ufffd'] });
    expect(row.message).toHaveLength(100_001);
  });

  test('in a loop names its node', async () => {
    const start = await harness.running();
    const wait = approval();
    await harness.storage.append(start, [waiting('each[3]/ask', wait)]);
    expect(await stored(wait.approval_id)).toMatchObject({ node_id: 'ask', path: 'each[3]/ask' });
  });

  test('that is approved ends the wait with who said what when', async () => {
    const { start, id } = await asked();
    expect(await say(id, { comment: 'fine' })).toBe('decided');
    expect(await stored(id)).toMatchObject({ status: 'approved', decided_at: expect.any(Date) });
    expect(await signalled(start.id)).toMatchObject({
      path: 'ask',
      result: {
        outcome: 'done',
        output: {
          decision: 'approved',
          comment: 'fine',
          decided_by: 'Ada',
          decided_at: expect.stringMatching(/Z$/),
        },
      },
    });
  });

  test('needs as many different people as it says, and one rejection rejects', async () => {
    const two = await asked({ required: 2 });
    expect(await say(two.id)).toBe('counted');
    expect(await say(two.id)).toBe('already_decided');
    expect(await harness.row(two.start)).toMatchObject({ status: 'waiting' });
    expect(await say(two.id, { decider: bo })).toBe('decided');
    expect(await say(two.id, { decider: cy })).toBe('already_decided');
    const three = await asked({ required: 3 });
    await say(three.id);
    expect(await say(three.id, { decider: bo, decision: 'rejected' })).toBe('decided');
    expect(await stored(three.id)).toMatchObject({ status: 'rejected' });
    expect(await signalled(three.start.id)).toMatchObject({
      result: { output: { decision: 'rejected', decided_by: 'Bo' } },
    });
  });

  test('decided by two at the same moment: one decides, the other comes late', async () => {
    const { start, id } = await asked();
    const outcomes = await Promise.all([
      say(id, { decision: 'approved' }),
      say(id, { decider: bo, decision: 'rejected' }),
    ]);
    expect(outcomes.sort()).toEqual(['already_decided', 'decided']);
    expect((await stored(id)).decisions).toHaveLength(1);
    expect(await signalled(start.id)).toBeDefined();
  });

  test('decided twice by one person at the same moment counts once', async () => {
    const { id } = await asked({ required: 2 });
    const outcomes = await Promise.all([say(id), say(id), say(id)]);
    expect(outcomes.sort()).toEqual(['already_decided', 'already_decided', 'counted']);
  });

  test('of another organization, or unknown, is not found', async () => {
    const { id } = await asked();
    expect(await say(id, { org_id: newId() })).toBe('not_found');
    expect(await say(newId())).toBe('not_found');
    expect(await stored(id)).toMatchObject({ status: 'pending', decisions: [] });
  });

  test('whose time is over is refused, and marked when its step takes the time-out', async () => {
    const { start, id } = await asked({ expires_at: later(-1) });
    expect(await say(id)).toBe('expired');
    expect(await stored(id)).toMatchObject({ status: 'pending' });
    await harness.query(`update workflow_executions set status = 'running', owner = $2 where id = $1`, [
      start.id,
      newId(),
    ]);
    const again = { ...start, fence: start.fence };
    const { owner } = await harness.row(start);
    harness.storage.hold(again, {
      owner: owner as string,
      accepted: Promise.resolve(),
      priority: 0,
      save_data: 'all',
      waited: true,
    });
    await harness.storage.append(again, [{ kind: 'settled', path: 'ask', attempt: 1, step: stepOf('ask') }]);
    expect(await stored(id)).toMatchObject({ status: 'expired', decided_at: expect.any(Date) });
    expect(await say(id)).toBe('expired');
  });

  test('of an execution that ends is closed', async () => {
    const start = await harness.running();
    const wait = approval();
    await harness.storage.append(start, [waiting('ask', wait)]);
    await harness.storage.finish(finishedOf(start, { accepted: true, status: 'cancelled' }));
    expect(await stored(wait.approval_id)).toMatchObject({ status: 'cancelled' });
    expect(await say(wait.approval_id)).toBe('ended');
  });

  test('of an attempt that failed stays closed while the next one asks', async () => {
    const start = await harness.running();
    const [first, second] = [approval(), approval()];
    await harness.storage.append(start, [waiting('ask', first)]);
    await harness.storage.append(start, [waiting('ask', second, 2)]);
    expect(await say(first.approval_id)).toBe('ended');
    expect(await say(second.approval_id)).toBe('decided');
  });
});
