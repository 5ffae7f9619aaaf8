/** Asks a server to run the tests of a workflow of its own. */
import type { ErrorBody, TestReport, WorkflowTest } from '@millrace/core';
import { operatorRequest } from '../outbound/operator_request.ts';
import { chooseTests } from './choose_tests.ts';
import { TestMisuse } from './misuse.ts';
import type { Ran, Surroundings } from './run_test_command.ts';
import type { TestRequest } from './test_request.ts';

/** Longer than the server lets a run of tests take. */
const PATIENCE_MS = 120_000;
const defaultUrl = 'http://127.0.0.1:3000';

export async function runOnServer(request: TestRequest, { env }: Surroundings): Promise<Ran> {
  const url = urlOf(request.url ?? env.MILLRACE_URL ?? defaultUrl);
  const key = request.key ?? env.MILLRACE_API_KEY;
  if (!key)
    throw new TestMisuse(
      `Testing ${request.target} on ${url} needs an API key: --key, or MILLRACE_API_KEY. Make one under Settings, API keys`,
    );
  const ask = <T>(path: string, body?: unknown) => call<T>(url, key, path, body);
  const at = `/api/integrations/workflows/${request.target}`;
  const { name } = await ask<{ name: string }>(at);
  const { data } = await ask<{ data: WorkflowTest[] }>(`${at}/tests`);
  const chosen = chooseTests(data, request.names, `Workflow "${name}"`);
  const report = await ask<TestReport>(`${at}/tests/run`, { ids: chosen.map((test) => test.id) });
  return { title: name, report };
}

function urlOf(text: string): string {
  try {
    const url = new URL(text);
    if (url.protocol === 'http:' || url.protocol === 'https:') return text.replace(/\/+$/, '');
  } catch {
    // Said below.
  }
  throw new TestMisuse(`"${text}" is no address of a server, as in https://millrace.example.com`);
}

async function call<T>(url: string, key: string, path: string, body: unknown): Promise<T> {
  let answer: { status: number; text: string };
  try {
    answer = await operatorRequest(url + path, {
      method: body === undefined ? 'GET' : 'POST',
      headers: {
        authorization: `Bearer ${key}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
  } catch (error) {
    throw new TestMisuse(`${url} does not answer: ${reasonOf(error)}`);
  }
  const { status, text } = answer;
  const json = parsed(text);
  if (status >= 200 && status < 300 && json !== undefined) return json as T;
  const said = (json as Partial<ErrorBody> | undefined)?.error;
  throw new TestMisuse(
    said ? `${url} answered ${status}: ${said}` : `${url} answered ${status}; is it a Millrace server?`,
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function reasonOf(error: unknown): string {
  const { message, cause } = error as Error & { cause?: { code?: string; message?: string } };
  return cause?.code ?? (cause?.message || message);
}
