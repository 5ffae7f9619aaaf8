/**
 * The hosts that a connection may be used with. A credential goes nowhere else, whatever an expression makes of an address.
 *  1. An entry names one host, or with `*.` in front every host below one; never all hosts, and never a whole top level.
 *  2. Scheme and port belong to it: https and its port where nothing else is written.
 */

/** `api.example.com`, `*.example.com`, `api.example.com:8443`, `http://10.0.0.5:8080`. */
const form = /^(?:(https?):\/\/)?(\*\.)?([a-z0-9.-]+|\[[0-9a-f:.]+\])(?::(\d{1,5}))?$/;
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
  const found = form.exec(trimmed);
  if (!found) return 'is not a host, as in api.example.com or *.example.com';
  const [, scheme = 'https', star, name = '', port] = found as unknown as [string, ...(string | undefined)[]];
  const canonical = canonicalHost(name);
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

/** As `URL` writes it, so that every spelling of an address compares alike. */
function canonicalHost(name: string): string | null {
  if (name.startsWith('.') || name.includes('..') || name.startsWith('-')) return null;
  const host = URL.parse(`http://${name}/`)?.hostname.replace(/\.$/, '');
  return host === undefined || host === '' ? null : host;
}

const isAddress = (host: string) => host.startsWith('[') || /^[\d.]+$/.test(host);
const defaultPort = (scheme: string) => (scheme === 'https' ? 443 : 80);
