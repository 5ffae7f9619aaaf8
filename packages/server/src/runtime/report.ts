/** Says in the log why an execution did not come to its end here; during an outage not once for each of thousands. */
import { OwnershipLost } from '@millrace/engine';
import { DatabaseAway, isAway } from './database_errors.ts';
import type { RuntimeLog } from './log.ts';
import { seldom } from './seldom.ts';

export type Report = (error: unknown, execution_id?: string) => void;

/** How often one kind of trouble is written, in milliseconds; the line says how many there were. */
const EVERY_MS = 5_000;

export function createReport(log: RuntimeLog): Report {
  const moved = seldom(EVERY_MS, (executions) =>
    log.warn({ executions }, 'Executions go on in another process'),
  );
  const unwritten = seldom(EVERY_MS, (executions) =>
    log.warn({ executions }, 'Executions could not be written; recovery goes on with them'),
  );
  return (error, execution_id) => {
    if (error instanceof OwnershipLost) moved();
    else if (error instanceof DatabaseAway || isAway(error)) unwritten();
    else
      log.error(
        { execution_id, error: String(error), stack: (error as Error).stack },
        'An execution could not be run',
      );
  };
}
