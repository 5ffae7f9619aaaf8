import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { Actor } from './actor.ts';

/** How long another process may still accept what was revoked here, in milliseconds. */
export const actorMemoryMs = 5_000;
const MAX_ACTORS = 10_000;

/** Whose a cookie or key is, for a few seconds: programs call the API often. */
export interface ActorMemory {
  get(credential: string): Actor | undefined;
  /** `asked` is {@link ActorMemory.generation} of before the look-up: what was forgotten meanwhile is not remembered. */
  set(credential: string, actor: Actor, asked: number): void;
  readonly generation: number;
  /** After any change of sessions, keys or members: cheaper than to know whose. */
  forget(): void;
}

export function createActorMemory(): ActorMemory {
  const actors = new LRUCache<string, Actor>({ max: MAX_ACTORS, ttl: actorMemoryMs });
  let generation = 0;
  return {
    get: (credential) => actors.get(fingerprint(credential)),
    set(credential, actor, asked) {
      if (asked === generation) actors.set(fingerprint(credential), actor);
    },
    get generation() {
      return generation;
    },
    forget() {
      generation += 1;
      actors.clear();
    },
  };
}

/** Credentials themselves are not kept in memory longer than their request. */
function fingerprint(credential: string): string {
  return createHash('sha256').update(credential).digest('base64');
}
