export type Parsed = { ok: true; value: unknown } | { ok: false };

/** Reads JSON. An empty text is `undefined`. What is wrong with one that is none, `jsonProblem` says. */
export function parseJson(text: string): Parsed {
  if (text.trim() === '') return { ok: true, value: undefined };
  try {
    return { ok: true, value: JSON.parse(text) };
  } catch {
    return { ok: false };
  }
}
