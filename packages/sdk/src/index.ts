export { type ActionDefinition, type App, type AppDefinition, defineApp } from './app.ts';
export { headerKey, queryKey } from './auth/api_key.ts';
export { type AuthKind, secretFieldsOf } from './auth/auth_kind.ts';
export { basic } from './auth/basic.ts';
export { bearer } from './auth/bearer.ts';
export { Reconnect, Rejected, RetryLater, StepError } from './errors.ts';
export { bytesOf, type FileField, type FileValue, fileField, fileLimits, fileSchema } from './file.ts';
export type { HttpClient, HttpRequest, HttpResponse } from './http.ts';
export { appManifest } from './manifest.ts';
export type { Action, ActionContext, Log } from './operation.ts';
export {
  type FoundLoader,
  type LoadContext,
  type LoadedOption,
  loaderOf,
  type OptionLoader,
  type OptionsField,
  optionsField,
} from './options.ts';
export { errorFromStatus, type StatusErrorOptions } from './status_error.ts';
