import { LRUCache } from 'lru-cache';
import { networkOf } from '../../auth/sign_in_limit.ts';
import { ApiError } from '../../errors.ts';

/**
 * Wrong addresses that one network may ask for in a minute. Nobody guesses 128 bits; this keeps somebody who tries from keeping
 * the database busy. Right addresses still work then, looked up one after the other: whoever tries may stand behind the same
 * proxy as everybody else, and must not be able to lock them out.
 */
export const refusalLimit = { refusals: 60, window_ms: 60_000, networks: 10_000 } as const;

export interface RefusalLimit {
  /**
   * Looks an address up for a caller; `look` throws 404 for a wrong one.
   * @throws ApiError `rate_limited` with Retry-After instead, once its network asked for too many
   */
  guard<T>(address: string, look: () => Promise<T>): Promise<T>;
}

interface Seen {
  since: number;
  count: number;
  /** One of a limited network is being looked up. */
  busy: boolean;
}

export function createRefusalLimit(now: () => number = Date.now): RefusalLimit {
  // Bounded: whoever comes from many networks pushes others out, and takes no memory.
  const all = new LRUCache<string, Seen>({ max: refusalLimit.networks });
  const seenOf = (network: string): Seen | undefined => {
    const found = all.get(network);
    return found && now() - found.since < refusalLimit.window_ms ? found : undefined;
  };

  function refused(network: string): void {
    const found = seenOf(network);
    if (found) found.count += 1;
    else all.set(network, { since: now(), count: 1, busy: false });
  }

  function limited({ since }: Seen): ApiError {
    const seconds = Math.max(1, Math.ceil((since + refusalLimit.window_ms - now()) / 1000));
    return new ApiError('rate_limited', { headers: { 'retry-after': String(seconds) } });
  }

  async function oneByOne<T>(seen: Seen, look: () => Promise<T>): Promise<T> {
    if (seen.busy) throw limited(seen);
    seen.busy = true;
    try {
      return await look();
    } catch (error) {
      throw isWrong(error) ? limited(seen) : error;
    } finally {
      seen.busy = false;
    }
  }

  return {
    async guard(address, look) {
      const network = networkOf(address);
      const seen = seenOf(network);
      if (seen && seen.count >= refusalLimit.refusals) return oneByOne(seen, look);
      try {
        return await look();
      } catch (error) {
        if (isWrong(error)) refused(network);
        throw error;
      }
    },
  };
}

/** Who comes late with a right address (a system that calls again after a lost answer) is not trying addresses. */
function isWrong(error: unknown): boolean {
  return error instanceof ApiError && error.status === 404;
}
