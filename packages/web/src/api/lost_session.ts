/** A page with work in it is not left when the session ends: it says so, and lets the person sign in again in place. */
const keepers = new Set<() => void>();

/** While the returned function is not called, `told` is told of a lost session instead of the page being left. */
export function keepLostSession(told: () => void): () => void {
  keepers.add(told);
  return () => void keepers.delete(told);
}

/** Tells the page that is open; false when there is none that keeps its work. */
export function keptLostSession(): boolean {
  for (const told of keepers) told();
  return keepers.size > 0;
}
