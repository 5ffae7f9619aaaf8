/** The embedded database cannot run; the message is one line for the operator. */
export class EmbeddedDatabaseError extends Error {
  override name = 'EmbeddedDatabaseError';
}

/** Another process has the database of this data directory. */
export class DataDirectoryInUse extends EmbeddedDatabaseError {
  override name = 'DataDirectoryInUse';
}
