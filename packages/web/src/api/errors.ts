import type { ErrorBody } from '@millrace/core';

/** An answer of the API that is not a success; `message` is a sentence for a person. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  readonly issues: NonNullable<ErrorBody['issues']>;
  /** Seconds to wait before another try, where the server said so (429). */
  readonly retry_after: number | null;
  /** The whole answer: a 409 of a stale save carries the current row beside the error. */
  readonly body: unknown;

  constructor(error: ErrorBody, options: { retry_after?: number | null; body?: unknown } = {}) {
    super(error.error);
    this.name = 'ApiError';
    this.status = error.status;
    this.code = error.code;
    this.issues = error.issues ?? [];
    this.retry_after = options.retry_after ?? null;
    this.body = options.body ?? error;
  }
}

/** The server could not be reached at all. */
export class Unreachable extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'Unreachable';
  }
}

/** The sentence to show for whatever was thrown. */
export function messageOf(error: unknown, otherwise: string): string {
  return error instanceof Error && error.message ? error.message : otherwise;
}
