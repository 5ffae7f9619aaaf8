/**
 * Whether two values say the same as JSON: the order of names does not count, and what is undefined is not there. Values
 * that are the same object are not looked into, so that comparing a draft with its neighbour in the history costs what
 * the edit between them changed.
 */
export function sameJson(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) || Array.isArray(b)) {
    if (!Array.isArray(a) || !Array.isArray(b) || a.length !== b.length) return false;
    return a.every((item, index) => sameJson(item, b[index]));
  }
  return sameRecord(a as Record<string, unknown>, b as Record<string, unknown>);
}

function sameRecord(a: Record<string, unknown>, b: Record<string, unknown>): boolean {
  const there = (record: Record<string, unknown>) =>
    Object.keys(record).filter((name) => record[name] !== undefined);
  const names = there(a);
  if (names.length !== there(b).length) return false;
  return names.every((name) => Object.hasOwn(b, name) && sameJson(a[name], b[name]));
}
