/** What a key does in a select. Pure: the control asks, and does it. */

export interface SelectPress {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
}

export interface SelectState {
  open: boolean;
  /** Which option the keys stand on, closed the chosen one; -1 for none. */
  active: number;
  /** Whether each option can be chosen. */
  enabled: readonly boolean[];
  /** Letters were typed just now: a space then belongs to the word. */
  typing: boolean;
}

export type SelectCommand =
  /** `at` is where the keys stand in the opened list; null for nowhere. */
  | { do: 'open'; at: number | null }
  | { do: 'go'; to: number }
  /** `leave`: the key goes on to the next field, as it always does. */
  | { do: 'choose'; leave: boolean }
  | { do: 'close' }
  | { do: 'find'; letter: string };

/** So many options further is a page. */
const page = 10;

/** Null for a key that is not the select's. */
export function selectCommand(press: SelectPress, state: SelectState): SelectCommand | null {
  const { key, ctrlKey, metaKey, altKey } = press;
  if (ctrlKey || metaKey) return null;
  if (altKey) return withAlt(key, state);
  if (key === ' ' && state.typing) return { do: 'find', letter: ' ' };
  const command = state.open ? whenOpen(key, state) : whenClosed(key, state);
  return command ?? (key.length === 1 && key !== ' ' ? { do: 'find', letter: key } : null);
}

function withAlt(key: string, state: SelectState): SelectCommand | null {
  if (key === 'ArrowDown' && !state.open) return whenClosed(key, state);
  return key === 'ArrowUp' && state.open ? { do: 'choose', leave: false } : null;
}

function whenClosed(key: string, { active, enabled }: SelectState): SelectCommand | null {
  switch (key) {
    case 'ArrowDown':
    case 'ArrowUp':
    case 'Enter':
    case ' ':
      return { do: 'open', at: active === -1 ? nearest(enabled, 0, 1) : active };
    case 'Home':
      return { do: 'open', at: nearest(enabled, 0, 1) };
    case 'End':
      return { do: 'open', at: nearest(enabled, enabled.length - 1, -1) };
    default:
      return null;
  }
}

function whenOpen(key: string, { active, enabled }: SelectState): SelectCommand | null {
  const last = enabled.length - 1;
  const go = (to: number, by: 1 | -1): SelectCommand => {
    const wanted = Math.max(0, Math.min(last, to));
    const there = nearest(enabled, wanted, by) ?? nearest(enabled, wanted, by === 1 ? -1 : 1);
    return { do: 'go', to: there ?? active };
  };
  switch (key) {
    case 'ArrowDown':
      return go(active + 1, 1);
    case 'ArrowUp':
      return go(active === -1 ? last : active - 1, -1);
    case 'PageDown':
      return go(active + page, 1);
    case 'PageUp':
      return go(active - page, -1);
    case 'Home':
      return go(0, 1);
    case 'End':
      return go(last, -1);
    case 'Enter':
    case ' ':
      return { do: 'choose', leave: false };
    case 'Tab':
      return { do: 'choose', leave: true };
    case 'Escape':
      return { do: 'close' };
    default:
      return null;
  }
}

/** The first option from `from` on that can be chosen. */
function nearest(enabled: readonly boolean[], from: number, by: 1 | -1): number | null {
  for (let at = from; at >= 0 && at < enabled.length; at += by) if (enabled[at]) return at;
  return null;
}

/**
 * The option whose name begins with what was typed, small or large, with accents or without. A letter alone goes past the
 * present option, and pressed again and again from one to the next.
 */
export function findOption(
  names: readonly string[],
  enabled: readonly boolean[],
  active: number,
  typed: string,
): number | null {
  const plain = names.map(withoutAccents);
  const wanted = withoutAccents(typed);
  const begins = (start: string, from: number): number | null => {
    for (let step = 0; step < names.length; step++) {
      const at = (Math.max(0, from) + step) % names.length;
      if (enabled[at] && plain[at]!.startsWith(start)) return at;
    }
    return null;
  };
  const letters = [...wanted];
  if (letters.length > 1) {
    const found = begins(wanted, active);
    if (found !== null || letters.some((letter) => letter !== letters[0])) return found;
  }
  return letters.length === 0 ? null : begins(letters[0]!, active + 1);
}

function withoutAccents(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}
