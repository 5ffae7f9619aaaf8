/** Whether a webhook call proves what its trigger asks for. Compared in constant time; a trigger without its secret refuses all. */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { type WebhookConfig, webhookHeaderDefaults } from '@millrace/core';

type Headers = Readonly<Record<string, string | string[] | undefined>>;
type AuthConfig = Pick<WebhookConfig, 'auth' | 'header_name' | 'username' | 'secret'>;

/** The header that carries the proof, in lower case; null when there is none of its own. */
export function proofHeader(config: AuthConfig): string | null {
  if (config.auth !== 'header' && config.auth !== 'hmac') return null;
  return (config.header_name || webhookHeaderDefaults[config.auth]).toLowerCase();
}

/** `body` is the raw bytes as they came. */
export function isAuthentic(config: AuthConfig, headers: Headers, body: Buffer): boolean {
  switch (config.auth) {
    case 'none':
      return true;
    case 'header':
      return Boolean(config.secret) && same(single(headers[proofHeader(config)!]), config.secret!);
    case 'hmac':
      return Boolean(config.secret) && isSigned(single(headers[proofHeader(config)!]), config.secret!, body);
    case 'basic':
      return Boolean(config.secret && config.username) && isBasic(single(headers.authorization), config);
  }
}

function single(value: string | string[] | undefined): string {
  return typeof value === 'string' ? value : '';
}

/** Hashes first: the comparison then takes the same time whatever the lengths. */
function same(given: string, wanted: string): boolean {
  return timingSafeEqual(digest(given), digest(wanted));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

/** HMAC-SHA256 of the body, in hex or base64, with or without `sha256=` before it. */
function isSigned(given: string, secret: string, body: Buffer): boolean {
  const signature = createHmac('sha256', secret).update(body).digest();
  const value = given.startsWith('sha256=') ? given.slice(7) : given;
  const hex = same(value.toLowerCase(), signature.toString('hex'));
  const base64 = same(value, signature.toString('base64'));
  return hex || base64;
}

function isBasic(given: string, { username, secret }: AuthConfig): boolean {
  const encoded = /^Basic +([A-Za-z0-9+/=]+)$/i.exec(given)?.[1] ?? '';
  return same(Buffer.from(encoded, 'base64').toString('utf8'), `${username}:${secret}`);
}
