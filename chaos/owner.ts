/** An answer that says no. */
export class RefusedCall extends Error {
  readonly status: number;

  constructor(call: string, status: number, text: string) {
    super(`${call} answered ${status}: ${text}`);
    this.name = 'RefusedCall';
    this.status = status;
  }
}

/** The person who sets the installation up, over the API. */
export interface Owner {
  api<T>(method: string, route: string, body?: unknown): Promise<T>;
}

export async function signUp(url: string): Promise<Owner> {
  const body = {
    name: 'Chaos',
    email: 'chaos@example.com',
    password: 'chaos-chaos-chaos',
    organization: 'Chaos',
  };
  const response = await fetch(`${url}/api/setup`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url },
    body: JSON.stringify(body),
  });
  if (response.status !== 201) throw new Error(`Setup answered ${response.status}: ${await response.text()}`);
  const cookie = response.headers
    .getSetCookie()
    .map((pair) => pair.split(';', 1)[0])
    .join('; ');
  return {
    async api<T>(method: string, route: string, body?: unknown): Promise<T> {
      const answer = await fetch(`${url}/api/integrations${route}`, {
        method,
        headers: { cookie, origin: url, 'content-type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const text = await answer.text();
      if (!answer.ok) throw new RefusedCall(`${method} ${route}`, answer.status, text);
      return JSON.parse(text) as T;
    },
  };
}

export interface Target {
  name: string;
  workflow_id: string;
  address: string;
}

/** Makes and deploys a workflow; its webhook's address, where it has one. */
export async function deploy(
  owner: Owner,
  url: string,
  name: string,
  workflow_definition: unknown,
): Promise<Target> {
  const made = await owner.api<{ id: string }>('POST', '/workflows', { name, workflow_definition });
  const { webhook_url } = await owner.api<{ webhook_url: string | null }>(
    'POST',
    `/workflows/${made.id}/deploy`,
  );
  return { name, workflow_id: made.id, address: webhook_url ? url + new URL(webhook_url).pathname : '' };
}
