import { ApiError } from '../errors.ts';

const MAX_TOTAL = 10_000;

/** Where the next page goes on: the sort value and the id of the last row of this one. */
export interface Cursor {
  value: string;
  id: string;
}

export function encodeCursor(cursor: Cursor): string {
  return Buffer.from(JSON.stringify([cursor.value, cursor.id])).toString('base64url');
}

/** @throws ApiError 422 for a text that is no cursor of ours. */
export function decodeCursor(text: string | undefined): Cursor | null {
  if (text === undefined) return null;
  const parsed = parse(text);
  if (
    !Array.isArray(parsed) ||
    parsed.length !== 2 ||
    !parsed.every((part) => typeof part === 'string' && !part.includes('\0'))
  )
    throw new ApiError('validation_failed', {
      message: 'This cursor is not one of ours. Start again from the first page.',
      issues: [{ path: 'cursor', message: 'is not a cursor' }],
    });
  const [value, id] = parsed as [string, string];
  return { value, id };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}

/** How many rows a count has to look at to know that there are too many to count. */
export const countLimit = MAX_TOTAL + 1;

/** A page of a list, from one row more than the page holds. */
export function toPage<Row, Item>(
  rows: readonly Row[],
  options: { limit: number; counted: number; cursorOf: (row: Row) => Cursor; present: (row: Row) => Item },
): { data: Item[]; next_cursor: string | null; total: number; total_capped?: boolean } {
  const page = rows.slice(0, options.limit);
  const last = page.at(-1);
  return {
    data: page.map(options.present),
    next_cursor:
      rows.length > options.limit && last !== undefined ? encodeCursor(options.cursorOf(last)) : null,
    total: Math.min(options.counted, MAX_TOTAL),
    ...(options.counted > MAX_TOTAL ? { total_capped: true } : {}),
  };
}

/** A text as a LIKE pattern that finds it anywhere, its own wildcards taken literally. */
export function containing(text: string): string {
  return `%${text.replace(/[\\%_]/g, '\\$&')}%`;
}
