/** Wire paths: how the place of a value is written in problems and errors (`nodes[2].config.headers["X-Key"]`). */

/** Writes a path; names that would be misread stand in brackets and quotes. */
export function formatPath(path: readonly PropertyKey[]): string {
  let text = '';
  for (const part of path) {
    if (typeof part === 'number') text += `[${part}]`;
    else {
      const name = String(part);
      if (!/^[^\s.[\]"]+$/.test(name)) text += `[${JSON.stringify(name)}]`;
      else text += text ? `.${name}` : name;
    }
  }
  return text;
}

/** The names and positions that a path leads through. Never throws: the field of a failure is any text. */
export function parsePath(path: string): (string | number)[] {
  const parts = path.matchAll(/\[(\d+)\]|\[("(?:[^"\\]|\\.)*")\]|([^.[\]]+)/g);
  return [...parts].map(([, position, quoted, name]) => {
    if (position !== undefined) return Number(position);
    return quoted === undefined ? name! : nameIn(quoted);
  });
}

function nameIn(quoted: string): string {
  try {
    return String(JSON.parse(quoted));
  } catch {
    return quoted.slice(1, -1);
  }
}
