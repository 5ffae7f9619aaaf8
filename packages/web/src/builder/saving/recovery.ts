/** What is done with a copy that a crash left behind. Pure. */
import { mergeDrafts } from '../document/diff/merge.ts';
import { type Draft, sameDraft } from '../document/store.ts';
import type { LocalCopy } from './local_copy.ts';

export interface Restored {
  /** What Restore shows: the copy, on top of what others saved since. */
  draft: Draft;
  /** Paths of what both changed; the copy's is taken there. */
  conflicts: ReadonlySet<string>;
  /** What others saved since is not in it: there is no way to tell what they changed, or the two do not go together. */
  alone: boolean;
}

export function restored(copy: LocalCopy, current: Draft): Restored {
  if (!copy.base) return { draft: copy.draft, conflicts: new Set(), alone: true };
  const merged = mergeDrafts(copy.base, copy.draft, current);
  if (merged.kind === 'refused') return { draft: copy.draft, conflicts: new Set(), alone: true };
  return { draft: merged.draft, conflicts: pathsOf(merged.conflicts), alone: false };
}

/** The copies that hold something that is not in the workflow. */
export function worthOffering(copies: readonly LocalCopy[], current: Draft): LocalCopy[] {
  return copies.filter((copy) => !sameDraft(restored(copy, current).draft, current));
}

/** As a comparison names what it marks. */
export function pathsOf(conflicts: readonly { path: readonly string[] }[]): ReadonlySet<string> {
  return new Set(conflicts.map(({ path }) => path.join('.')));
}
