import { createHash } from 'node:crypto';
import { DecryptError, seal, unseal } from './sealed_text.ts';

/** The keys of this installation: the first one writes, the others still open what they wrote. */
export interface MasterKeys {
  /** Id of the writing key. */
  kid: string;
  /** `<kid>.<nonce>.<ciphertext+tag>` */
  wrap(place: string, text: Uint8Array): string;
  /** @throws DecryptError; an unknown key id is refused, never guessed. */
  unwrap(place: string, wrapped: string): Buffer;
}

const KEY_BYTES = 32;

/** Name of a key that tells nothing about it. */
export function keyId(key: Uint8Array): string {
  return createHash('sha256').update(key).digest('hex').slice(0, 8);
}

/** @throws Error when a key does not have 32 bytes. */
export function createMasterKeys(keys: readonly Uint8Array[]): MasterKeys {
  const [writing] = keys;
  if (!writing || keys.some((key) => key.length !== KEY_BYTES))
    throw new Error(`An encryption key has exactly ${KEY_BYTES} bytes`);
  const byId = new Map(keys.map((key) => [keyId(key), key]));
  const kid = keyId(writing);
  return {
    kid,
    wrap(place, text) {
      const { nonce, sealed } = seal(writing, `${kid}|${place}`, text);
      return `${kid}.${nonce}.${sealed}`;
    },
    unwrap(place, wrapped) {
      const [id = '', nonce = '', sealed = ''] = wrapped.split('.');
      const key = byId.get(id);
      if (!key) throw new DecryptError(`It was sealed with key ${id}, which this process does not have`);
      return unseal(key, `${id}|${place}`, nonce, sealed);
    },
  };
}
