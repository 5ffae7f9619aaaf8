/**
 * Host names in the letters of their language (`münchen.example`), which the network calls by an ASCII form
 * (`xn--mnchen-3ya.example`). Invariants:
 *  1. everything is compared and called in the ASCII form; the letters are only for people;
 *  2. letters are shown only where they cannot be taken for others: a label that mixes scripts, or that is made of letters that
 *     look like Latin ones (`аррӏе`), stays in its ASCII form.
 */

/** Puts a host name into its ASCII form, as `URL` writes it; null for what is none. */
export function asciiHost(name: string): string | null {
  if (name.startsWith('.') || name.includes('..') || name.startsWith('-')) return null;
  const host = URL.parse(`http://${name}/`)?.hostname.replace(/\.$/, '');
  return host === undefined || host === '' ? null : host;
}

/** A host name in its letters, label by label where these are safe to show; unchanged where it has none. */
export function hostInLetters(host: string): string {
  if (!/(?:^|\.)xn--/.test(host)) return host;
  return host
    .split('.')
    .map((label) => lettersOf(label) ?? label)
    .join('.');
}

function lettersOf(label: string): string | null {
  if (!label.startsWith('xn--')) return null;
  const letters = decodePunycode(label.slice(4));
  // What does not lead back to the same label is another name than the one that is called.
  return letters !== null && asciiHost(letters) === label && isPlain(letters) ? letters : null;
}

/** Scripts that are read by many; others stay in ASCII, because few could tell their letters from Latin ones. */
const known = [
  'Latin',
  'Cyrillic',
  'Greek',
  'Han',
  'Hiragana',
  'Katakana',
  'Hangul',
  'Bopomofo',
  'Arabic',
  'Hebrew',
  'Devanagari',
  'Bengali',
  'Gujarati',
  'Gurmukhi',
  'Kannada',
  'Malayalam',
  'Sinhala',
  'Tamil',
  'Telugu',
  'Khmer',
  'Thai',
].map((script) => ({ script, test: new RegExp(`\\p{Script=${script}}`, 'u') }));

/** Scripts that are written together. */
const together = [
  ['Latin', 'Han', 'Hiragana', 'Katakana'],
  ['Latin', 'Han', 'Hangul'],
  ['Latin', 'Han', 'Bopomofo'],
];
/** Digits, the hyphen, and what Japanese writes between its letters. */
const neutral = /[0-9\-\u30fb\u30fc]/;
/** Latin letters of living languages; not those of phonetics, nor the dotless i and its like. */
const latin =
  /[a-z\u00df-\u00f6\u00f8-\u0130\u0132-\u0137\u0139-\u0148\u014a-\u017e\u0218-\u021b\u1e00-\u1eff]/;
/** Letters of other scripts that look like Latin ones. */
const lookalikes = /^[асԁеһіјӏорԛѕԝхуъьҽпгѵѡαγικνορτυωηεχ\d-]+$/u;

function isPlain(letters: string): boolean {
  const scripts = new Set<string>();
  for (const letter of letters) {
    if (neutral.test(letter)) continue;
    const script = known.find(({ test }) => test.test(letter))?.script;
    if (!script || (script === 'Latin' && !latin.test(letter))) return false;
    scripts.add(script);
  }
  const isTogether =
    scripts.size <= 1 || together.some((some) => [...scripts].every((script) => some.includes(script)));
  const hasTwins = scripts.has('Cyrillic') || scripts.has('Greek');
  return isTogether && !(hasTwins && lookalikes.test(letters));
}

/** RFC 3492; null for what is malformed. */
function decodePunycode(text: string): string | null {
  const cut = text.lastIndexOf('-');
  const output = cut > 0 ? [...text.slice(0, cut)].map((character) => character.codePointAt(0)!) : [];
  let code = 128;
  let bias = 72;
  let at = 0;
  for (let read = cut > 0 ? cut + 1 : 0; read < text.length; ) {
    const before = at;
    let weight = 1;
    for (let step = 36; ; step += 36) {
      const digit = digitOf(text[read++]);
      if (digit === null) return null;
      at += digit * weight;
      const least = Math.min(Math.max(step - bias, 1), 26);
      if (digit < least) break;
      weight *= 36 - least;
      if (weight > 0x7fffffff) return null;
    }
    const count = output.length + 1;
    bias = adapted(at - before, count, before === 0);
    code += Math.floor(at / count);
    at %= count;
    if (code > 0x10ffff) return null;
    output.splice(at++, 0, code);
  }
  return String.fromCodePoint(...output);
}

function digitOf(character: string | undefined): number | null {
  if (character === undefined || !/^[a-z0-9]$/.test(character)) return null;
  return character >= 'a' ? character.charCodeAt(0) - 97 : character.charCodeAt(0) - 48 + 26;
}

function adapted(delta: number, count: number, isFirst: boolean): number {
  let left = Math.floor(delta / (isFirst ? 700 : 2));
  left += Math.floor(left / count);
  let steps = 0;
  for (; left > 455; steps += 36) left = Math.floor(left / 35);
  return steps + Math.floor((36 * left) / (left + 38));
}
