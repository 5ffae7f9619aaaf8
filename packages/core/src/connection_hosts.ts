/**
 * The hosts that a connection may be used with. A credential goes nowhere else, whatever an expression makes of an address.
 *  1. An entry names one host, or with `*.` in front every host below one; never all hosts, and never a whole top level.
 *  2. Scheme and port belong to it: https and its port where nothing else is written.
 *  3. A host in the letters of its language is kept and compared in its ASCII form.
 */
import { asciiHost, hostInLetters } from './host_names.ts';
import { nameProblem } from './name.ts';

/** `api.example.com`, `*.example.com`, `api.example.com:8443`, `http://10.0.0.5:8080`. */
const form = /^(?:(https?):\/\/)?(\*\.)?([\p{L}\p{M}\p{N}.-]+|\[[0-9a-f:.]+\])(?::([0-9]{1,5}))?$/u;
const mostCharacters = 260;

export interface AllowedHost {
  scheme: 'http' | 'https';
  host: string;
  /** Hosts below it, and not itself. */
  below: boolean;
  port: number;
}

/** What an entry means, or in words why it cannot be one. */
export function readAllowedHost(text: string): AllowedHost | string {
  const trimmed = text.trim().toLowerCase();
  if (trimmed === '') return 'is empty';
  if (trimmed.length > mostCharacters) return 'is too long to be a host';
  if (trimmed === '*' || trimmed === '*.') return 'would allow every host; name the hosts';
  if (/[/?#\\]/.test(trimmed.replace(/^[a-z][a-z0-9+.-]*:\/\//, ''))) return 'is a host only, without a path';
  if (trimmed.includes('@')) return 'is a host only, without a user name';
  if (nameProblem(trimmed) !== null) return 'holds a character that is not seen; type it again';
  const found = form.exec(trimmed);
  if (!found) return 'is not a host, as in api.example.com or *.example.com';
  const [, scheme = 'https', star, name = '', port] = found as unknown as [string, ...(string | undefined)[]];
  const canonical = asciiHost(name);
  if (canonical === null) return 'is not a host, as in api.example.com or *.example.com';
  if (star && (isAddress(canonical) || !canonical.includes('.')))
    return 'would allow too much; name the host after the star, as in *.example.com';
  const number = port === undefined ? defaultPort(scheme) : Number(port);
  if (number < 1 || number > 65_535) return 'has a port that does not exist';
  return {
    scheme: scheme as AllowedHost['scheme'],
    host: canonical,
    below: star !== undefined,
    port: number,
  };
}

/** The entry with its host in ASCII; one that is none, or is ASCII already, as it is. */
export function asciiEntry(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the question is exactly whether it is all ASCII
  if (/^[\x00-\x7f]*$/.test(text)) return text;
  const read = readAllowedHost(text);
  const name = form.exec(text.trim().toLowerCase())?.[3];
  return typeof read === 'string' || name === undefined
    ? text
    : text
        .trim()
        .toLowerCase()
        .replace(name, () => read.host);
}

/** How an entry is shown: in its letters with the ASCII form, where it has letters that cannot be taken for others. */
export function shownHost(entry: string): string {
  const ascii = asciiEntry(entry);
  const read = readAllowedHost(ascii);
  if (typeof read === 'string') return entry;
  const letters = hostInLetters(read.host);
  return letters === read.host ? ascii : `${ascii.replace(read.host, () => letters)} (${read.host})`;
}

/** Whether an address lies within the entries. Entries that are none allow nothing. */
export function allowsAddress(entries: readonly string[], address: string): boolean {
  const url = URL.parse(address);
  if (!url || (url.protocol !== 'https:' && url.protocol !== 'http:')) return false;
  const scheme = url.protocol.slice(0, -1);
  const port = url.port === '' ? defaultPort(scheme) : Number(url.port);
  const host = url.hostname.replace(/\.$/, '');
  return entries.some((entry) => {
    const allowed = readAllowedHost(entry);
    if (typeof allowed === 'string' || allowed.scheme !== scheme || allowed.port !== port) return false;
    return allowed.below ? host.endsWith(`.${allowed.host}`) : host === allowed.host;
  });
}

const isAddress = (host: string) => host.startsWith('[') || /^[\d.]+$/.test(host);
const defaultPort = (scheme: string) => (scheme === 'https' ? 443 : 80);
