import { LRUCache } from 'lru-cache';
import { networkOf } from '../../auth/sign_in_limit.ts';
import { ApiError } from '../../errors.ts';

/**
 * Refused calls of one network in a minute. Right addresses are never limited: one system may end ten thousand waits at once.
 * Nobody guesses 128 bits; this keeps somebody who tries from keeping the database busy.
 */
export const refusalLimit = { refusals: 60, window_ms: 60_000, networks: 10_000 } as const;

export interface RefusalLimit {
  /** @throws ApiError `rate_limited` with Retry-After, once a network was refused too often */
  check(address: string): void;
  refused(address: string): void;
}

export function createRefusalLimit(now: () => number = Date.now): RefusalLimit {
  // Bounded: whoever comes from many networks pushes others out, and takes no memory.
  const seen = new LRUCache<string, { since: number; count: number }>({ max: refusalLimit.networks });
  const current = (network: string) => {
    const found = seen.get(network);
    return found && now() - found.since < refusalLimit.window_ms ? found : undefined;
  };
  return {
    check(address) {
      const found = current(networkOf(address));
      if (!found || found.count < refusalLimit.refusals) return;
      const seconds = Math.max(1, Math.ceil((found.since + refusalLimit.window_ms - now()) / 1000));
      throw new ApiError('rate_limited', { headers: { 'retry-after': String(seconds) } });
    },
    refused(address) {
      const network = networkOf(address);
      const found = current(network);
      if (found) found.count += 1;
      else seen.set(network, { since: now(), count: 1 });
    },
  };
}
