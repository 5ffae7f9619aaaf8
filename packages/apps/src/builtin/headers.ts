import { headerNameProblem, headerValueProblem } from '@millrace/core';
import { Rejected } from '@millrace/sdk';
import { z } from 'zod';

/** A value that can stand in a header, a query or a form; nothing leaves the name out. */
export const scalar = z.union([z.string(), z.number(), z.boolean(), z.null()]);
export type Scalar = z.infer<typeof scalar>;

/**
 * Header names in lower case with their values as text.
 * @throws Rejected code `invalid_header` naming the header: line breaks, other control characters, names that are none, and
 *   names that are not the author's to set.
 */
export function checkHeaders(headers: Readonly<Record<string, Scalar>>): Record<string, string> {
  const checked: Record<string, string> = {};
  for (const [given, value] of Object.entries(headers)) {
    if (value === null) continue;
    const name = given.trim().toLowerCase();
    const text = String(value).trim();
    const refuse = (reason: string) =>
      new Rejected(`The header "${given}" ${reason}`, { code: 'invalid_header', field: `headers.${given}` });
    const reason = headerNameProblem(name) ?? headerValueProblem(text);
    if (reason) throw refuse(reason);
    if (Object.hasOwn(checked, name)) throw refuse('is given twice');
    checked[name] = text;
  }
  return checked;
}
