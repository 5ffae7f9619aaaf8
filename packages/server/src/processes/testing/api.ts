/** The API of a product, as its first owner. */
export interface Api {
  post(url: string, body: unknown): Promise<string>;
  call<T>(path: string, body?: unknown, method?: string): Promise<T>;
  status(execution_id: string): Promise<string>;
}

/** Makes the first owner of an empty installation, and signs in. */
export async function signUp(url: string): Promise<Api> {
  const owner = { name: 'Ada', email: 'ada@example.com', password: 'analytical engine', organization: 'Ada' };
  const headers = { 'content-type': 'application/json', origin: url };
  const answer = await fetch(`${url}/api/setup`, { method: 'POST', headers, body: JSON.stringify(owner) });
  const cookie = answer.headers
    .getSetCookie()
    .map((value) => value.split(';', 1)[0])
    .join('; ');
  async function call<T>(
    path: string,
    body?: unknown,
    method = body === undefined ? 'GET' : 'POST',
  ): Promise<T> {
    const response = await fetch(url + path, {
      method,
      headers: { ...headers, cookie },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!response.ok)
      throw new Error(`${method} ${path} answered ${response.status}: ${await response.text()}`);
    return (await response.json()) as T;
  }
  return {
    call,
    post: async (path, body) => (await call<{ execution_id: string }>(path, body)).execution_id,
    status: async (id) => (await call<{ status: string }>(`/api/integrations/executions/${id}`)).status,
  };
}
