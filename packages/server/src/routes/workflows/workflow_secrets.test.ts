import type { Workflow } from '@millrace/core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { webhookDefinition } from '../../testing/factories.ts';
import { type Client, startTestServer, type TestServer } from '../../testing/server.ts';

let server: TestServer;
let org: { id: string; name: string };
let editor: Client;
const workflows = '/api/integrations/workflows';
const canary = 'c4nary-s3cret-value';

beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server?.stop());
beforeEach(async () => {
  org = await server.organization();
  editor = server.client((await server.apiKey(org.id, 'editor')).key);
});

async function create(name: string, workflow_definition: unknown): Promise<Workflow> {
  const answer = await editor.post<Workflow>(workflows, { name, workflow_definition });
  expect(answer.status, answer.text).toBe(201);
  return answer.body;
}

describe('a secret in a node', () => {
  const withSecret = (secret: unknown) => webhookDefinition({ auth: 'header', secret });

  async function everythingReadable(id: string): Promise<string> {
    const paths = [`/${id}`, '', `/${id}/export`, `/${id}/versions`, `/${id}/logs`];
    const answers = await Promise.all(paths.map((path) => editor.get(workflows + path)));
    return answers.map((answer) => answer.text).join('\n');
  }

  test('is never returned, and never stored, logged or audited in clear', async () => {
    const workflow = await create('Hook', withSecret(canary));
    await editor.put(`${workflows}/${workflow.id}`, { workflow_definition: withSecret(`${canary}-2`) });
    const deploy = await editor.post(`${workflows}/${workflow.id}/deploy`);
    expect(deploy.status, deploy.text).toBe(200);
    await editor.post(`${workflows}/${workflow.id}/duplicate`);
    await editor.put(`${workflows}/${workflow.id}`, {
      updated_at: '2020-01-01T00:00:00.000Z',
      workflow_definition: withSecret(canary),
    });
    expect(workflow.trigger_config).toMatchObject({ secret: { $secret: 'set' } });
    expect(await everythingReadable(workflow.id)).not.toContain(canary);
    expect(await dump()).not.toContain(canary);
    expect(server.logged()).not.toContain(canary);
  });

  test('stays when the marker comes back, and opens for the runner in the version and in a duplicate', async () => {
    const workflow = await create('Hook', withSecret(canary));
    await editor.put(`${workflows}/${workflow.id}`, {
      workflow_definition: workflow.workflow_definition,
      description: 'x',
    });
    expect(await opened(workflow.id)).toBe(canary);
    await editor.put(`${workflows}/${workflow.id}`, { name: 'Only the name' });
    expect(await opened(workflow.id)).toBe(canary);
    const copy = await editor.post<Workflow>(`${workflows}/${workflow.id}/duplicate`);
    expect(await opened(copy.body.id)).toBe(canary);
  });

  test('is replaced by a text and removed by leaving it out', async () => {
    const workflow = await create('Hook', withSecret(canary));
    await editor.put(`${workflows}/${workflow.id}`, { workflow_definition: withSecret('another') });
    expect(await opened(workflow.id)).toBe('another');
    await editor.put(`${workflows}/${workflow.id}`, {
      workflow_definition: webhookDefinition({ auth: 'header' }),
    });
    expect(await opened(workflow.id)).toBeUndefined();
  });

  test.each(['webhook', null])(
    'is refused beside a definition that has no trigger to keep it in (%s)',
    async (trigger_type) => {
      const drafted = { trigger_type, trigger_config: { auth: 'header', secret: canary } };
      const refusal = { status: 422, issues: [{ path: 'trigger_config.secret' }] };
      expect((await editor.post(workflows, { name: 'Beside', ...drafted })).body).toMatchObject(refusal);
      const { id } = await create('Later', undefined);
      expect((await editor.put(`${workflows}/${id}`, drafted)).body).toMatchObject(refusal);
      expect(await dump()).not.toContain(canary);
    },
  );

  async function opened(id: string): Promise<unknown> {
    const { rows } = await server.db.asOrg(org.id, (tx) =>
      tx.query('select workflow_definition from integration_workflows where id = $1', [id]),
    );
    const definition = await server.secrets.openDefinition(org.id, rows[0].workflow_definition, id);
    return definition.nodes[0]!.config.secret;
  }

  /** Every row that the runner can reach, as text. */
  function dump(): Promise<string> {
    return server.db.asEngine(async (tx) => {
      const { rows } = await tx.query<{ name: string }>(
        `select c.oid::regclass::text as name from pg_class c
         where c.relnamespace = 'millrace'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
           and has_table_privilege(c.oid, 'select')`,
      );
      let text = '';
      for (const { name } of rows) {
        const found = await tx.query<{ text: string | null }>(
          `select string_agg(t::text, ' ') as text from ${name} t`,
        );
        text += found.rows[0]?.text ?? '';
      }
      expect(text).toContain(org.id);
      return text;
    });
  }
});
