/** What a failed statement means for whoever sent it: the writer branches on this and on nothing else. */

/**
 * `away`: nothing is known, the connection broke or the server is going down or coming up; look up, then try again.
 * `contended`: PostgreSQL rolled it back to resolve a conflict; try the same again.
 * `data`: these rows will never be written; find out which one it is.
 */
export type DatabaseTrouble = 'away' | 'contended' | 'data';

/** SQLSTATE classes of a server that cannot serve now: connection, out of resources, operator intervention, its own error. */
const awayClasses = new Set(['08', '53', '57', '58', 'XX']);
const contended = new Set(['40001', '40P01', '55P03']);

export function troubleOf(error: unknown): DatabaseTrouble {
  const code = (error as { code?: unknown } | null)?.code;
  // A broken connection has an errno (`ECONNRESET`) or no code at all; only the server sends five-letter states.
  if (typeof code !== 'string' || !/^[0-9A-Z]{5}$/.test(code)) return 'away';
  if (contended.has(code)) return 'contended';
  // 57014 is a cancelled statement: the time-out of one statement, not of the server.
  if (awayClasses.has(code.slice(0, 2)) && code !== '57014') return 'away';
  // The id is there already: an earlier try whose outcome was unknown did commit.
  if (code === '23505') return 'contended';
  return 'data';
}

/** The database could not be reached within the time a caller is made to wait. */
export class DatabaseAway extends Error {
  constructor(cause?: unknown) {
    super('The database cannot be reached', { cause });
    this.name = 'DatabaseAway';
  }
}
