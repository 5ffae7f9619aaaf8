/** A variable's value as a person types it: a text as it is, everything else as JSON. */

/** `42`, `true`, `{"a": 1}` are JSON; what is not JSON is a text; a text that looks like JSON needs quotes. */
export function readValue(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** The text that {@link readValue} reads back as the same value. */
export function printValue(value: unknown): string {
  if (typeof value !== 'string') return JSON.stringify(value, null, 2) ?? '';
  return readValue(value) === value ? value : JSON.stringify(value);
}

export type ValueType = 'string' | 'number' | 'boolean' | 'list' | 'object' | 'nothing';

/** What kind of value it is, for people. */
export function typeOf(value: unknown): ValueType {
  if (value === null || value === undefined) return 'nothing';
  if (Array.isArray(value)) return 'list';
  const type = typeof value;
  return type === 'string' || type === 'number' || type === 'boolean' ? type : 'object';
}
