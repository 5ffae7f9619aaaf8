import { type Execution, executionRoutes } from '@millrace/core';
import { call } from '../../api/call.ts';

/** More bytes than this are too many for an example to try expressions on. */
const mostBytes = 1_000_000;

/**
 * What an execution began with, also where its data is large and stored apart; undefined where it is too large for a
 * sample. Throws as `call` does.
 */
export async function wholeTrigger(
  { id, trigger, trigger_blob }: Pick<Execution, 'id' | 'trigger' | 'trigger_blob'>,
  signal?: AbortSignal,
): Promise<unknown> {
  if (!trigger_blob) return trigger;
  if (trigger_blob.bytes > mostBytes) return undefined;
  const data = await call(executionRoutes.blob, { params: { id, hash: trigger_blob.hash }, signal });
  return typeof trigger === 'object' ? { ...trigger, data } : { data };
}
