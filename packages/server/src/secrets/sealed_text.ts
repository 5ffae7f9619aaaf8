import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

/** Something sealed could not be opened: altered, of another place or organization, or of a key that is not here. */
export class DecryptError extends Error {
  readonly code = 'E_DECRYPT';
  override name = 'DecryptError';
}

const NONCE_BYTES = 12;
// Node accepts shorter tags when the length is not stated on both sides.
const TAG_BYTES = 16;

/** AES-256-GCM; `place` is authenticated, so that a value moved elsewhere does not open. Base64url: nonce, then ciphertext and tag. */
export function seal(key: Uint8Array, place: string, text: Uint8Array): { nonce: string; sealed: string } {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES });
  cipher.setAAD(Buffer.from(place, 'utf8'));
  const sealed = Buffer.concat([cipher.update(text), cipher.final(), cipher.getAuthTag()]);
  return { nonce: nonce.toString('base64url'), sealed: sealed.toString('base64url') };
}

/** @throws DecryptError */
export function unseal(key: Uint8Array, place: string, nonce: string, sealed: string): Buffer {
  const iv = Buffer.from(nonce, 'base64url');
  const bytes = Buffer.from(sealed, 'base64url');
  if (iv.length !== NONCE_BYTES || bytes.length < TAG_BYTES)
    throw new DecryptError('The sealed text is cut short');
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, iv, { authTagLength: TAG_BYTES });
    decipher.setAAD(Buffer.from(place, 'utf8'));
    decipher.setAuthTag(bytes.subarray(bytes.length - TAG_BYTES));
    return Buffer.concat([decipher.update(bytes.subarray(0, bytes.length - TAG_BYTES)), decipher.final()]);
  } catch (cause) {
    throw new DecryptError('The sealed text was altered, or belongs somewhere else', { cause });
  }
}
