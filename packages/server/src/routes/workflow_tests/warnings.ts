/** What saved tests have to say about a deploy. They never stand in its way. */
import type { Problem } from '@millrace/core';
import type { Tx } from '../../db/client.ts';

const mostNames = 3;

/** @param hash of the definition that is deployed */
export async function testWarnings(tx: Tx, workflow_id: string, hash: string): Promise<Problem[]> {
  const { rows } = await tx.query<{ name: string; last_passed: boolean | null; last_hash: string | null }>(
    'select name, last_passed, last_hash from workflow_tests where workflow_id = $1 order by id',
    [workflow_id],
  );
  const failed = rows.filter((row) => row.last_hash === hash && row.last_passed === false);
  const unknown = rows.filter((row) => row.last_hash !== hash);
  return [
    ...warning(failed, (count, names) => `${count === 1 ? 'A test fails' : `${count} tests fail`}: ${names}`),
    ...warning(
      unknown,
      (count, names) =>
        `${count === 1 ? 'A test was' : `${count} tests were`} not run since the last change: ${names}`,
    ),
  ];
}

function warning(
  tests: readonly { name: string }[],
  sentence: (count: number, names: string) => string,
): Problem[] {
  if (tests.length === 0) return [];
  const names = tests.slice(0, mostNames).map(({ name }) => name);
  const more = tests.length > mostNames ? ` and ${tests.length - mostNames} more` : '';
  const message = sentence(tests.length, `${names.join(', ')}${more}`);
  return [{ node_id: null, field: null, severity: 'warning', message, check: 'tests' }];
}
