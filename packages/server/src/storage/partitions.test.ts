import { v7 as newId } from 'uuid';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../testing/database.ts';
import { createPartitions, firstIdAt, monthPartitions } from './partitions.ts';
import { insertWorkflow } from './testing/fixtures.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

describe('monthly partitions', () => {
  test.each([
    [
      '2026-11-20T10:00:00Z',
      ['workflow_executions_2026_11', 'workflow_executions_2026_12', 'workflow_executions_2027_01'],
    ],
    [
      '2027-01-31T23:59:59Z',
      ['workflow_executions_2027_01', 'workflow_executions_2027_02', 'workflow_executions_2027_03'],
    ],
  ])('at %s this month and the two after it are there', (now, names) => {
    expect(monthPartitions(new Date(now), 2).map(({ name }) => name)).toEqual(names);
  });

  test('they meet without a gap, and an id falls into the month it was made in', () => {
    const [november, december] = monthPartitions(new Date('2026-11-20T10:00:00Z'), 1);
    expect(november!.to).toBe(december!.from);
    expect(firstIdAt(new Date('2026-11-30T23:59:59.999Z')) < november!.to).toBe(true);
    const id = newId({ msecs: Date.parse('2026-12-01T00:00:00Z') });
    expect(id >= december!.from && id < december!.to).toBe(true);
  });

  test('three processes at once create each of them once, and rows go there', async () => {
    const { db } = database;
    await Promise.all([1, 2, 3].map(() => createPartitions(db.owner)));
    const workflow = await insertWorkflow(db);
    await db.engine.query(
      `insert into workflow_executions (id, org_id, workflow_id, version, number, status, trigger_type, trigger, created_at)
       values ($1, $2, $3, 1, 1, 'success', 'manual', '{}', now())`,
      [newId(), workflow.org_id, workflow.workflow_id],
    );
    const { rows } = await db.engine.query(
      'select tableoid::regclass::text as place from workflow_executions',
    );
    expect(rows[0].place).toBe(monthPartitions(new Date(), 0)[0]!.name);
    expect(await createPartitions(db.owner)).toEqual([]);
  });

  test('a month whose rows are in the net already is skipped and named', async () => {
    const { db } = database;
    const workflow = await insertWorkflow(db);
    const month = new Date('2031-05-10T00:00:00Z');
    await db.engine.query(
      `insert into workflow_executions (id, org_id, workflow_id, version, number, status, trigger_type, trigger, created_at)
       values ($1, $2, $3, 1, 1, 'success', 'manual', '{}', now())`,
      [newId({ msecs: month.getTime() }), workflow.org_id, workflow.workflow_id],
    );
    expect(await createPartitions(db.owner, month, 1)).toEqual(['workflow_executions_2031_05']);
  });
});
