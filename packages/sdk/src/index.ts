export { type ActionDefinition, type App, type AppDefinition, defineApp } from './app.ts';
export { Reconnect, Rejected, RetryLater, StepError } from './errors.ts';
export type { HttpClient, HttpRequest, HttpResponse } from './http.ts';
export { appManifest } from './manifest.ts';
export type { Action, ActionContext, Log } from './operation.ts';
export { errorFromStatus, type StatusErrorOptions } from './status_error.ts';
