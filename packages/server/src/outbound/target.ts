/** Reads the address of an outgoing call once, and refuses what no call may have: other schemes, userinfo, odd ports. */
import { Rejected } from '@millrace/sdk';
import type { AllowList } from './allow_list.ts';

/** Ports that are open without the operator's word: the web, and where people run web services. */
function isWebPort(port: number): boolean {
  return port === 80 || port === 443 || (port >= 8_000 && port <= 9_999);
}

export function portOf(url: URL): number {
  return url.port ? Number(url.port) : url.protocol === 'https:' ? 443 : 80;
}

/**
 * @throws Rejected `invalid_url` when it is not an absolute http(s) address without user name and password;
 *   `blocked_address` when its port is not one that calls may use.
 */
export function readTarget(text: string, allowList: AllowList): URL {
  const url = URL.parse(text);
  if (!url) {
    throw new Rejected(
      `"${text.slice(0, 200)}" is not a web address; it must start with https:// or http://`,
      {
        code: 'invalid_url',
        field: 'url',
      },
    );
  }
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw new Rejected(`Only http and https addresses can be called, not ${url.protocol}//`, {
      code: 'invalid_url',
      field: 'url',
    });
  }
  if (url.username || url.password) {
    throw new Rejected(
      'The address must not contain a user name or password; use the authentication fields',
      {
        code: 'invalid_url',
        field: 'url',
      },
    );
  }
  const port = portOf(url);
  if (
    !isWebPort(port) &&
    !allowList.allowsHost(url.hostname, port) &&
    !allowList.allowsAddress(hostAddress(url), port)
  ) {
    throw new Rejected(`Port ${port} is not open to outgoing calls (rule: port)`, {
      code: 'blocked_address',
      field: 'url',
      hint: `80, 443 and 8000 to 9999 are open. An operator can allow it with MILLRACE_ALLOWED_PRIVATE_HOSTS=${url.hostname}:${port}`,
    });
  }
  return url;
}

/** The host of a URL without the brackets of IPv6. */
export function hostAddress(url: URL): string {
  return url.hostname.replace(/^\[|\]$/g, '');
}
