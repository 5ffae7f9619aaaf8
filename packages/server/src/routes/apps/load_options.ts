/**
 * The choices of a field, as its app or Millrace itself knows them.
 *  1. The app sees only the inputs that the field says it depends on, and reaches out through the guarded client.
 *  2. Whatever it does ends after ten seconds, and is answered in words.
 */
import { type FieldOption, optionLimits } from '@millrace/core';
import { connectedHttp, secretEraser } from '@millrace/engine';
import { type FoundLoader, type HttpClient, loaderOf, StepError } from '@millrace/sdk';
import { ApiError, invalid } from '../../errors.ts';
import type { ServerDeps } from '../../server_deps.ts';
import { ownLoader } from './own_options.ts';

const TIMEOUT_MS = 10_000;

export interface OptionsRequest {
  org_id: string;
  app: string;
  operation: string;
  field: string;
  connection_id?: string | null | undefined;
  input: Record<string, unknown>;
}

export interface LoadedOptions {
  options: FieldOption[];
  truncated: boolean;
}

/** @throws ApiError `not_found` for an app, operation or field without choices; `options_failed` with the reason */
export async function loadOptions(deps: ServerDeps, request: OptionsRequest): Promise<LoadedOptions> {
  const own = ownLoader(deps, request);
  if (own) return readOptions(await own());
  const action = deps.runtime.apps.action(request.app, request.operation);
  if (!action) throw new ApiError('not_found', { message: 'There is no such operation here.' });
  const found = loaderOf(action.input, request.field);
  if (!found)
    throw new ApiError('not_found', { message: `The field ${request.field} has no choices to load.` });
  const input = inputFor(found, request.input);
  const secrets: string[] = [];
  const stop = new AbortController();
  const late = new StepError(`The choices did not come within ${TIMEOUT_MS / 1_000} s`, { code: 'timeout' });
  const timer = setTimeout(() => stop.abort(late), TIMEOUT_MS);
  try {
    const http = clientFor(deps, request, stop.signal, (more) => secrets.push(...more));
    const answer = found.load({ input, http, signal: stop.signal, now: () => new Date() });
    return readOptions(await Promise.race([answer, aborted(stop.signal)]));
  } catch (error) {
    throw refusal(deps, error, secrets);
  } finally {
    clearTimeout(timer);
  }
}

function clientFor(
  deps: ServerDeps,
  { org_id, app, connection_id }: OptionsRequest,
  signal: AbortSignal,
  onSecrets: (secrets: readonly string[]) => void,
): HttpClient {
  const { http, connections } = deps.runtime;
  const signed = connection_id
    ? connectedHttp(http, { connections, org_id, app, node: { connection_id }, onSecrets })
    : http;
  return { request: (request) => signed.request({ signal, ...request }) };
}

/** Of the other inputs those that decide. What an expression will give is not known before it runs. */
function inputFor({ depends_on }: FoundLoader, given: Record<string, unknown>): Record<string, unknown> {
  const entries = depends_on
    .filter((name) => Object.hasOwn(given, name))
    .map((name) => [name, given[name]] as const);
  const computed = entries.find(([, value]) => typeof value === 'string' && value.includes('{{'));
  if (computed)
    throw invalid([
      {
        path: `input.${computed[0]}`,
        message: `The choices depend on ${computed[0]}, which an expression gives; type the value itself, or an expression`,
      },
    ]);
  return Object.fromEntries(entries);
}

/** What a loader gave, of which nothing is certain. */
export function readOptions(loaded: unknown): LoadedOptions {
  if (!Array.isArray(loaded))
    throw new ApiError('options_failed', { message: 'The app gave no list of choices.' });
  const byValue = new Map<string, FieldOption>();
  for (const one of loaded as unknown[]) {
    const { value, label } = (typeof one === 'object' && one !== null ? one : {}) as Record<string, unknown>;
    if (typeof value !== 'string' || value === '' || value.length > optionLimits.text) continue;
    const text = typeof label === 'string' && label.trim() !== '' ? label : value;
    if (!byValue.has(value)) byValue.set(value, { value, label: text.slice(0, optionLimits.text) });
    if (byValue.size > optionLimits.count) break;
  }
  const options = [...byValue.values()];
  return { options: options.slice(0, optionLimits.count), truncated: options.length > optionLimits.count };
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
  });
}

function refusal(deps: ServerDeps, error: unknown, secrets: readonly string[]): unknown {
  if (error instanceof ApiError) return error;
  if (!(error instanceof StepError)) {
    deps.log.error({ error: String(error) }, 'The choices of a field could not be loaded');
    return new ApiError('options_failed');
  }
  const words = error.hint === undefined ? error.message : `${error.message}. ${error.hint}`;
  return new ApiError('options_failed', { message: secretEraser(secrets)(words) });
}
