/**
 * What one execution in memory waits for, and what reached it, by the rules that the server keeps in its table of waits.
 *
 *  1. A path waits once at a time; a later attempt that waits again takes the place of the one before.
 *  2. A wait ends once: what comes second, or after its time, is refused.
 *  3. What comes for a path that does not wait yet is kept, and ends its wait when that begins.
 *  4. A result that is there is told until the step has taken it: until it has settled, or is tried again.
 */
import type { JournalEntry, Signal, Wait, WaitResult } from '../ports.ts';

export interface KeptWait {
  path: string;
  attempt: number;
  /** Null while nothing waits there, and a result came early. */
  wait: Exclude<Wait, { kind: 'time' }> | null;
  state: 'open' | 'signalled' | 'consumed';
  result: WaitResult | null;
}

export class MemoryWaits {
  readonly byPath = new Map<string, KeptWait>();

  /** Registers the wait of an entry; null when it needs nobody outside, or is registered already. */
  register({ path, attempt, wait }: Extract<JournalEntry, { kind: 'waiting' }>): KeptWait | null {
    if (wait.kind === 'time') return null;
    const before = this.byPath.get(path);
    if (before?.wait && before.attempt >= attempt) return null;
    const early = before && !before.wait ? before.result : null;
    const kept: KeptWait = { path, attempt, wait, state: early ? 'signalled' : 'open', result: early };
    this.byPath.set(path, kept);
    return kept;
  }

  /** Ends the wait of a path, or keeps the result for it; false when it came too late. */
  signal(path: string, result: WaitResult, now: Date): boolean {
    const kept = this.byPath.get(path);
    if (!kept) {
      this.byPath.set(path, { path, attempt: 0, wait: null, state: 'signalled', result });
      return true;
    }
    if (kept.state !== 'open' || isOver(kept, now)) return false;
    kept.state = 'signalled';
    kept.result = result;
    return true;
  }

  /** An entry after the wait: the step has taken what came, or gave up waiting. */
  consume({ kind, path, attempt }: JournalEntry): void {
    const kept = this.byPath.get(path);
    if (kept && (kind === 'settled' || attempt > kept.attempt)) kept.state = 'consumed';
  }

  /** Results of registered waits that their steps have not taken. */
  unanswered(): Signal[] {
    return [...this.byPath.values()].filter(({ wait }) => wait).flatMap(signalOf);
  }
}

export function signalOf({ path, attempt, state, result }: KeptWait): Signal[] {
  return state === 'signalled' && result ? [{ path, attempt, result }] : [];
}

function isOver({ wait }: KeptWait, now: Date): boolean {
  return wait !== null && 'expires_at' in wait && now.getTime() >= Date.parse(wait.expires_at);
}
