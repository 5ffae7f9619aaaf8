/** What is done with a copy that a crash left behind. Pure. */
import { mergeDrafts } from '../document/diff/merge.ts';
import { type Draft, sameDraft } from '../document/store.ts';
import type { LocalCopy } from './local_copy.ts';

/** The draft that Restore shows: the copy, on top of what others saved since. */
export function restored(copy: LocalCopy, current: Draft): Draft {
  if (!copy.base) return copy.draft;
  const merged = mergeDrafts(copy.base, copy.draft, current);
  return merged.kind === 'merged' ? merged.draft : copy.draft;
}

/** The copies that hold something that is not in the workflow. */
export function worthOffering(copies: readonly LocalCopy[], current: Draft): LocalCopy[] {
  return copies.filter((copy) => !sameDraft(restored(copy, current), current));
}
