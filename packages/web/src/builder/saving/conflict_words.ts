import { elsewhere } from '../../strings/saved_elsewhere.ts';
import { words } from '../../strings/saving.ts';
import type { Person } from './person.ts';

export type ConflictWords = typeof elsewhere.conflict;

/** What is said of a conflict: with somebody else, or with what oneself saved in another tab. */
export function conflictWords({ name, own }: Person): ConflictWords {
  if (own) return elsewhere.conflict;
  const { body, theirs, ...others } = words.conflict;
  return { ...others, body: (when) => body(name, when), theirs: theirs(name) };
}

/** Why nothing is saved by itself any more. */
export function conflictSentence({ name, own }: Person): string {
  if (own) return elsewhere.not_saved;
  return words.state.conflict(name === words.someone ? words.someone_else : name);
}

/** What another save brought, that is shown here now. */
export function takenWords({ name, own }: Person): { taken_over: string; title: string } {
  if (own) return { taken_over: elsewhere.taken_over, title: elsewhere.what_changed };
  return { taken_over: words.state.taken_over(name), title: words.others.title(name) };
}
