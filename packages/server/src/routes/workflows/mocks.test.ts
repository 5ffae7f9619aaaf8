import { expect, test } from 'vitest';
import { startTestServer } from '../../testing/server.ts';

const workflows = '/api/integrations/workflows';

test('a mock that no step takes is refused, by key and by id it is taken', async () => {
  const server = await startTestServer();
  try {
    const org = await server.organization();
    const editor = server.client((await server.apiKey(org.id, 'editor')).key);
    const nodes = [
      { id: 't', type: 'trigger', subtype: 'manual', config: {} },
      { id: 'a', key: 'fetched', type: 'action', subtype: 'http_request', config: { url: 'https://x.test' } },
    ];
    const edges = [{ source: 't', target: 'a' }];
    const created = await editor.post<{ id: string }>(workflows, {
      name: 'Mocked',
      workflow_definition: { nodes, edges },
    });
    const tested = (mocks: object) => editor.post(`${workflows}/${created.body.id}/test`, { mocks });
    const answer = { status: 200, headers: {}, body: 1, duration_ms: 1 };
    const refused = await tested({ fetchd: answer });
    expect(refused.status).toBe(422);
    expect(refused.text).toContain('mocks.fetchd');
    expect(refused.body).toMatchObject({
      error: 'no step of this workflow has the key "fetchd"; its steps are fetched',
    });
    for (const name of ['fetched', 'a']) {
      const taken = await tested({ [name]: answer });
      expect(taken.status, taken.text).toBe(200);
      expect(taken.body).toMatchObject({ status: 'success', output: { body: 1 } });
    }
  } finally {
    await server.stop();
  }
}, 60_000);
