import { executionRoutes, organizationRoutes, personHeader, workflowRoutes } from '@millrace/core';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { call, errorOf, pathOf, queryOf } from './call.ts';
import { ApiError, Unreachable } from './errors.ts';
import { forgetPerson, notePerson } from './page_person.ts';

const id = '01a1f88e-87b8-75ec-9e97-2eeaadd6acc4';

function answer(status: number, body: unknown, headers: Record<string, string> = {}): Response {
  return new Response(body === undefined ? null : JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/json', ...headers },
  });
}

function serve(response: Response | Error) {
  const fetch = vi.fn(async (_url: string, _init: RequestInit) => {
    if (response instanceof Error) throw response;
    return response;
  });
  vi.stubGlobal('fetch', fetch);
  return fetch;
}

afterEach(() => vi.unstubAllGlobals());

test('a path is filled with its parameters, and nothing in them can leave their place', () => {
  expect(pathOf('/members/:id', { id: '../keys?x=1' })).toBe('/members/..%2Fkeys%3Fx%3D1');
  expect(() => pathOf('/members/:id', {})).toThrow('/members/:id needs the parameter id');
});

test('what is not given is left out of the query', () => {
  expect(queryOf({ limit: 10, search: '', status: undefined, cursor: null })).toBe('?limit=10');
  expect(queryOf({ search: 'a & b' })).toBe('?search=a+%26+b');
  expect(queryOf({})).toBe('');
});

describe('a call', () => {
  test('goes to the address of the contract with its query and without a body', async () => {
    const fetch = serve(answer(200, { data: [], next_cursor: null, total: 0 }));
    const page = await call(executionRoutes.logs, { params: { id }, query: { limit: 10, status: 'error' } });
    expect(page.total).toBe(0);
    const [url, init] = fetch.mock.calls[0]!;
    expect(url).toBe(`/api/integrations/workflows/${id}/logs?limit=10&status=error`);
    expect(init).toMatchObject({ method: 'GET', body: undefined, credentials: 'same-origin' });
    expect(init.headers).not.toHaveProperty('content-type');
  });

  test('sends its body as JSON', async () => {
    const fetch = serve(answer(201, { id }));
    await call(workflowRoutes.create, { body: { name: 'Orders' } });
    expect(fetch.mock.calls[0]![1]).toMatchObject({
      method: 'POST',
      body: '{"name":"Orders"}',
      headers: { 'content-type': 'application/json' },
    });
  });

  test('says whose page it is, the same from then on, until somebody signs in in it', async () => {
    const fetch = serve(answer(200, {}));
    const said = async () => {
      await call(workflowRoutes.get, { params: { id } }).catch(() => null);
      return (fetch.mock.lastCall![1].headers as Record<string, string>)[personHeader];
    };
    expect(await said()).toBeUndefined();
    notePerson('ada');
    notePerson('grace');
    expect(await said()).toBe('ada');
    forgetPerson();
    expect(await said()).toBeUndefined();
  });

  test('answers null where the contract has no body', async () => {
    serve(answer(204, undefined));
    expect(await call(organizationRoutes.removeApiKey, { params: { id: 'k1' } })).toBeNull();
  });

  test('throws what the server found wrong, with each issue', async () => {
    const issues = [{ path: 'name', message: 'a workflow needs a name' }];
    serve(answer(422, { error: 'Check the fields', status: 422, code: 'validation_failed', issues }));
    const error = await call(workflowRoutes.create, { body: { name: '' } }).catch(
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toMatchObject({
      message: 'Check the fields',
      status: 422,
      code: 'validation_failed',
      issues,
    });
  });

  test('says in words that nobody answered', async () => {
    serve(new TypeError('Failed to fetch'));
    await expect(call(workflowRoutes.list)).rejects.toBeInstanceOf(Unreachable);
  });

  test('that was given up is not an unreachable server', async () => {
    const given = new AbortController();
    given.abort();
    serve(new DOMException('given up', 'AbortError'));
    await expect(call(workflowRoutes.list, { signal: given.signal })).rejects.toMatchObject({
      name: 'AbortError',
    });
  });
});

describe('an answer that is not of our making', () => {
  test('of a proxy is told by its status', async () => {
    const error = await errorOf(new Response('<html>Bad gateway</html>', { status: 502 }));
    expect(error).toMatchObject({ status: 502, code: 'unexpected_answer' });
    expect(error.message).toContain('502');
  });

  test('of the sign-in keeps its message and how long to wait', async () => {
    const error = await errorOf(answer(429, { message: 'Too many requests' }, { 'retry-after': '58' }));
    expect(error).toMatchObject({ status: 429, message: 'Too many requests', retry_after: 58 });
  });

  const refused = { error: 'Not so', status: 422, code: 'invalid' };
  const issue = { path: 'name', message: 'is missing', node_id: 'n1' };
  test.each<[string, unknown, object]>([
    ['that is of our making', { ...refused, issues: [issue] }, { code: 'invalid', issues: [issue] }],
    ['without findings', refused, { code: 'invalid', issues: [] }],
    [
      'with a finding without words',
      { ...refused, issues: [{ path: 'name' }] },
      { code: 'unexpected_answer' },
    ],
    [
      'with a place that is no text',
      { ...refused, issues: [{ ...issue, field: 1 }] },
      { code: 'unexpected_answer' },
    ],
    ['with findings that are none', { ...refused, issues: 'name' }, { code: 'unexpected_answer' }],
    ['without a code', { error: 'Not so', status: 422 }, { code: 'unexpected_answer' }],
    ['that is a list', [refused], { code: 'unexpected_answer' }],
    ['that is nothing', null, { code: 'unexpected_answer' }],
  ])('%s is read as what it is', async (_, body, expected) => {
    expect(await errorOf(answer(422, body))).toMatchObject({ status: 422, ...expected });
  });
});
