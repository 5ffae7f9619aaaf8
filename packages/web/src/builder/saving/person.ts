import { words } from '../../strings/saving.ts';

/** Who saved: their name, as a sentence begins with it. */
export interface Person {
  name: string;
  /** It was oneself, in another tab or browser. */
  own: boolean;
}

export function personOf(
  updated_by: string | null,
  members: readonly { user_id: string; name: string }[],
  own_id: string | null,
): Person {
  const name = members.find((member) => member.user_id === updated_by)?.name ?? words.someone;
  return { name, own: updated_by !== null && updated_by === own_id };
}
