/**
 * Whether a node's secret would go to another place than before. Somebody who may edit a workflow but never saw the
 * secret could otherwise point the address at a server of their own and read it there.
 */
export function sendsElsewhere(before: Record<string, unknown>, after: Record<string, unknown>): boolean {
  return destination(before) !== destination(after) || authType(before) !== authType(after);
}

/** Scheme, host and port as they are written; the whole text where an expression may decide them. */
function destination(config: Record<string, unknown>): string {
  const url = typeof config.url === 'string' ? config.url.trim() : '';
  const authority = /^[a-z][a-z0-9+.-]*:\/\/[^/?#\\]*/i.exec(url)?.[0];
  return authority !== undefined && !authority.includes('{{') ? authority.toLowerCase() : url;
}

function authType(config: Record<string, unknown>): string {
  const auth = config.auth;
  if (typeof auth === 'string') return auth;
  const type = typeof auth === 'object' && auth !== null ? (auth as Record<string, unknown>).type : undefined;
  return typeof type === 'string' ? type : '';
}
