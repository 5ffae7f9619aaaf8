/** Why an execution cannot be accepted now, and when to come again. */
import { ApiError } from '../errors.ts';
import type { DeployedWorkflow } from './workflows.ts';

/** The database is away. */
export function unavailable(): ApiError {
  return new ApiError('unavailable', { headers: { 'retry-after': '2' } });
}

/** Too much waits already; `message` where the table's sentence does not say enough. */
export function overloaded(seconds: number, message?: string): ApiError {
  return new ApiError('overloaded', {
    headers: { 'retry-after': String(seconds) },
    ...(message === undefined ? {} : { message }),
  });
}

/** There is none, or it belongs to others, who are not told apart. */
export function noWorkflow(): ApiError {
  return new ApiError('not_found', { message: 'There is no such workflow.' });
}

/** @throws ApiError `not_found` of another organization, `not_active` when it is paused */
export function refuseOther(workflow: DeployedWorkflow, org_id: string): void {
  if (workflow.org_id !== org_id) throw noWorkflow();
  if (!workflow.enabled) throw new ApiError('not_active');
}
