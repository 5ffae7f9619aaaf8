/** What a failed statement means for whoever sent it: the writer branches on this and on nothing else. */

/**
 * `away`: nothing is known, the connection broke or the server is going down or coming up; look up, then try again.
 * `contended`: PostgreSQL rolled it back to resolve a conflict; try the same again.
 * `cancelled`: the statement took too long, or an operator stopped it; smaller ones may get through, the rows are not to blame.
 * `data`: these rows will never be written; find out which one it is.
 */
export type DatabaseTrouble = 'away' | 'contended' | 'cancelled' | 'data';

/** SQLSTATE classes of a server that cannot serve now: connection, out of resources, operator intervention, its own error. */
const awayClasses = new Set(['08', '53', '57', '58', 'XX']);
/** A standby: the server that takes writes is another one now. */
const readOnly = '25006';
const contended = new Set(['40001', '40P01', '55P03']);

export function troubleOf(error: unknown): DatabaseTrouble {
  const code = (error as { code?: unknown } | null)?.code;
  if (typeof code !== 'string' || !isState(code)) return isBroken(error) ? 'away' : 'data';
  if (contended.has(code)) return 'contended';
  if (code === '57014') return 'cancelled';
  if (awayClasses.has(code.slice(0, 2)) || code === readOnly) return 'away';
  // The id is there already: an earlier try whose outcome was unknown did commit.
  if (code === '23505') return 'contended';
  return 'data';
}

/** The database cannot be asked now: worth telling a caller to come again, and worth another try. */
export function isAway(error: unknown): boolean {
  return error instanceof DatabaseAway || troubleOf(error) === 'away';
}

/** The states of the server have five characters, and so have some errnos (EPIPE); no state begins with E. */
function isState(code: string): boolean {
  return /^[0-9A-DF-Z][0-9A-Z]{4}$/.test(code);
}

/** A connection that breaks shows as an errno, or as a message of the driver. */
function isBroken(error: unknown): boolean {
  const { code, message } = error as { code?: unknown; message?: unknown };
  if (typeof code === 'string') return /^E[A-Z]+$/.test(code);
  return (
    typeof message === 'string' &&
    /^Connection terminated|^Client (has encountered a connection error|was closed)|^timeout (exceeded when trying to connect|expired)|^Query read timeout|^Cannot use a pool after/.test(
      message,
    )
  );
}

/** The database could not be reached within the time a caller is made to wait. */
export class DatabaseAway extends Error {
  constructor(cause?: unknown) {
    super('The database cannot be reached', { cause });
    this.name = 'DatabaseAway';
  }
}
