/** Errors by what should happen next. The engine branches on the class, never on a message. */
import type { Failure } from '@millrace/core';

interface Details {
  code?: string;
  status?: number;
  field?: string;
  hint?: string;
  details?: unknown;
  cause?: unknown;
}

/** A step failed, and trying again will not help. */
export class StepError extends Error {
  readonly code: string;
  readonly status: number | undefined;
  readonly field: string | undefined;
  readonly hint: string | undefined;
  readonly details: unknown;
  constructor(message: string, { code = 'failed', status, field, hint, details, cause }: Details = {}) {
    super(message, { cause });
    this.name = new.target.name;
    this.code = code;
    this.status = status;
    this.field = field;
    this.hint = hint;
    this.details = details;
  }

  toFailure(node_id?: string): Failure {
    const { message, code, status, field, hint, details } = this;
    return {
      message,
      code,
      ...(status !== undefined && { status }),
      ...(node_id !== undefined && { node_id }),
      ...(field !== undefined && { field }),
      ...(hint !== undefined && { hint }),
      ...(details !== undefined && { details }),
    };
  }
}

/** The other side said no: wrong input, missing rights, a rule of theirs. Not tried again. */
export class Rejected extends StepError {}

/** May work later: time-outs, connection errors, HTTP 408, 425, 429 and 5xx. `after_ms` is what `Retry-After` asked for. */
export class RetryLater extends StepError {
  readonly after_ms: number | undefined;
  constructor(message: string, options: Details & { after_ms?: number } = {}) {
    super(message, options);
    this.after_ms = options.after_ms;
  }
}

/** The connection no longer works: the execution waits until a person has reconnected it. */
export class Reconnect extends StepError {}
