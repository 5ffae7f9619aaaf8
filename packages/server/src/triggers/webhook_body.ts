/** What the body of a webhook call is as data. It is parsed here and nowhere else, strictly by its declared type. */
import { isUtf8 } from 'node:buffer';
import { ApiError } from '../errors.ts';
import { nestsTooDeep } from '../json_depth.ts';

/** As deep as what is stored may be. */
const deepest = 100;

/**
 * JSON as its value, a form as an object, text as text, nothing as an empty object.
 * @throws ApiError `malformed_json`, `invalid_utf8`, `wrong_content_type`, `validation_failed` when it is nested too deep
 */
export function parseWebhookBody(body: Buffer | null | undefined, content_type: string | undefined): unknown {
  if (!body || body.length === 0) return {};
  const type = mediaType(content_type);
  const kind = kindOf(type);
  if (kind === 'other') {
    throw new ApiError('wrong_content_type', {
      message: `A webhook takes JSON, forms and text; ${type.slice(0, 100)} is not supported yet.`,
    });
  }
  if (!isUtf8(body)) throw new ApiError('invalid_utf8');
  if (kind === 'json' && nestsTooDeep(body, deepest))
    throw new ApiError('validation_failed', {
      message: `The body is nested more than ${deepest} levels deep.`,
    });
  const text = body.toString('utf8');
  if (kind === 'json') return parseJson(text);
  return kind === 'form' ? parseForm(text) : text;
}

function mediaType(content_type: string | undefined): string {
  if (content_type === undefined || content_type === 'application/json') return content_type ?? '';
  return content_type.split(';', 1)[0]!.trim().toLowerCase();
}

function kindOf(type: string): 'json' | 'form' | 'text' | 'other' {
  if (type === 'application/json' || type.endsWith('+json')) return 'json';
  if (type === 'application/x-www-form-urlencoded') return 'form';
  if (type === '' || type.startsWith('text/') || type === 'application/xml' || type.endsWith('+xml'))
    return 'text';
  return 'other';
}

function parseJson(text: string): unknown {
  try {
    // A byte order mark is no JSON, and some systems send it.
    return JSON.parse(text.charCodeAt(0) === 0xfeff ? text.slice(1) : text);
  } catch (error) {
    throw new ApiError('malformed_json', {
      message: `The body is not valid JSON: ${(error as Error).message}`,
    });
  }
}

/** A name that comes several times is a list. */
export function parseForm(text: string): Record<string, string | string[]> {
  const names = new Map<string, string | string[]>();
  for (const [name, value] of new URLSearchParams(text)) {
    const before = names.get(name);
    if (before === undefined) names.set(name, value);
    else if (Array.isArray(before)) before.push(value);
    else names.set(name, [before, value]);
  }
  // Defines own properties, whatever a name says.
  return Object.fromEntries(names);
}
