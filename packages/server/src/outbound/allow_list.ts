/** `MILLRACE_ALLOWED_PRIVATE_HOSTS`: what an operator lets outgoing calls reach although it is private. */
import ipaddr from 'ipaddr.js';

type Entry =
  | { kind: 'network'; network: [ipaddr.IPv4 | ipaddr.IPv6, number] }
  | { kind: 'host'; host: string; port: number | null };

export class AllowListError extends Error {}

/** Lower case, no brackets, no trailing dot: the one spelling in which hosts are compared. */
export function canonicalHost(hostname: string): string {
  return hostname
    .toLowerCase()
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '');
}

function parseEntry(text: string): Entry {
  if (text.includes('/')) {
    if (!ipaddr.isValidCIDR(text)) throw new AllowListError(`"${text}" is not a network such as 10.0.0.0/8`);
    return { kind: 'network', network: ipaddr.parseCIDR(text) };
  }
  if (ipaddr.isValid(text))
    return { kind: 'host', host: canonicalHost(ipaddr.process(text).toString()), port: null };
  const match = /^(\[[0-9a-fA-F:.]+\]|[A-Za-z0-9._-]+)(?::(\d{1,5}))?$/.exec(text);
  const port = match?.[2] === undefined ? null : Number(match[2]);
  if (!match || (port !== null && (port < 1 || port > 65_535))) {
    throw new AllowListError(`"${text}" is not a host, host:port, address or network`);
  }
  const host = canonicalHost(match[1]!);
  return { kind: 'host', host: ipaddr.isValid(host) ? ipaddr.process(host).toString() : host, port };
}

export interface AllowList {
  /** The operator named this host (with this port, or with every port). */
  allowsHost(hostname: string, port: number): boolean;
  /** The operator named this address, or a network that holds it. */
  allowsAddress(address: string, port: number): boolean;
}

/**
 * Reads the entries of the setting: hosts, `host:port`, addresses, `[v6]:port`, networks.
 * @throws AllowListError naming the entry that cannot be read.
 */
export function createAllowList(entries: readonly string[]): AllowList {
  const parsed = entries
    .map((entry) => entry.trim())
    .filter(Boolean)
    .map(parseEntry);
  const allowsHost = (hostname: string, port: number): boolean => {
    const host = canonicalHost(hostname);
    return parsed.some(
      (entry) => entry.kind === 'host' && entry.host === host && (entry.port === null || entry.port === port),
    );
  };
  return {
    allowsHost,
    allowsAddress: (text, port) => {
      if (!ipaddr.isValid(text)) return false;
      const address = ipaddr.process(text);
      if (allowsHost(address.toString(), port)) return true;
      return parsed.some(
        (entry) =>
          entry.kind === 'network' &&
          entry.network[0].kind() === address.kind() &&
          address.match(entry.network[0] as ipaddr.IPv4, entry.network[1]),
      );
    },
  };
}
