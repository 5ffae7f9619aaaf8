/** What the details of a failure say: the answer of the other side, and the rest. Pure. */
import type { Failure } from '@millrace/core';

export interface Answer {
  status: number | undefined;
  headers: Readonly<Record<string, string>> | null;
  body: unknown;
  /** Only the beginning of its body was kept. */
  cut: boolean;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** An answer has a status and a body in its details; of anything else all details are the rest. */
export function answerOf({ status, details }: Failure): { answer: Answer | null; rest: unknown } {
  if (details === undefined || details === null) return { answer: null, rest: undefined };
  if (!isObject(details) || status === undefined || !Object.hasOwn(details, 'body'))
    return { answer: null, rest: details };
  const { headers, body, body_cut, index: _, ...rest } = details;
  const answer = { status, headers: headersIn(headers), body: body ?? null, cut: body_cut === true };
  return { answer, rest: Object.keys(rest).length > 0 ? rest : undefined };
}

/** Those of a failure from before they were recorded are not there. */
function headersIn(headers: unknown): Record<string, string> | null {
  if (!isObject(headers) || Object.keys(headers).length === 0) return null;
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
}
