/** Of a longer list only the beginning is compared: a hint must not cost more than what it is for. */
export const mostCompared = 2_000;
const furthest = 3;

/** The known name nearest to what was typed, or undefined where nothing is near. Case is ignored. Linear in the lengths. */
export function closest(typed: string, known: Iterable<string>): string | undefined {
  let best: string | undefined;
  let bestDistance = Math.min(furthest, Math.floor(typed.length / 2) + 1);
  let left = mostCompared;
  const lower = typed.toLowerCase();
  for (const name of known) {
    if (left-- <= 0) break;
    if (Math.abs(name.length - typed.length) >= bestDistance) continue;
    const distance = editDistance(lower, name.toLowerCase(), bestDistance - 1);
    if (distance < bestDistance) {
      best = name;
      bestDistance = distance;
    }
  }
  return best;
}

/**
 * Optimal string alignment: insertions, deletions, replacements and swaps of neighbours count one each. Only what lies within
 * `most` of the diagonal is looked at, because everything else is further away; more than `most` is told as one more.
 */
export function editDistance(a: string, b: string, most: number): number {
  if (Math.abs(a.length - b.length) > most) return most + 1;
  const width = 2 * most + 1;
  const far = most + 1;
  // A row holds the places from `i - most` on.
  let before = new Array<number>(width + 2).fill(far);
  let above = Array.from({ length: width + 2 }, (_, at) => (at >= most ? Math.min(at - most, far) : far));
  for (let i = 1; i <= a.length; i++) {
    const row = new Array<number>(width + 2).fill(far);
    let least = far;
    for (let at = 0; at < width; at++) {
      const j = i - most + at;
      if (j < 0 || j > b.length) continue;
      let value = j === 0 ? i : Math.min(above[at + 1]! + 1, above[at]! + (a[i - 1] === b[j - 1] ? 0 : 1));
      if (at > 0) value = Math.min(value, row[at - 1]! + 1);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        value = Math.min(value, before[at]! + 1);
      row[at] = Math.min(value, far);
      least = Math.min(least, row[at]!);
    }
    if (least > most) return far;
    before = above;
    above = row;
  }
  return above[b.length - a.length + most]!;
}
