/** Every error that a client of the API may receive: code, status, sentence. */
import type { ErrorBody } from '@millrace/core';

const table = {
  malformed_json: [400, 'The body is not valid JSON.'],
  invalid_utf8: [400, 'The body is not valid UTF-8 text.'],
  bad_request: [400, 'The request cannot be understood.'],
  unauthenticated: [401, 'Sign in, or send an API key as "Authorization: Bearer <key>".'],
  invalid_api_key: [401, 'This API key is unknown, revoked or expired.'],
  wrong_credentials: [401, 'E-mail or password is wrong.'],
  webhook_unauthorized: [401, 'This webhook asks for a proof that is missing or wrong.'],
  no_organization: [403, 'Your account belongs to no organization. Ask an administrator to add you.'],
  forbidden: [403, 'Your role may not do this.'],
  not_approver: [403, 'You are not among those who may decide this.'],
  cross_site: [403, 'This request came from another site and was refused.'],
  sign_up_closed: [403, 'People are added by an administrator under Settings, Members.'],
  not_found: [404, 'There is no such thing here.'],
  wrong_method: [405, 'This address does not take this method.'],
  other_person: [
    409,
    'Somebody else signed in in this browser since this page was opened. Sign in as yourself again, or load the page anew.',
  ],
  name_taken: [409, 'There is already a workflow with this name.'],
  stale: [409, 'Somebody saved this workflow in the meantime. Compare with the current one and save again.'],
  connection_in_use: [409, 'Workflows use this connection. Their steps fail without it.'],
  setup_done: [409, 'This installation is already set up. Sign in instead.'],
  already_member: [409, 'This person is already a member.'],
  member_elsewhere: [
    409,
    'This person also belongs to another organization, so nobody here may set their password. They can change it themselves.',
  ],
  last_owner: [409, 'An organization keeps at least one owner.'],
  not_deployed: [409, 'This workflow is not deployed yet. Deploy it, then run it.'],
  not_active: [409, 'This workflow is paused. Resume it, then run it.'],
  already_finished: [409, 'This execution has already ended.'],
  not_finished: [409, 'This execution has not ended yet. Cancel it first, or wait.'],
  already_decided: [409, 'This approval has been decided already.'],
  not_waiting: [409, 'No step of this execution waits for this.'],
  nothing_failed: [409, 'No step of this execution failed. Run it again from the start.'],
  data_not_kept: [
    409,
    'The data of this execution were not kept (save_data of its workflow), so it cannot be run again.',
  ],
  idempotency_conflict: [409, 'This Idempotency-Key was used with another body.'],
  already_used: [410, 'This address has been used already. It works once.'],
  expired: [410, 'It is too late: the time for this is over.'],
  execution_over: [410, 'The execution that waited for this has ended.'],
  too_large: [413, 'The body is too large.'],
  wrong_content_type: [415, 'Send the body as application/json.'],
  validation_failed: [422, 'Some of what you sent is not right.'],
  options_failed: [422, 'The choices could not be loaded. Try again, or type the value.'],
  rate_limited: [429, 'Too many attempts. Wait a little and try again.'],
  overloaded: [429, 'Too many executions are waiting. Try again in a moment.'],
  internal: [
    500,
    'Something went wrong on our side. The log of the server has the details under this request id.',
  ],
  unavailable: [503, 'The database cannot be reached right now. Try again in a moment.'],
} as const satisfies Record<string, readonly [number, string]>;

export type ErrorCode = keyof typeof table;
export type Issue = NonNullable<ErrorBody['issues']>[number];

export interface ErrorDetails {
  /** A sentence that says more than the table's. */
  message?: string;
  issues?: Issue[];
  headers?: Record<string, string>;
  /** Further members of the body: `current` of a 409. */
  extra?: Record<string, unknown>;
}

/** An answer that is an error; thrown by routes and commands. */
export class ApiError extends Error {
  readonly code: ErrorCode;
  readonly status: number;
  readonly details: ErrorDetails;
  override name = 'ApiError';
  constructor(code: ErrorCode, details: ErrorDetails = {}) {
    super(details.message ?? table[code][1]);
    this.code = code;
    this.status = table[code][0];
    this.details = details;
  }
}

/** 422 with its findings; one finding is also the sentence. */
export function invalid(issues: Issue[]): ApiError {
  const first = issues.length === 1 ? issues[0]!.message : undefined;
  return new ApiError('validation_failed', { issues, ...(first === undefined ? {} : { message: first }) });
}

export function errorBody(error: ApiError): ErrorBody & Record<string, unknown> {
  return {
    error: error.message,
    status: error.status,
    code: error.code,
    ...(error.details.issues ? { issues: error.details.issues } : {}),
    ...error.details.extra,
  };
}

export const errorCodes = Object.keys(table) as ErrorCode[];
