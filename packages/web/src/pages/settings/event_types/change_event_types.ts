import { eventRoutes } from '@millrace/core';
import { type Answer, call } from '../../../api/call.ts';
import { eventTypesQuery, keys } from '../../../api/queries.ts';
import { queryClient } from '../../../api/query_client.ts';

export type EventType = Answer<typeof eventRoutes.types>['data'][number];

/** Replaces the event types by what `change` makes of the ones the server has now (the route takes the whole list). */
export async function changeEventTypes(change: (now: EventType[]) => EventType[]): Promise<void> {
  const { data } = await queryClient.fetchQuery({ ...eventTypesQuery(), staleTime: 0 });
  const answer = await call(eventRoutes.setTypes, { body: { data: change(data) } });
  queryClient.setQueryData(keys.event_types, answer);
}
