import { hmac } from '@noble/hashes/hmac.js';
import { md5, sha1 } from '@noble/hashes/legacy.js';
import { sha256, sha384, sha512 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { ExpressionError } from '../errors.ts';
import { dropProtoKeys } from '../keys.ts';
import { expressionLimits } from '../limits.ts';
import type { Run } from '../run.ts';
import { declare } from '../spec.ts';
import { isNothing, jsonText, toText, typeOfValue } from '../values.ts';

const hashes: ReadonlyMap<string, typeof sha256> = new Map<string, typeof sha256>([
  ['sha256', sha256],
  ['sha384', sha384 as unknown as typeof sha256],
  ['sha512', sha512 as unknown as typeof sha256],
  ['sha1', sha1 as unknown as typeof sha256],
  ['md5', md5 as unknown as typeof sha256],
]);

function hashNamed(name: string): typeof sha256 {
  const known = hashes.get(name.toLowerCase().replace('-', ''));
  if (known) return known;
  throw new ExpressionError('value', `${JSON.stringify(name.slice(0, 40))} is not a hash that exists here`, {
    suggestion: 'use sha256, sha384, sha512, sha1 or md5',
  });
}

function encode(bytes: Uint8Array, encoding: string): string {
  if (encoding === 'hex') return bytesToHex(bytes);
  if (encoding === 'base64') return toBase64(bytes);
  throw new ExpressionError('value', "The encoding is 'hex' or 'base64'");
}

/** `btoa` takes characters; they are made in pieces, because one call with a million arguments overflows the stack. */
function toBase64(bytes: Uint8Array): string {
  let binary = '';
  for (let at = 0; at < bytes.length; at += 8_192) {
    binary += String.fromCharCode(...bytes.subarray(at, at + 8_192));
  }
  return btoa(binary);
}

function fromBase64(text: string): string {
  const plain = text.replace(/-/g, '+').replace(/_/g, '/').replace(/\s/g, '');
  try {
    const bytes = Uint8Array.from(atob(plain), (character) => character.charCodeAt(0));
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    throw new ExpressionError('value', 'This is not base64 of a text', { cause: error });
  }
}

/** Measured: a hash of 6 MB, which takes all operations, takes about 100 ms. */
function hashInput(run: Run, text: string): Uint8Array {
  run.chargeText(text.length);
  run.charge(10 + (text.length >>> 6));
  return utf8ToBytes(text);
}

function parseJson(run: Run, text: string): unknown {
  run.chargeText(text.length);
  run.charge(text.length >>> 6);
  try {
    const value: unknown = JSON.parse(text);
    return text.includes('__proto__') || text.includes('\\u') ? dropProtoKeys(value) : value;
  } catch (error) {
    if (error instanceof RangeError) throw error;
    const reason = error instanceof Error ? error.message : '';
    throw new ExpressionError('value', `The text is not JSON: ${reason.slice(0, 120)}`, { cause: error });
  }
}

/** Nine characters for the worst one; what is longer could not be bounded before it is made. */
const longestUrlText = Math.floor(expressionLimits.result / 9);

function encodePart(run: Run, text: string): string {
  if (text.length > longestUrlText) throw new ExpressionError('size', 'urlEncode takes at most 1 MB of text');
  run.charge(1 + (text.length >>> 6));
  return encodeURIComponent(text.toWellFormed());
}

function urlEncode(run: Run, value: unknown): string | undefined {
  if (isNothing(value)) return undefined;
  if (typeOfValue(value) !== 'object') return encodePart(run, toText(run, value));
  const pairs = Object.entries(value as object).filter(([, each]) => !isNothing(each));
  run.chargeList(pairs.length);
  let length = 0;
  const parts = pairs.map(([key, each]) => {
    const part = `${encodePart(run, key)}=${encodePart(run, toText(run, each))}`;
    length += part.length + 1;
    run.checkText(length);
    return part;
  });
  return parts.join('&');
}

function urlDecode(text: string): string {
  try {
    return decodeURIComponent(text.replace(/\+/g, ' '));
  } catch (error) {
    throw new ExpressionError('value', 'The text is not URL-encoded', { cause: error });
  }
}

/** A random (version 4) UUID. `crypto.randomUUID` does not exist on pages without TLS. */
function uuid(run: Run): string {
  const bytes = run.options.random?.(16) ?? crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6]! & 0x0f) | 0x40;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  return bytesToHex(bytes).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

export const encodingFunctions = [
  declare({
    name: 'json',
    params: ['value: any', 'indent?: number'],
    returns: 'text',
    description: 'The value as JSON text, indented by a number of blanks if one is given.',
    examples: [['json({ a: 1 })', '{"a":1}']],
    run: (run, value, indent = 0) => jsonText(run, value, Math.min(10, Math.max(0, Math.floor(indent)))),
  }),
  declare({
    name: 'parseJson',
    params: ['text: text'],
    returns: () => ({ type: 'unknown' }),
    description: 'What a JSON text says.',
    examples: [["parseJson('[1, 2]')", [1, 2]]],
    run: parseJson,
  }),
  declare({
    name: 'base64',
    params: ['text: text'],
    returns: 'text',
    description: 'The text (UTF-8) in base64.',
    examples: [["base64('héllo')", 'aMOpbGxv']],
    run: (run, text) => {
      run.chargeText(Math.ceil(text.length / 3) * 4);
      const bytes = utf8ToBytes(text);
      run.chargeText(Math.ceil(bytes.length / 3) * 4);
      return toBase64(bytes);
    },
  }),
  declare({
    name: 'fromBase64',
    params: ['text: text'],
    returns: 'text',
    description: 'The text (UTF-8) of base64, with the alphabet of URLs too.',
    examples: [["fromBase64('aMOpbGxv')", 'héllo']],
    run: (run, text) => {
      run.chargeText(text.length);
      return fromBase64(text);
    },
  }),
  declare({
    name: 'urlEncode',
    params: ['value: any'],
    returns: 'text',
    description: 'A text for use in an address; an object as its query.',
    examples: [
      ["urlEncode('a b&c')", 'a%20b%26c'],
      ["urlEncode({ q: 'a b', page: 2 })", 'q=a%20b&page=2'],
    ],
    run: urlEncode,
  }),
  declare({
    name: 'urlDecode',
    params: ['text: text'],
    returns: 'text',
    description: 'The text of a part of an address.',
    examples: [["urlDecode('a%20b%26c')", 'a b&c']],
    run: (run, text) => {
      run.chargeText(text.length);
      return urlDecode(text);
    },
  }),
  declare({
    name: 'hash',
    params: ['text: text', 'algorithm?: text', 'encoding?: text'],
    returns: 'text',
    description:
      'The hash of a text: sha256 (if none is named), sha384, sha512, sha1 or md5, as hex or base64.',
    examples: [["hash('abc')", 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad']],
    run: (run, text, algorithm = 'sha256', encoding = 'hex') =>
      encode(hashNamed(algorithm)(hashInput(run, text)), encoding),
  }),
  declare({
    name: 'hmac',
    params: ['text: text', 'key: text', 'algorithm?: text', 'encoding?: text'],
    returns: 'text',
    description:
      'The signature of a text with a secret key, for APIs that ask for one: sha256 as hex if nothing else is named.',
    examples: [["hmac('abc', 'key')", '9c196e32dc0175f86f4b1cb89289d6619de6bee699e4c378e68309ed97a1a6ab']],
    run: (run, text, key, algorithm = 'sha256', encoding = 'hex') =>
      encode(hmac(hashNamed(algorithm), hashInput(run, key), hashInput(run, text)), encoding),
  }),
  declare({
    name: 'uuid',
    params: [],
    returns: 'text',
    volatile: true,
    description: 'A new random identifier.',
    examples: [['length(uuid())', 36]],
    run: (run) => {
      run.charge(10);
      return uuid(run);
    },
  }),
];
