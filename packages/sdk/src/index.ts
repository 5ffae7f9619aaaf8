export { Reconnect, Rejected, RetryLater, StepError } from './errors.ts';
export type { HttpClient, HttpRequest, HttpResponse } from './http.ts';
export type { Action, ActionContext, Log } from './operation.ts';
