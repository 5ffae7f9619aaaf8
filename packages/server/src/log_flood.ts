/**
 * Keeps one trouble from filling the disk: of lines that say the same, some pass in a while, and the next one says how many did not.
 * A database that is away while a thousand callers a second ask is one trouble.
 */
const WHILE_MS = 10_000;
const MOST_IN_A_WHILE = 5;
/** Different lines that are remembered; when there are more, all are forgotten. */
const MOST_KINDS = 500;

interface Kind {
  began: number;
  passed: number;
  held_back: number;
}

export class LogFlood {
  readonly #kinds = new Map<string, Kind>();
  readonly #now: () => number;

  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** How many lines of this kind were held back before this one, which may pass; null when it may not. */
  pass(kind: string): number | null {
    const now = this.#now();
    const known = this.#kinds.get(kind);
    if (!known) {
      if (this.#kinds.size >= MOST_KINDS) this.#kinds.clear();
      this.#kinds.set(kind, { began: now, passed: 1, held_back: 0 });
      return 0;
    }
    if (now - known.began >= WHILE_MS) {
      const { held_back } = known;
      Object.assign(known, { began: now, passed: 1, held_back: 0 });
      return held_back;
    }
    if (known.passed < MOST_IN_A_WHILE) {
      known.passed += 1;
      return 0;
    }
    known.held_back += 1;
    return null;
  }
}

/** What two lines have in common that say the same: the message, and the error without its stack. */
export function kindOf(args: readonly unknown[]): string {
  const [first, second] = args;
  if (typeof first === 'string') return first;
  const { err, error, code } = (first ?? {}) as { err?: unknown; error?: unknown; code?: unknown };
  return [second, said(err), said(error), code].map((part) => String(part ?? '')).join('|');
}

function said(error: unknown): string {
  if (typeof error !== 'object' || error === null) return String(error ?? '');
  const { message, code } = error as { message?: unknown; code?: unknown };
  return `${String(code ?? '')} ${String(message ?? '')}`;
}
