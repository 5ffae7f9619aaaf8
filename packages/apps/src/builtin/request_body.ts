import { Rejected } from '@millrace/sdk';
import type { Scalar } from './headers.ts';

export const bodyTypes = ['json', 'form', 'multipart', 'text', 'none'] as const;
export type BodyType = (typeof bodyTypes)[number];

export interface EncodedBody {
  body: string;
  content_type: string;
}

const refuse = (message: string) => new Rejected(message, { code: 'invalid_body', field: 'body' });

/**
 * The body as it is sent; null when there is nothing to send.
 * @throws Rejected code `invalid_body` saying what does not fit.
 */
export function encodeBody(type: Exclude<BodyType, 'multipart'>, body: unknown): EncodedBody | null {
  if (type === 'none' || body === undefined || body === null || body === '') return null;
  switch (type) {
    case 'json':
      return { body: jsonText(body), content_type: 'application/json' };
    case 'form':
      return { body: formText(body), content_type: 'application/x-www-form-urlencoded;charset=UTF-8' };
    case 'text':
      return {
        body: typeof body === 'object' ? JSON.stringify(body) : String(body),
        content_type: 'text/plain;charset=UTF-8',
      };
  }
}

/** Text is JSON that someone typed (with templates in it); everything else is written as JSON. */
function jsonText(body: unknown): string {
  if (typeof body !== 'string') return JSON.stringify(body);
  try {
    JSON.parse(body);
    return body;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw refuse(`The body is not valid JSON: ${reason}. Give an object, or choose the body type text`);
  }
}

function formText(body: unknown): string {
  if (typeof body === 'string') return body;
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw refuse('A form body is an object of names and values');
  }
  const form = new URLSearchParams();
  appendAll(form, body as Record<string, unknown>, (name) =>
    refuse(`The form field "${name}" is an object; a form carries text, numbers and lists of them`),
  );
  return form.toString();
}

/** Adds names and values; a list repeats its name, nothing is left out. */
export function appendAll(
  to: URLSearchParams,
  values: Readonly<Record<string, unknown>>,
  notScalar: (name: string) => Error,
): void {
  for (const [name, value] of Object.entries(values)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one === null || one === undefined) continue;
      if (typeof one === 'object') throw notScalar(name);
      to.append(name, String(one as Scalar));
    }
  }
}
