/** A page with work in it is not left when the session ends: it says so, and lets the person sign in again in place. */

/** The session is over, or it is somebody else's now: they signed in in another tab. */
export type LostSession = 'over' | 'other_person';

const keepers = new Set<(how: LostSession) => void>();

/** While the returned function is not called, `told` is told of a lost session instead of the page being left. */
export function keepLostSession(told: (how: LostSession) => void): () => void {
  keepers.add(told);
  return () => void keepers.delete(told);
}

/** Tells the page that is open; false when there is none that keeps its work. */
export function keptLostSession(how: LostSession): boolean {
  for (const told of keepers) told(how);
  return keepers.size > 0;
}

/** How a refusal says that the session is lost; null where it says something else. */
export function lostBy(error: { status: number; code: string }): LostSession | null {
  if (error.status === 401) return 'over';
  return error.code === 'other_person' ? 'other_person' : null;
}
