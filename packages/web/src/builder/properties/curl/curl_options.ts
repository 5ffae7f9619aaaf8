/** The options of a curl command, one after the other. What each means is decided by `parse_curl.ts`. Pure. */
import { CommandProblem } from './shell_words.ts';

export interface CurlOption {
  /** The long name without dashes; `url` also for a word that belongs to no option. */
  name: string;
  value: string;
}

/** Long names of the short options that matter here, or that take a value, which must not be read as an address. */
const shortNames: Readonly<Record<string, string>> = {
  A: 'user-agent',
  b: 'cookie',
  c: 'cookie-jar',
  C: 'continue-at',
  d: 'data',
  D: 'dump-header',
  e: 'referer',
  E: 'cert',
  F: 'form',
  G: 'get',
  H: 'header',
  I: 'head',
  k: 'insecure',
  K: 'config',
  m: 'max-time',
  o: 'output',
  P: 'ftp-port',
  Q: 'quote',
  r: 'range',
  t: 'telnet-option',
  T: 'upload-file',
  u: 'user',
  U: 'proxy-user',
  w: 'write-out',
  x: 'proxy',
  X: 'request',
  y: 'speed-time',
  Y: 'speed-limit',
  z: 'time-cond',
};

/** Options that take a value. Any other is a switch. */
const withValue: ReadonlySet<string> = new Set([
  ...Object.values(shortNames).filter((name) => !['get', 'head', 'insecure'].includes(name)),
  ...'aws-sigv4 cacert capath cert-type ciphers connect-timeout connect-to data-ascii data-binary data-raw data-urlencode doh-url'.split(
    ' ',
  ),
  ...'form-string interface json keepalive-time key key-type limit-rate local-port max-filesize max-redirs netrc-file noproxy'.split(
    ' ',
  ),
  ...'oauth2-bearer pass preproxy proto proto-default proxy-header rate referer resolve retry retry-delay retry-max-time'.split(
    ' ',
  ),
  ...'request-target service-name socks4 socks4a socks5 socks5-hostname stderr tls-max trace trace-ascii unix-socket url url-query'.split(
    ' ',
  ),
  'expect100-timeout',
  'happy-eyeballs-timeout-ms',
]);

/** Switches that change nothing in what is asked: how curl shows it, and what an HTTP Request does anyway. */
const withoutEffect: ReadonlySet<string> = new Set(
  (
    'silent show-error location location-trusted verbose compressed include fail fail-with-body fail-early http1.1 http1.0 http2 ' +
    'http3 no-buffer globoff progress-bar path-as-is remote-name remote-name-all remote-header-name no-progress-meter styled-output ' +
    'no-keepalive tcp-nodelay ipv4 ipv6 tlsv1 tlsv1.0 tlsv1.1 tlsv1.2 tlsv1.3 ssl ssl-reqd basic anyauth no-sessionid parallel ' +
    'create-dirs junk-session-cookies list-only no-alpn raw tr-encoding trace-time retry-connrefused retry-all-errors post301 post302 ' +
    'post303 disable no-clobber xattr s S L v i f N g # O J 0 1 2 3 4 6 Z j l q n :'
  ).split(' '),
);
/** Switches that are read, or remarked on. */
const known: ReadonlySet<string> = new Set(['get', 'head', 'insecure', 'digest', 'ntlm', 'negotiate']);

/** Whether nothing is known of an option, so that leaving it out has to be said. */
export function isStrange({ name }: CurlOption): boolean {
  return !withValue.has(name) && !withoutEffect.has(name) && !known.has(name);
}

/** @throws CommandProblem for an option whose value is missing. */
export function curlOptions(words: readonly string[]): CurlOption[] {
  const options: CurlOption[] = [];
  let plain = false;
  for (let at = 0; at < words.length; at++) {
    const word = words[at]!;
    const next = (): string => {
      const value = words[++at];
      if (value === undefined)
        throw new CommandProblem(`${word} stands at the end, and its value is missing`);
      return value;
    };
    if (plain || !word.startsWith('-') || word === '-') options.push({ name: 'url', value: word });
    else if (word === '--') plain = true;
    else if (word.startsWith('--')) options.push(longOption(word.slice(2), next));
    else options.push(...shortOptions(word.slice(1), next));
  }
  return options;
}

function longOption(text: string, next: () => string): CurlOption {
  // curl itself knows no `=`; people who come from other tools write it.
  const [, name, value] = /^([a-z0-9-]+)=([\s\S]*)$/.exec(text) ?? [];
  if (name !== undefined && withValue.has(name)) return { name, value: value! };
  return { name: text, value: withValue.has(text) ? next() : '' };
}

/** `-sSLXPOST`: switches, and at the end perhaps one option with its value. */
function shortOptions(letters: string, next: () => string): CurlOption[] {
  const options: CurlOption[] = [];
  for (let at = 0; at < letters.length; at++) {
    const name = shortNames[letters[at]!] ?? letters[at]!;
    if (!withValue.has(name)) options.push({ name, value: '' });
    else {
      const rest = letters.slice(at + 1);
      return [...options, { name, value: rest === '' ? next() : rest }];
    }
  }
  return options;
}
