/** Prepares one attempt of one action: what it is given, and what is known of it for the record. */
import { type Action, type HttpClient, type Log, StepError } from '@millrace/sdk';
import { connectedHttp } from './connected_http.ts';
import { effectOf, type Operation } from './operation.ts';
import type { Place } from './place.ts';
import { maskFields, secretEraser } from './secrets.ts';
import { type Began, type StepCall, type Turn, triedBefore } from './turn.ts';

/** For actions that only compute: they are done before anybody could abort them. */
const neverAborted = new AbortController().signal;

export function prepareCall(
  turn: Turn,
  place: Place,
  { action, secret_fields }: Operation & { kind: 'action' },
  input: unknown,
  scope: Readonly<Record<string, unknown>>,
  began: Began,
): StepCall {
  const { means, whole } = turn;
  const { walk, node, path } = place;
  const local = action.local === true;
  const controller = local ? null : new AbortController();
  const signal = controller?.signal ?? neverAborted;
  const { shown, secrets } = maskFields(input, secret_fields);
  const before = triedBefore(turn, place);
  const connects = action.connects?.(input) === true;
  const hidden = connects ? hiddenLater(secrets) : null;
  return {
    place,
    action,
    context: {
      input,
      http: local
        ? noHttp
        : boundHttp(hidden ? connected(turn, node, action, hidden.add) : means.http, signal),
      signal,
      now: () => means.clock.now(),
      ...(means.random && { random: means.random }),
      idempotencyKey: `${whole.start.id}:${path}`,
      log: boundLog(means.log, whole.start.id, node.id),
      timezone: walk.plan.timezone,
      scope,
    },
    effect: local ? 'local' : effectOf(action, input),
    attempt: before.attempt + 1,
    before,
    shown: walk.allowance.input(shown),
    erase: hidden?.erase ?? secretEraser(secrets),
    started_at: began.at,
    began: began.ms,
    pending: null,
    abort: (reason) => controller?.abort(reason),
  };
}

function connected(
  { means, whole }: Turn,
  { node }: Place['node'],
  { app = '' }: Action,
  onSecrets: (secrets: readonly string[]) => void,
): HttpClient {
  const { connections, http } = means;
  return connectedHttp(http, { connections, org_id: whole.start.org_id, app, node, onSecrets });
}

/** Secrets that are known only when the call goes out. */
function hiddenLater(first: readonly string[]) {
  let erase = secretEraser(first);
  return {
    add: (more: readonly string[]) => {
      erase = secretEraser([...first, ...more]);
    },
    erase: <T>(value: T): T => erase(value),
  };
}

const noHttp: HttpClient = {
  request: () => {
    throw new StepError('An action that only computes may not use the network', { code: 'local_action' });
  },
};

/** Passes the step's signal to every request, also where the action forgot it. */
function boundHttp(http: HttpClient, signal: AbortSignal): HttpClient {
  return { request: (request) => http.request({ signal, ...request }) };
}

/** A log whose lines say which step wrote them. */
function boundLog(log: Log, execution_id: string, node_id: string): Log {
  return {
    info: (message, details) => log.info(message, { execution_id, node_id, ...details }),
    warn: (message, details) => log.warn(message, { execution_id, node_id, ...details }),
  };
}
