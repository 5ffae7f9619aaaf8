export type ExpressionErrorCode =
  /** The source cannot be parsed. */
  | 'syntax'
  /** Something that the language does not have, or a property that may not be read. */
  | 'forbidden'
  | 'unknown_function'
  /** A value of the wrong type, or an argument that is missing. */
  | 'type'
  /** The right type with a value that cannot be worked with ("abc" as a number). */
  | 'value'
  /** Operations, time or depth used up. */
  | 'budget'
  /** A source, text, list or result over its size. */
  | 'size';

export interface ExpressionErrorDetails {
  /** Index of the character in the source where the cause begins, from 0. */
  position?: number | undefined;
  suggestion?: string | undefined;
  source?: string | undefined;
  cause?: unknown;
}

/** Everything that can go wrong with an expression, when it is compiled or evaluated, in a sentence for its author. */
export class ExpressionError extends Error {
  override readonly name = 'ExpressionError';
  readonly code: ExpressionErrorCode;
  position?: number;
  readonly suggestion?: string;
  source?: string;
  /** Where the expression stands in a configuration: `headers.X`, `mappings[0].source_path`. */
  field?: string;

  constructor(code: ExpressionErrorCode, message: string, details: ExpressionErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = code;
    if (details.position !== undefined) this.position = details.position;
    if (details.suggestion !== undefined) this.suggestion = details.suggestion;
    if (details.source !== undefined) this.source = details.source;
  }
}

/** Turns what a native operation threw into an ExpressionError, so that a caller never meets another class. */
export function asExpressionError(error: unknown): ExpressionError {
  if (error instanceof ExpressionError) return error;
  if (error instanceof RangeError) {
    return new ExpressionError('budget', 'The expression needs more memory or depth than it may use', {
      cause: error,
    });
  }
  const message = error instanceof Error ? error.message : String(error);
  return new ExpressionError('value', message, { cause: error });
}
