import { words } from '../../strings/saving.ts';

/** Who saved: their name, as a sentence begins with it. */
export interface Person {
  name: string;
}

export function personOf(
  updated_by: string | null,
  members: readonly { user_id: string; name: string }[],
  own_id: string | null,
): Person {
  if (updated_by !== null && updated_by === own_id) return { name: words.you_elsewhere };
  return { name: members.find((member) => member.user_id === updated_by)?.name ?? words.someone };
}
