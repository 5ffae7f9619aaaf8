import { expect, test } from 'vitest';
import { asciiHost, hostInLetters } from './host_names.ts';

test.each([
  ['xn--mnchen-3ya.example', 'münchen.example'],
  ['api.xn--bcher-kva.example', 'api.bücher.example'],
  ['xn--fsq.com', '例.com'],
  ['xn--wgv71a119e.jp', '日本語.jp'],
  ['xn--hxajbheg2az3al.xn--jxalpdlp', 'παράδειγμα.δοκιμή'],
  ['xn--80ak6aa92e.com', 'xn--80ak6aa92e.com'],
  ['api.example.com', 'api.example.com'],
  ['10.0.0.5', '10.0.0.5'],
  ['[::1]', '[::1]'],
])('%s is shown as %s', (ascii, shown) => expect(hostInLetters(ascii)).toBe(shown));

test.each([
  ['Cyrillic letters that look like Latin ones', 'аррӏе.example'],
  ['Greek ones', 'νικον.example'],
  ['one Cyrillic letter among Latin ones', 'pаypal.example'],
  ['Latin and Greek', 'αpple.example'],
  ['a dotless i', 'mıcrosoft.example'],
  ['a letter of phonetics', 'ɡoogle.example'],
  ['a script that few read', 'ꮯꮎꮮ.example'],
])('%s are shown in ASCII', (_what, typed) => {
  const ascii = asciiHost(typed)!;
  expect(ascii).toMatch(/^xn--/);
  expect(hostInLetters(ascii)).toBe(ascii);
});

test('what is shown leads to the same host', () => {
  for (const typed of [
    'münchen.example',
    'пример.испытание',
    'česko.example',
    'việtnam.example',
    'ไทย.example',
  ]) {
    const ascii = asciiHost(typed)!;
    expect(hostInLetters(ascii)).toBe(typed);
    expect(asciiHost(hostInLetters(ascii))).toBe(ascii);
  }
});

test.each(['xn--', 'xn--a', 'xn--999999999', 'xn---', `xn--${'9'.repeat(300)}`, 'xn--ü'])(
  'a broken label stays as it is: %s',
  (label) => expect(hostInLetters(`${label}.example`)).toBe(`${label}.example`),
);
