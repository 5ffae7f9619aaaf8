/**
 * Opens the connections of outgoing calls. The check sits here, and not in a DNS hook, because a literal address never asks
 * DNS. Invariants:
 *  1. Names and literal addresses pass the same check.
 *  2. Every address that a name resolves to must be allowed; one bad record refuses the call.
 *  3. The address that was checked is the address that is dialled (no second look-up), with the original name in SNI.
 */
import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { Rejected, RetryLater } from '@millrace/sdk';
import { buildConnector } from 'undici';
import { refusedRange, sameAddress } from './addresses.ts';
import type { AllowList } from './allow_list.ts';
import { canonicalHost } from './allow_list.ts';

const resolveLimitMs = 3_000;
const connectLimitMs = 10_000;

/** All addresses of a name; replaced in tests to play a hostile name server. */
export type Resolve = (hostname: string) => Promise<string[]>;

export const resolveWithSystem: Resolve = async (hostname) =>
  (await lookup(hostname, { all: true, order: 'verbatim' })).map((record) => record.address);

async function withinLimit(hostname: string, resolve: Resolve): Promise<string[]> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () =>
        reject(
          new RetryLater(`The name ${hostname} was not resolved within 3 seconds`, { code: 'dns_failed' }),
        ),
      resolveLimitMs,
    );
  });
  try {
    return await Promise.race([resolve(hostname), limit]);
  } catch (error) {
    if (error instanceof RetryLater) throw error;
    throw new RetryLater(`The name ${hostname} could not be resolved`, {
      code: 'dns_failed',
      field: 'url',
      hint: 'Check the spelling of the address.',
      cause: error,
    });
  } finally {
    clearTimeout(timer);
  }
}

function refuse(hostname: string, port: number, rule: string): Rejected {
  const what = isIP(hostname)
    ? `${hostname} is not a public address`
    : `${hostname} leads to an address that is not public`;
  const host = isIP(hostname) === 6 ? `[${hostname}]` : hostname;
  return new Rejected(`${what} (rule: ${rule}); calls into the private network are refused`, {
    code: 'blocked_address',
    field: 'url',
    hint: `An operator can allow it with MILLRACE_ALLOWED_PRIVATE_HOSTS=${host}:${port}`,
  });
}

/**
 * The address to dial for a host.
 * @throws Rejected `blocked_address`; RetryLater `dns_failed`.
 */
export async function checkedAddress(
  hostname: string,
  port: number,
  allowList: AllowList,
  resolve: Resolve,
): Promise<string> {
  const host = canonicalHost(hostname);
  const addresses = isIP(host) ? [host] : await withinLimit(host, resolve);
  if (addresses.length === 0)
    throw new RetryLater(`The name ${host} has no address`, { code: 'dns_failed', field: 'url' });
  if (!allowList.allowsHost(host, port)) {
    for (const address of addresses) {
      const rule = refusedRange(address);
      if (rule !== null && !allowList.allowsAddress(address, port)) throw refuse(host, port, rule);
    }
  }
  // Old resolvers put IPv6 first on machines that have none; IPv4 reaches more places.
  return addresses.find((address) => isIP(address) === 4) ?? addresses[0]!;
}

/** The `connect` of the undici agent. */
export function createConnector(allowList: AllowList, resolve: Resolve): buildConnector.connector {
  const dial = buildConnector({ timeout: connectLimitMs, allowH2: false });
  return (options, callback) => {
    const port = Number(options.port) || (options.protocol === 'https:' ? 443 : 80);
    checkedAddress(options.hostname, port, allowList, resolve).then(
      (address) => {
        const name = canonicalHost(options.hostname);
        const servername = options.protocol === 'https:' && !isIP(name) ? name : undefined;
        dial({ ...options, hostname: address, servername }, (error, socket) => {
          if (error) return callback(error, null);
          if (!sameAddress(socket.remoteAddress ?? '', address)) {
            socket.destroy();
            return callback(refuse(name, port, 'changed address'), null);
          }
          callback(null, socket);
        });
      },
      (error: Error) => callback(error, null),
    );
  };
}
