/** A value as a comparison shows it: short, and never a secret. Pure. */
import { words } from '../../../strings/saving.ts';
import { isRecord } from '../edits/update_config.ts';

/** More of a value is not read in a list of changes. */
const mostCharacters = 2_000;

export function shownValue(value: unknown): string {
  if (value === undefined || value === null || value === '') return words.diff.nothing;
  if (typeof value === 'boolean') return value ? words.diff.on : words.diff.off;
  if (isRecord(value) && '$secret' in value) return words.diff.secret;
  const text = typeof value === 'string' ? value : JSON.stringify(value, hideSecrets, 2);
  return text.length > mostCharacters ? `${text.slice(0, mostCharacters)}…` : text;
}

function hideSecrets(_name: string, value: unknown): unknown {
  return isRecord(value) && '$secret' in value ? words.diff.secret : value;
}
