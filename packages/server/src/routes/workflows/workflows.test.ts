import type { Workflow, WorkflowSummary } from '@millrace/core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { mappingDefinition, webhookDefinition } from '../../testing/factories.ts';
import { type Client, startTestServer, type TestServer } from '../../testing/server.ts';

let server: TestServer;
let org: { id: string; name: string };
let editor: Client;
const workflows = '/api/integrations/workflows';

beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server?.stop());
beforeEach(async () => {
  org = await server.organization();
  editor = server.client((await server.apiKey(org.id, 'editor')).key);
});

async function create(
  name: string,
  workflow_definition: unknown = mappingDefinition(),
  rest: object = {},
): Promise<Workflow> {
  const answer = await editor.post<Workflow>(workflows, { name, workflow_definition, ...rest });
  expect(answer.status, answer.text).toBe(201);
  return answer.body;
}

async function deployed(name: string, definition: unknown = mappingDefinition()): Promise<Workflow> {
  const { id } = await create(name, definition);
  const answer = await editor.post<Workflow>(`${workflows}/${id}/deploy`);
  expect(answer.status, answer.text).toBe(200);
  return answer.body;
}

async function read(id: string): Promise<Workflow> {
  return (await editor.get<Workflow>(`${workflows}/${id}`)).body;
}

describe('a draft', () => {
  test('is created with what it needs only, and read back the same', async () => {
    const created = await create('Orders', undefined);
    expect(created).toMatchObject({
      name: 'Orders',
      status: 'draft',
      enabled: false,
      version: 0,
      webhook_url: null,
      execution_count: 0,
    });
    expect(await read(created.id)).toEqual(created);
  });

  test('keeps its definition as it was written, with keys, labels and handles filled in', async () => {
    const created = await create('Orders', mappingDefinition());
    const definition = created.workflow_definition as unknown as {
      nodes: { key: string; label: string; config: object }[];
      edges: object[];
    };
    expect(definition.nodes[1]).toMatchObject({ key: 'mapped', label: 'Data Transform' });
    expect(Object.keys(definition.nodes[1]!.config)).toEqual(['transform_type', 'input', 'mappings']);
    expect(definition.edges[0]).toMatchObject({
      source: 'start',
      target: 'map',
      sourceHandle: 'out',
      targetHandle: 'in',
    });
  });

  test('may be incomplete', async () => {
    await create('Empty', { nodes: [], edges: [] });
    await create('Half', {
      nodes: [{ id: 'a', type: 'action', subtype: 'http_request', config: {} }],
      edges: [],
    });
  });

  test('has a name of its own in the organization, whatever the case; a deleted one is free again', async () => {
    const first = await create('Orders');
    const second = await editor.post(workflows, { name: '  oRDERS ' });
    expect(second.body).toMatchObject({ status: 409, code: 'name_taken' });
    const other = await create('Invoices');
    expect((await editor.put(`${workflows}/${other.id}`, { name: 'ORDERS' })).body).toMatchObject({
      status: 409,
      code: 'name_taken',
    });
    expect((await editor.delete(`${workflows}/${first.id}`)).status).toBe(204);
    await create('orders');
    const elsewhere = await server.organization();
    const stranger = server.client((await server.apiKey(elsewhere.id, 'editor')).key);
    expect((await stranger.post(workflows, { name: 'Orders' })).status).toBe(201);
  });

  test('of one name is created once, however often it is sent at the same time', async () => {
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => editor.post(workflows, { name: 'Double click' })),
    );
    expect(answers.map((answer) => answer.status).sort()).toEqual([201, 409, 409, 409, 409, 409, 409, 409]);
  });

  test('changes only what is sent', async () => {
    const created = await create('Orders', mappingDefinition(), { description: 'First' });
    const renamed = await editor.put<Workflow>(`${workflows}/${created.id}`, { name: 'Renamed' });
    expect(renamed.body).toMatchObject({
      name: 'Renamed',
      description: 'First',
      workflow_definition: created.workflow_definition,
    });
    const cleared = await editor.put<Workflow>(`${workflows}/${created.id}`, { description: null });
    expect(cleared.body).toMatchObject({ name: 'Renamed', description: null });
  });

  test('is gone after a delete, but its executions are not', async () => {
    const workflow = await deployed('Orders');
    await editor.delete(`${workflows}/${workflow.id}`);
    expect((await editor.get(`${workflows}/${workflow.id}`)).status).toBe(404);
    expect((await editor.delete(`${workflows}/${workflow.id}`)).status).toBe(404);
    expect((await editor.post(`${workflows}/${workflow.id}/execute`)).status).toBe(404);
    expect((await editor.get<{ total: number }>(workflows)).body.total).toBe(0);
  });
});

describe('two people who save at once', () => {
  test.each(['header', 'body'] as const)(
    'the second one is told, with the current one (%s)',
    async (place) => {
      const created = await create('Orders');
      const save = (description: string) =>
        editor.request<Record<string, unknown>>(
          'PUT',
          `${workflows}/${created.id}`,
          { description, ...(place === 'body' ? { updated_at: created.updated_at } : {}) },
          place === 'header' ? { 'if-match': `"${created.updated_at}"` } : {},
        );
      const first = await save('first');
      expect(first.status).toBe(200);
      expect(first.headers.get('etag')).toBe(`"${first.body.updated_at as string}"`);
      const second = await save('second');
      expect(second.body).toMatchObject({
        status: 409,
        code: 'stale',
        current: { id: created.id, description: 'first' },
      });
      expect((await read(created.id)).description).toBe('first');
    },
  );

  test('exactly one of many wins', async () => {
    const created = await create('Orders');
    const answers = await Promise.all(
      Array.from({ length: 6 }, (_, i) =>
        editor.put(`${workflows}/${created.id}`, { description: `${i}`, updated_at: created.updated_at }),
      ),
    );
    expect(answers.filter((answer) => answer.status === 200)).toHaveLength(1);
    expect(answers.filter((answer) => answer.status === 409)).toHaveLength(5);
  });

  test('* saves whatever is there', async () => {
    const created = await create('Orders');
    await editor.put(`${workflows}/${created.id}`, { description: 'one' });
    const forced = await editor.request(
      'PUT',
      `${workflows}/${created.id}`,
      { description: 'two' },
      { 'if-match': '*' },
    );
    expect(forced.status).toBe(200);
  });
});

describe('the trigger', () => {
  test('is what the definition says', async () => {
    const workflow = await create('Hook', webhookDefinition(), { trigger_type: 'manual' });
    expect(workflow).toMatchObject({ trigger_type: 'webhook', trigger_config: { method: 'POST' } });
  });

  test('that is given beside an empty trigger node fills it', async () => {
    const definition = webhookDefinition();
    definition.nodes[0]!.config = {};
    const workflow = await create('Hook', definition, {
      trigger_type: 'webhook',
      trigger_config: { method: 'PUT' },
    });
    expect(workflow.trigger_config).toEqual({ method: 'PUT' });
    expect(workflow.workflow_definition).toMatchObject({ nodes: [{ config: { method: 'PUT' } }, {}] });
  });

  test('without a trigger node is what is given', async () => {
    const workflow = await create(
      'Event',
      { nodes: [], edges: [] },
      { trigger_type: 'event', trigger_config: { event_type: 'order.created' } },
    );
    expect(workflow).toMatchObject({
      trigger_type: 'event',
      trigger_config: { event_type: 'order.created' },
    });
    const renamed = await editor.put<Workflow>(`${workflows}/${workflow.id}`, { name: 'Other' });
    expect(renamed.body).toMatchObject({
      trigger_type: 'event',
      trigger_config: { event_type: 'order.created' },
    });
  });

  test('webhook has an address from the first save on, which never changes', async () => {
    const workflow = await create('Hook', webhookDefinition());
    expect(workflow.webhook_url).toMatch(/^http:\/\/127\.0\.0\.1:3000\/hooks\/[\w-]{22}$/);
    await editor.put(`${workflows}/${workflow.id}`, { workflow_definition: mappingDefinition() });
    expect((await read(workflow.id)).webhook_url).toBeNull();
    await editor.put(`${workflows}/${workflow.id}`, { workflow_definition: webhookDefinition() });
    await editor.post(`${workflows}/${workflow.id}/deploy`);
    expect((await read(workflow.id)).webhook_url).toBe(workflow.webhook_url);
  });

  test('webhook with a path of its own stands below the organization', async () => {
    const workflow = await create('Hook', webhookDefinition({ path: 'orders/new' }));
    expect(workflow.webhook_url).toMatch(/\/hooks\/org-[0-9a-f-]+\/orders\/new$/);
  });
});

describe('the list', () => {
  async function pages(query: string): Promise<string[]> {
    const names: string[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const path: string = `${workflows}?limit=2&${query}${cursor === '' ? '' : `&cursor=${cursor}`}`;
      const answer = await editor.get<{ data: WorkflowSummary[]; next_cursor: string | null; total: number }>(
        path,
      );
      expect(answer.status, answer.text).toBe(200);
      names.push(...answer.body.data.map((row) => row.name));
      cursor = answer.body.next_cursor;
    }
    return names;
  }

  test('goes through everything page by page, in each order, without doubles', async () => {
    for (const name of ['beta', 'Alpha', 'delta', 'Éclair', 'charlie'])
      await create(name, { nodes: [], edges: [] });
    expect(await pages('sort=updated_at')).toEqual(['charlie', 'Éclair', 'delta', 'Alpha', 'beta']);
    expect(await pages('sort=name')).toEqual(['Alpha', 'beta', 'charlie', 'delta', 'Éclair']);
    expect((await pages('sort=last_executed_at')).sort()).toEqual(
      ['Alpha', 'beta', 'charlie', 'delta', 'Éclair'].sort(),
    );
  });

  test('finds by text, status and trigger, and counts what it finds', async () => {
    await create('Order import', mappingDefinition(), { description: 'from the shop' });
    await create('Invoices', webhookDefinition());
    await deployed('Running');
    const find = async (query: string) => {
      const { body } = await editor.get<{ data: { name: string }[]; total: number }>(`${workflows}?${query}`);
      expect(body.total).toBe(body.data.length);
      return body.data.map((row) => row.name);
    };
    expect(await find('search=ORDER')).toEqual(['Order import']);
    expect(await find('search=shop')).toEqual(['Order import']);
    expect(await find('status=active')).toEqual(['Running']);
    expect(await find('trigger_type=webhook')).toEqual(['Invoices']);
    expect(await find('search=nothing')).toEqual([]);
  });

  test('shows what it needs of a definition, without it', async () => {
    await create('Hook', webhookDefinition());
    const { body } = await editor.get<{ data: Record<string, unknown>[] }>(workflows);
    expect(body.data[0]).toMatchObject({ node_subtypes: ['webhook', 'data_transform'], last_status: null });
    expect(body.data[0]).not.toHaveProperty('workflow_definition');
  });
});

describe('a deploy', () => {
  test('freezes a version, and makes the workflow active and enabled', async () => {
    const first = await deployed('Orders');
    expect(first).toMatchObject({ status: 'active', enabled: true, version: 1, has_changes: false });
    const changed = await editor.put<Workflow>(`${workflows}/${first.id}`, {
      workflow_definition: webhookDefinition(),
    });
    expect(changed.body).toMatchObject({ status: 'active', version: 1, has_changes: true });
    const second = await editor.post<Workflow>(`${workflows}/${first.id}/deploy`);
    expect(second.body).toMatchObject({ version: 2, has_changes: false });
    const versions = await editor.get<{ data: object[] }>(`${workflows}/${first.id}/versions`);
    expect(versions.body.data).toMatchObject([
      { version: 2, current: true, created_by: 'editor key' },
      { version: 1, current: false },
    ]);
  });

  test('keeps each version as it was, with its secrets hidden, for whoever may see the workflow', async () => {
    const first = await deployed('Kept', webhookDefinition({ auth: 'header', secret: 'hush hush' }));
    await editor.put(`${workflows}/${first.id}`, { workflow_definition: mappingDefinition() });
    const version = await editor.get<{ workflow_definition: { nodes: { subtype: string }[] } }>(
      `${workflows}/${first.id}/versions/1`,
    );
    expect(version.body).toMatchObject({ version: 1, current: true, created_by: 'editor key' });
    expect(version.body.workflow_definition.nodes[0]).toMatchObject({ subtype: 'webhook' });
    expect(version.text).not.toContain('hush');
    for (const missing of ['2', '0', '-1', 'x', '1e3', '99999999999'])
      expect((await editor.get(`${workflows}/${first.id}/versions/${missing}`)).body, missing).toMatchObject({
        status: 404,
        code: 'not_found',
      });
  });

  test('tells of the settings that have no effect, and of nothing where there are none', async () => {
    expect(await deployed('Plain')).toMatchObject({ warnings: [] });
    const definition = mappingDefinition();
    definition.nodes[0]!.timeout_seconds = 5;
    expect(await deployed('Limited', definition)).toMatchObject({
      status: 'active',
      warnings: [
        {
          node_id: 'start',
          field: 'timeout_seconds',
          severity: 'warning',
          message: expect.stringContaining('has no effect'),
        },
      ],
    });
  });

  test('knows the other workflows and the members of the organization, and those of no other', async () => {
    const other = await server.organization();
    const stranger = await server.person(other.id, 'editor');
    const elsewhere = server.client((await server.apiKey(other.id, 'editor')).key);
    const foreign = await elsewhere.post<Workflow>(workflows, {
      name: 'Foreign',
      workflow_definition: mappingDefinition(),
    });
    const draft = await editor.post<Workflow>(workflows, {
      name: 'Not deployed',
      workflow_definition: mappingDefinition(),
    });
    const using = (workflow_id: string, approver: string) => ({
      workflow_definition: {
        nodes: [
          { id: 'start', type: 'trigger', subtype: 'manual', config: {} },
          { id: 'call', type: 'control', subtype: 'sub_workflow', config: { workflow_id } },
          { id: 'end', type: 'control', subtype: 'stop', config: {} },
          {
            id: 'ask',
            type: 'control',
            subtype: 'approval',
            config: { title: 'Pay?', approvers: [approver] },
          },
        ],
        edges: [
          { source: 'start', target: 'call' },
          { source: 'call', target: 'ask' },
          { source: 'ask', sourceHandle: 'approved', target: 'end' },
        ],
      },
    });
    const problems = async (workflow_id: string, approver: string) => {
      const path = `${workflows}/${draft.body.id}/validate`;
      const { body } = await editor.post<{ problems: { node_id: string; message: string }[] }>(
        path,
        using(workflow_id, approver),
      );
      return body.problems.filter(({ node_id }) => node_id === 'call' || node_id === 'ask');
    };
    const own = await deployed('Called');
    expect(await problems(own.id, 'admin')).toEqual([]);
    const wrong = await problems(foreign.body.id, stranger.member_id);
    expect(wrong.map(({ node_id }) => node_id).sort()).toEqual(['ask', 'call']);
    expect(JSON.stringify(wrong)).not.toContain('Foreign');
  });

  test('does not see where nodes stand', async () => {
    const workflow = await deployed('Orders');
    const definition = structuredClone(workflow.workflow_definition) as {
      nodes: { position: { x: number } }[];
    };
    definition.nodes[0]!.position.x = 500;
    const moved = await editor.put<Workflow>(`${workflows}/${workflow.id}`, {
      workflow_definition: definition,
    });
    expect(moved.body.has_changes).toBe(false);
  });

  test('does not see notes and groups, and keeps them', async () => {
    const workflow = await deployed('Orders');
    const drawn = {
      notes: [
        { id: 'note1', text: '# Why', position: { x: 0, y: -200 }, width: 240, height: 160, tint: 'blue' },
      ],
      groups: [{ id: 'g1', label: 'Ways in', tint: 'green', nodes: ['start'] }],
    };
    const noted = await editor.put<Workflow>(`${workflows}/${workflow.id}`, {
      workflow_definition: { ...workflow.workflow_definition, ...drawn },
    });
    expect(noted.body.has_changes).toBe(false);
    expect(noted.body.workflow_definition).toMatchObject(drawn);
  });

  test('that the checks refuse tells every finding with its node, and changes nothing', async () => {
    const definition = {
      nodes: [
        { id: 'start', type: 'trigger', subtype: 'manual', config: {} },
        { id: 'call', type: 'action', subtype: 'http_request', config: {} },
        {
          id: 'lost',
          type: 'action',
          subtype: 'data_transform',
          config: mappingDefinition().nodes[1]!.config,
        },
      ],
      edges: [{ source: 'start', target: 'call' }],
    };
    const workflow = await create('Broken', definition);
    const answer = await editor.post<{ issues: { path: string; message: string; node_id: string }[] }>(
      `${workflows}/${workflow.id}/deploy`,
    );
    expect(answer.body).toMatchObject({ status: 422, code: 'validation_failed' });
    expect(answer.body.issues).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          node_id: 'call',
          path: 'nodes[1].config.url',
          message: 'HTTP Request node missing URL',
        }),
        expect.objectContaining({ node_id: 'lost', message: 'Data Transform is not connected' }),
      ]),
    );
    expect(await read(workflow.id)).toMatchObject({ status: 'draft', enabled: false, version: 0 });
    expect((await editor.get<{ total: number }>(`${workflows}/${workflow.id}/versions`)).body.total).toBe(0);
    const checked = await editor.post<{ valid: boolean; problems: object[] }>(
      `${workflows}/${workflow.id}/validate`,
    );
    expect(checked.body).toMatchObject({
      valid: false,
      problems: expect.arrayContaining([expect.objectContaining({ node_id: 'call', field: 'url' })]),
    });
  });

  test('of two at once makes two versions, one after the other', async () => {
    const { id } = await create('Orders');
    const answers = await Promise.all(
      [1, 2, 3].map(() => editor.post<Workflow>(`${workflows}/${id}/deploy`)),
    );
    expect(answers.map((answer) => answer.body.version).sort()).toEqual([1, 2, 3]);
  });

  test('is undone by a pause and done again by resume; neither works before the first deploy', async () => {
    const draft = await create('Draft');
    expect((await editor.post(`${workflows}/${draft.id}/pause`)).body).toMatchObject({
      status: 409,
      code: 'not_deployed',
    });
    expect((await editor.post(`${workflows}/${draft.id}/resume`)).body).toMatchObject({
      status: 409,
      code: 'not_deployed',
    });
    expect((await editor.post(`${workflows}/${draft.id}/execute`)).body).toMatchObject({
      status: 409,
      code: 'not_deployed',
    });
    const workflow = await deployed('Orders');
    expect((await editor.post(`${workflows}/${workflow.id}/pause`)).body).toMatchObject({
      status: 'paused',
      enabled: false,
    });
    expect((await editor.post(`${workflows}/${workflow.id}/execute`)).body).toMatchObject({
      status: 409,
      code: 'not_active',
    });
    expect((await editor.post(`${workflows}/${workflow.id}/resume`)).body).toMatchObject({
      status: 'active',
      enabled: true,
      version: 1,
    });
  });
});

describe('copies', () => {
  test('the sample is complete: deployed as it is, it tells large orders from small ones', async () => {
    const sample = await editor.post<Workflow>(`${workflows}/sample`);
    expect(sample.status).toBe(201);
    const again = await editor.post<Workflow>(`${workflows}/sample`);
    expect(again.body.name).toBe(`${sample.body.name} (copy)`);
    const answer = await editor.post(`${workflows}/${sample.body.id}/deploy`);
    expect(answer.status, answer.text).toBe(200);
  });

  test('the sample is tested with the order that its trigger carries, unless another is given', async () => {
    const sample = await editor.post<Workflow>(`${workflows}/sample`);
    const run = (body: object) =>
      editor.post<{ status: string; output: unknown }>(`${workflows}/${sample.body.id}/test`, body);
    expect((await run({})).body).toMatchObject({
      status: 'success',
      output: { body: { handling: 'by hand' } },
    });
    expect((await run({ input: { id: 'A-2', total: 5 } })).body).toMatchObject({
      status: 'success',
      output: { body: { handling: 'automatic' } },
    });
  });

  test('a duplicate is a draft of its own', async () => {
    const workflow = await deployed('Hook', webhookDefinition());
    const copy = await editor.post<Workflow>(`${workflows}/${workflow.id}/duplicate`);
    expect(copy.body).toMatchObject({ name: 'Hook (copy)', status: 'draft', version: 0, enabled: false });
    expect(copy.body.workflow_definition).toEqual(workflow.workflow_definition);
    expect(copy.body.webhook_url).not.toBe(workflow.webhook_url);
  });

  test('an exported workflow is imported as a draft, under a free name', async () => {
    const workflow = await deployed('Orders', webhookDefinition());
    const file = await editor.get(`${workflows}/${workflow.id}/export`);
    expect(file.headers.get('content-disposition')).toBe('attachment; filename="Orders.json"');
    expect(file.text).not.toContain(org.id);
    expect(file.text).not.toContain(workflow.id);
    const imported = await editor.post<Workflow>(`${workflows}/import`, file.body);
    expect(imported.body).toMatchObject({
      name: 'Orders (copy)',
      status: 'draft',
      workflow_definition: workflow.workflow_definition,
    });
  });

  test.each([
    [{ name: 'x' }],
    [{ name: 'x', workflow_definition: { nodes: [], edges: [] }, format_version: 99 }],
    [{ name: 'x', workflow_definition: { nodes: [], edges: [] }, format: 'other.tool' }],
    [{ name: 'x', workflow_definition: { nodes: [], edges: [] }, is_template: true }],
  ])('%o is no workflow file', async (file) => {
    expect((await editor.post(`${workflows}/import`, file)).body).toMatchObject({ status: 422 });
  });
});
