/**
 * What routes do to executions that wait: each in one transaction, with its outcome as the answer that a caller gets.
 * An address that was forged and one of an execution that is not there cost the same: one look-up and one signature.
 */
import type { ExecutionStatus } from '@millrace/core';
import type { Database } from '../db/client.ts';
import { ApiError, type ErrorCode } from '../errors.ts';
import type { ExecutionQueue } from '../queue.ts';
import { answerQuestion } from './answer_question.ts';
import { type DecideOutcome, decide } from './decide.ts';
import { type SignalOutcome, signal } from './signal.ts';
import type { FoundWait, Signals } from './signals_api.ts';
import { type Address, isSigned, makeToken, readToken } from './token.ts';

export interface SignalsParts {
  db: Database;
  queue: Pick<ExecutionQueue, 'insert'>;
  /** Of `addressKey`. */
  key: Uint8Array;
  public_url: string;
}

const pathOf = { callback: 'resume', approval: 'approve' } as const;
const nobody = '00000000-0000-0000-0000-000000000000';

export function createSignals({ db, queue, key, public_url }: SignalsParts): Signals {
  return {
    async findWait(token, kind) {
      const address = readToken(token);
      // PostgreSQL takes no NUL in a text, and no path has one.
      if (!address || address.path.includes('\0')) return null;
      const found = await lookUp(db, address);
      if (!isSigned(key, kind, found?.org_id ?? nobody, address) || !found) return null;
      if (found.kind !== null && found.kind !== kind) return null;
      if (kind === 'callback')
        refuseLate({ ...found, used: found.over ? await wasUsed(db, address) : found.used });
      const { org_id, expires_at, over } = found;
      return { kind, org_id, execution_id: address.execution_id, path: address.path, expires_at, over };
    },
    resume: ({ org_id, execution_id, path, kind }, output) =>
      db.asEngine(async (tx) => {
        const result = { outcome: 'done', output } as const;
        refuse(signalErrors[await signal(tx, queue, { org_id, execution_id, path, kind, result })]);
        const { rows } = await tx.query<{ status: ExecutionStatus }>(
          'select status from workflow_executions where id = $1',
          [execution_id],
        );
        return { execution_id, status: rows[0]!.status };
      }),
    decide: ({ within, ...request }) =>
      db.asEngine(async (tx) => {
        refuse(decideErrors[await decide(tx, queue, request)]);
        await within?.(tx);
      }),
    answer: ({ within, ...request }) =>
      db.asEngine(async (tx) => {
        const answered = await answerQuestion(tx, queue, request);
        if (answered.outcome !== 'accepted') throw new ApiError(answered.outcome);
        await within?.(tx);
        return { execution_id: request.execution_id, status: answered.status };
      }),
    resumeUrl: ({ id, org_id }, path, kind) =>
      `${public_url}/${pathOf[kind]}/${makeToken(key, kind, { org_id, execution_id: id, path })}`,
  };
}

const signalErrors: Readonly<Record<SignalOutcome, ErrorCode | null>> = {
  accepted: null,
  early: null,
  used: 'already_used',
  expired: 'expired',
  ended: 'execution_over',
  not_found: 'not_found',
};

const decideErrors: Readonly<Record<DecideOutcome, ErrorCode | null>> = {
  decided: null,
  counted: null,
  already_decided: 'already_decided',
  expired: 'expired',
  ended: 'execution_over',
  not_found: 'not_found',
};

function refuseLate({ over, used, expired }: LookedUp): void {
  if (used) throw new ApiError('already_used');
  if (over) throw new ApiError('execution_over');
  if (expired) throw new ApiError('expired');
}

/** Thrown inside the transaction: nothing of it stays. */
function refuse(code: ErrorCode | null): void {
  if (code !== null) throw new ApiError(code);
}

/** Whether the call came, of an execution that is over: its record still says so where its steps were kept. */
async function wasUsed(db: Database, { execution_id, path }: Address): Promise<boolean> {
  const { rows } = await db.engine.query({
    name: 'look_up_ended_wait',
    text: `
select 1 from workflow_executions e, json_array_elements(e.steps) as step
 where e.id = $1 and step->>'path' = $2 and step->>'status' = 'success' and step->>'handle' is distinct from 'timeout'`,
    values: [execution_id, path],
  });
  return rows.length > 0;
}

interface LookedUp {
  org_id: string;
  over: boolean;
  used: boolean;
  expired: boolean;
  /** Null: the step has not come to its wait. */
  kind: FoundWait['kind'] | null;
  expires_at: Date | null;
}

/** What is behind an address, whoever made it: nothing of it is told before its signature was looked at. */
async function lookUp(db: Database, { execution_id, path }: Address): Promise<LookedUp | undefined> {
  const { rows } = await db.engine.query<LookedUp>({
    name: 'look_up_address',
    text: `
select e.org_id, e.finished_at is not null as over, w.kind, w.expires_at,
       coalesce(w.state <> 'open', exists (select from execution_journal j
         where j.execution_id = e.id and j.path = $2 and j.kind = 'settled')) as used,
       coalesce(w.expires_at <= clock_timestamp(), false) as expired
  from workflow_executions e left join waits w on w.execution_id = e.id and w.path = $2
 where e.id = $1`,
    values: [execution_id, path],
  });
  return rows[0];
}
