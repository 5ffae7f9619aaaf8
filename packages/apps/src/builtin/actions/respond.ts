/** Answers the caller of the webhook; the engine hands the output to whoever waits. */
import { z } from 'zod';
import { builtin } from '../app.ts';
import { checkHeaders, scalar } from '../headers.ts';

export default builtin.action({
  name: 'Respond',
  description: 'Answers the caller of the webhook.',
  effect: 'read',
  local: true,
  input: z.object({
    status: z.int().min(200).max(599).default(200).meta({ title: 'Status', placeholder: '200' }),
    headers: z
      .record(z.string(), scalar)
      .default({})
      .meta({ title: 'Headers', field: 'key_value', holds: 'headers', advanced: true }),
    body: z.unknown().optional().meta({
      title: 'Body',
      description: 'Text is sent as it is, everything else as JSON, also where expressions put it together.',
      field: 'json',
    }),
  }),
  output: z.object({ status: z.int(), headers: z.record(z.string(), z.string()), body: z.unknown() }),
  run: ({ input: { status, headers, body } }) => ({
    status,
    headers: checkHeaders(headers),
    body: dataIn(body) ?? null,
  }),
});

/** A number that is more exact as text than as a number. */
const longNumber = /\d{16}/;

/** An object or list that was put together as text, as in `{ "total": {{ order.total }} }`, is one; other text is text. */
function dataIn(body: unknown): unknown {
  if (typeof body !== 'string' || !/^\s*[[{]/.test(body) || longNumber.test(body)) return body;
  try {
    return JSON.parse(body);
  } catch {
    return body;
  }
}
