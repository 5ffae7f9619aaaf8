import { organizationRoutes } from '@millrace/core';
import { call } from '../../../api/call.ts';
import { keys, variablesQuery } from '../../../api/queries.ts';
import { queryClient } from '../../../api/query_client.ts';

export interface Variable {
  name: string;
  value: unknown;
}

/**
 * Replaces the variables by what `change` makes of the ones the server has now: the route takes the whole list, and a
 * list that is minutes old would undo somebody else's change.
 */
export async function changeVariables(change: (now: Variable[]) => Variable[]): Promise<void> {
  const { data } = await queryClient.fetchQuery({ ...variablesQuery(), staleTime: 0 });
  const answer = await call(organizationRoutes.setVariables, { body: { data: change(data) } });
  queryClient.setQueryData(keys.variables, answer);
}
