export type Parsed = { ok: true; value: unknown } | { ok: false; message: string };

/** Reads JSON; what is wrong is said with its line. An empty text is `undefined`. */
export function parseJson(text: string): Parsed {
  if (text.trim() === '') return { ok: true, value: undefined };
  try {
    return { ok: true, value: JSON.parse(text) };
  } catch (error) {
    return { ok: false, message: jsonProblem(error instanceof Error ? error.message : '', text) };
  }
}

function jsonProblem(message: string, text: string): string {
  const position = /position (\d+)/.exec(message)?.[1];
  const line = position ? text.slice(0, Number(position)).split('\n').length : text.split('\n').length;
  return `This is not JSON: look at line ${line}. Texts and names need double quotes, and there is no comma after the last entry.`;
}
