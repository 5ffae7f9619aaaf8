/** A command of the operator cannot be carried out; the message is one line that says why. */
export class CommandError extends Error {
  override name = 'CommandError';
}
