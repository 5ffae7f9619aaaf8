import type { ExecutionStatus, TriggerType } from '@millrace/core';
import { executionStatuses } from '../../api/contract.ts';
import type { ExecutionFilters } from '../../api/queries.ts';

/** The filters as they stand in the address; days are of the person's own calendar. */
export interface AddressFilters {
  search?: string;
  status?: ExecutionStatus;
  trigger_type?: TriggerType;
  from?: string;
  to?: string;
  workflow_id?: string;
}

/** The filters out of the search of an address, which may be another page's and hold other things too. */
export function pickFilters(address: Omit<AddressFilters, 'status'> & { status?: string }): AddressFilters {
  const { search, trigger_type, from, to, workflow_id } = address;
  const status = executionStatuses.find((known) => known === address.status);
  return { search, status, trigger_type, from, to, workflow_id };
}

/** The filters as the API takes them: a day becomes its first and its last millisecond. */
export function toApiFilters({ from, to, ...rest }: AddressFilters): ExecutionFilters {
  return { ...rest, from: dayEdge(from, 'T00:00:00.000'), to: dayEdge(to, 'T23:59:59.999') };
}

function dayEdge(day: string | undefined, time: string): string | undefined {
  if (!day) return undefined;
  const date = new Date(day + time);
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString();
}

export function hasFilters(filters: AddressFilters): boolean {
  const { search, status, trigger_type, from, to, workflow_id } = filters;
  return Boolean(search || status || trigger_type || from || to || workflow_id);
}
