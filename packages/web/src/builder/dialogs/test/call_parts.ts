/**
 * What of a webhook call there is besides its data, as rows that people edit. A name that stands twice is a list of values in the
 * address, and the last one wins among headers, whose names are lower case as when a call comes in. Pure.
 */
import type { WorkflowTestBody } from '@millrace/core';

export type CallRequest = NonNullable<WorkflowTestBody['request']>;

export interface CallRow {
  name: string;
  value: string;
}

export interface CallParts {
  /** Empty: none is given. */
  method: string;
  headers: readonly CallRow[];
  query: readonly CallRow[];
}

export const callMethods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;

export function partsOf(request: CallRequest | null): CallParts {
  return {
    method: request?.method ?? '',
    headers: Object.entries(request?.headers ?? {}).map(([name, value]) => ({ name, value })),
    query: Object.entries(request?.query ?? {}).flatMap(([name, value]) =>
      (Array.isArray(value) ? value : [value]).map((one) => ({ name, value: one })),
    ),
  };
}

/** Null where nothing is given. Rows without a name are being typed. */
export function requestOf({ method, headers, query }: CallParts): CallRequest | null {
  const named = (rows: readonly CallRow[]) =>
    rows.map(({ name, value }) => ({ name: name.trim(), value })).filter(({ name }) => name !== '');
  const sent = Object.fromEntries(named(headers).map(({ name, value }) => [name.toLowerCase(), value]));
  const asked = Object.fromEntries(
    [...Map.groupBy(named(query), ({ name }) => name)].map(([name, rows]) => {
      const values = rows.map(({ value }) => value);
      return [name, values.length === 1 ? values[0]! : values];
    }),
  );
  const request = {
    ...(Object.keys(sent).length > 0 && { headers: sent }),
    ...(Object.keys(asked).length > 0 && { query: asked }),
    ...(method !== '' && { method }),
  };
  return Object.keys(request).length > 0 ? request : null;
}
