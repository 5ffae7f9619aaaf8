import type { UseQueryResult } from '@tanstack/react-query';

/** The answer of a list with only the rows of this page in which the search occurs; for lists the API cannot search. */
export function filterRows<Page extends { data: unknown[]; total: number }>(
  query: UseQueryResult<Page>,
  search: string,
  textOf: (row: Page['data'][number]) => string,
): UseQueryResult<Page> {
  const needle = search.trim().toLowerCase();
  if (!needle || !query.data) return query;
  const data = query.data.data.filter((row) => textOf(row).toLowerCase().includes(needle));
  return { ...query, data: { ...query.data, data, total: data.length } } as UseQueryResult<Page>;
}
