/**
 * Keeps secrets out of what is recorded: the fields that a schema marks as secret, and their values wherever the other
 * side echoes them (as they are, URL-encoded or in base64, also inside `user:password`).
 */
import type { FieldPattern } from './field_schema.ts';

export const mask = '••••••';
/** Shorter values are found everywhere by chance; the field itself is masked in any case. */
const shortestSearched = 6;

/** The input as it is recorded, and the secret values found in it. */
export function maskFields(
  input: unknown,
  fields: readonly FieldPattern[],
): { shown: unknown; secrets: readonly string[] } {
  if (fields.length === 0) return { shown: input, secrets: [] };
  const secrets = new Set<string>();
  let shown = input;
  for (const field of fields) shown = maskField(shown, field, secrets);
  return { shown, secrets: [...secrets] };
}

function maskField(value: unknown, path: FieldPattern, secrets: Set<string>): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return maskWhole(value, secrets);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return key === '*' ? value.map((item) => maskField(item, rest, secrets)) : value;
  // Most secret fields of most steps are empty: nothing is copied for them.
  if (key !== '*' && isEmpty((value as Record<string, unknown>)[key])) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [
      name,
      key === '*' || key === name ? maskField(item, rest, secrets) : item,
    ]),
  );
}

function isEmpty(value: unknown): boolean {
  return value === undefined || value === null || value === '';
}

function maskWhole(value: unknown, secrets: Set<string>): unknown {
  if (isEmpty(value)) return value;
  collect(value, secrets);
  return mask;
}

function collect(value: unknown, secrets: Set<string>): void {
  if (typeof value === 'string') secrets.add(value);
  else if (typeof value === 'object' && value !== null)
    for (const item of Object.values(value)) collect(item, secrets);
}

const nothingErased = <T>(value: T): T => value;

/** Makes a function that replaces the secrets in every text of a value; returns the same object where there are none. */
export function secretEraser(secrets: readonly string[]): <T>(value: T) => T {
  if (secrets.length === 0) return nothingErased;
  const forms = [...new Set(secrets.filter((secret) => secret.length >= shortestSearched).flatMap(formsOf))]
    // The longest first, so that a secret inside another does not leave its rest behind.
    .sort((a, b) => b.length - a.length);
  if (forms.length === 0) return nothingErased;
  const eraseText = (text: string) => forms.reduce((left, form) => left.replaceAll(form, mask), text);
  const erase = (value: unknown): unknown => {
    if (typeof value === 'string') return eraseText(value);
    if (typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value)) return value.map(erase);
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [eraseText(key), erase(item)]));
  };
  return <T>(value: T) => erase(value) as T;
}

function formsOf(secret: string): string[] {
  const bytes = Buffer.from(secret, 'utf8');
  // In an address a blank is %20, in a form and in what `URL` writes it is a plus sign.
  const inForm = new URLSearchParams({ '': secret }).toString().slice(1);
  const forms = [secret, encodeURIComponent(secret), inForm, JSON.stringify(secret).slice(1, -1)];
  // Base64 depends on what stands before: the three alignments, without the characters that neighbours share.
  for (let before = 0; before < 3; before++) {
    const text = Buffer.concat([Buffer.alloc(before), bytes])
      .toString('base64')
      .replaceAll('=', '');
    const own = text.slice(Math.ceil((before * 8) / 6), Math.floor(((before + bytes.length) * 8) / 6));
    if (own.length >= shortestSearched) forms.push(own, own.replaceAll('+', '-').replaceAll('/', '_'));
  }
  return forms;
}
