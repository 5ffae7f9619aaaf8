/** Connections and loaded choices, as the server knows them. */
import type { Connection } from '@millrace/core';
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { type Answer, call, type QueryOf } from './call.ts';
import { appRoutes, connectionRoutes } from './contract.ts';
import { queryClient } from './query_client.ts';

export const connectionKeys = {
  all: ['connections'] as const,
  one: (id: string) => ['connections', 'one', id] as const,
};

export const connectionsQuery = (query: QueryOf<typeof connectionRoutes.list>) =>
  queryOptions({
    queryKey: [...connectionKeys.all, 'page', query],
    queryFn: ({ signal }) => call(connectionRoutes.list, { query, signal }),
    placeholderData: keepPreviousData,
  });

/** All of them, for choosing among them and for the checks. */
export const allConnectionsQuery = () =>
  queryOptions({
    queryKey: [...connectionKeys.all, 'every'],
    queryFn: async ({ signal }) => {
      const found: Connection[] = [];
      let cursor: string | undefined;
      do {
        const page: Answer<typeof connectionRoutes.list> = await call(connectionRoutes.list, {
          query: { limit: 100, cursor },
          signal,
        });
        found.push(...page.data);
        cursor = page.next_cursor ?? undefined;
      } while (cursor !== undefined);
      return found;
    },
    staleTime: 30_000,
  });

/** One with the workflows that use it, as of now. */
export const connectionQuery = (id: string) =>
  queryOptions({
    queryKey: connectionKeys.one(id),
    queryFn: ({ signal }) => call(connectionRoutes.get, { params: { id }, signal }),
    staleTime: 0,
  });

/** Whatever shows connections shows what is so now. */
export function connectionsChanged(): Promise<void> {
  return queryClient.invalidateQueries({ queryKey: connectionKeys.all });
}

export interface OptionsQuestion {
  app: string;
  operation: string;
  field: string;
  connection_id: string | null;
  input: Record<string, unknown>;
}

/** The choices of a field; asked again only when what they depend on changes, or when somebody wants it. */
export const optionsQuery = ({ app, ...body }: OptionsQuestion) =>
  queryOptions({
    queryKey: ['options', app, body],
    queryFn: ({ signal }) => call(appRoutes.options, { params: { name: app }, body, signal }),
    staleTime: 300_000,
    retry: false,
  });
