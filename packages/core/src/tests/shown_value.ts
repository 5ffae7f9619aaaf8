/**
 * What a failure shows of a value: a person reads it, so that a large one is cut, and two hundred expectations of an output of
 * ten megabytes do not answer with two gigabytes.
 */

/** Characters of JSON, about. */
export const longestShown = 4_000;

/** The value itself where it is short; else a copy whose texts end with `…` and whose lists and objects leave entries out. */
export function shownValue(value: unknown): unknown {
  const room = { left: longestShown };
  const shown = cut(value, room);
  return room.left >= 0 ? value : shown;
}

/** Costs no more than the room there is, whatever the size of the value. */
function cut(value: unknown, room: { left: number }): unknown {
  if (typeof value === 'string') return cutText(value, room);
  room.left -= 8;
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    const kept: unknown[] = [];
    for (const entry of value) {
      if (room.left < 0) return [...kept, `… ${value.length - kept.length} more`];
      kept.push(cut(entry, room));
    }
    return kept;
  }
  const kept: [string, unknown][] = [];
  const names = Object.keys(value);
  for (const name of names) {
    if (room.left < 0) return Object.fromEntries([...kept, ['…', `${names.length - kept.length} more`]]);
    room.left -= name.length;
    kept.push([name.slice(0, longestShown), cut((value as Record<string, unknown>)[name], room)]);
  }
  return Object.fromEntries(kept);
}

function cutText(text: string, room: { left: number }): string {
  const most = Math.max(room.left, 0);
  room.left -= text.length + 2;
  return text.length <= most ? text : `${text.slice(0, most)}…`;
}
