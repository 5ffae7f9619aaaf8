/** A transform that cannot be worked out, in words for its author. */
export class TransformError extends Error {
  override readonly name = 'TransformError';
  /** `validation`, `type`, `expression`, or the code of what caused it. */
  readonly code: string;
  /** Its wire path: `aggregations[0].field`. */
  readonly field: string | undefined;
  readonly hint: string | undefined;

  constructor(
    message: string,
    details: { code: string; field?: string | undefined; hint?: string | undefined; cause?: unknown },
  ) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = details.code;
    this.field = details.field;
    this.hint = details.hint;
  }
}
