/** Asks the service of a connection whether it accepts the credentials. */
import type { ConnectionTest } from '@millrace/core';
import { secretEraser } from '@millrace/engine';
import { type AuthKind, errorFromStatus, type HttpClient, StepError } from '@millrace/sdk';
import { type Credentials, signWith, textsOf } from './sign_with.ts';

const TIMEOUT_MS = 10_000;

export interface Trial extends Credentials {
  kind: AuthKind;
  test_url: string;
  secrets: Record<string, unknown>;
}

/** One GET of its test address. Whatever comes of it is an answer in words, without the secrets. */
export async function tryConnection(http: HttpClient, trial: Trial): Promise<ConnectionTest> {
  const started = performance.now();
  const { ok, message } = await ask(http, trial);
  const erase = secretEraser(textsOf(trial.secrets));
  return {
    ok,
    status: ok ? 'working' : 'failing',
    message: erase(message).slice(0, 1_000),
    duration_ms: Math.round(performance.now() - started),
  };
}

async function ask(http: HttpClient, trial: Trial): Promise<{ ok: boolean; message: string }> {
  const { kind, test_url } = trial;
  try {
    const request = signWith(kind, trial, {
      method: 'GET',
      url: test_url,
      headers: { accept: '*/*', 'user-agent': 'Millrace' },
      timeout_ms: TIMEOUT_MS,
    });
    const response = await http.request(request);
    const url = new URL(test_url);
    const asked = `GET ${url.origin}${url.pathname}`;
    if (response.status >= 200 && response.status < 300)
      return { ok: true, message: `${asked} answered ${response.status}.` };
    const error = errorFromStatus(response, { request: asked, now: () => new Date() });
    return { ok: false, message: sentence(error) };
  } catch (error) {
    if (!(error instanceof StepError)) throw error;
    return { ok: false, message: sentence(error) };
  }
}

function sentence({ message, hint, status }: StepError): string {
  if (status === 401) return `${message}. These credentials are not accepted.`;
  return hint === undefined ? message : `${message}. ${hint}`;
}
