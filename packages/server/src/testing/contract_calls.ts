import type { Endpoint } from '@millrace/core';
import { mappingDefinition } from './factories.ts';

/** The things of one organization that routes are called with. */
export interface Things {
  workflow_id: string;
  /** One that waits. */
  execution_id: string;
  /** One that ended. */
  finished_id: string;
  member_id: string;
  api_key_id: string;
  /** One that waits for the execution above, at the path `map`. */
  approval_id: string;
  /** Of a large value of the finished execution. */
  blob_hash: string;
  connection_id: string;
  /** A saved test of the workflow. */
  test_id: string;
}

export interface ContractCall {
  path: string;
  body?: unknown;
}

let counter = 0;

/** A request that would succeed on these things, for every endpoint of the contract; a new endpoint without one fails here. */
export function callFor(endpoint: Endpoint, things: Things): ContractCall {
  const name = `${endpoint.method} ${endpoint.path.replace('/api/integrations', '')}`;
  const make = calls[name];
  if (!make) throw new Error(`testing/contract_calls.ts has no call for ${name}`);
  const { id, body, query } = make(things);
  const path =
    endpoint.path
      .replace(/:(id|name)/, id ?? '')
      .replace(':hash', things.blob_hash)
      .replace(':version', '1')
      .replace(':node_id', 'map')
      .replace(':test_id', things.test_id) + (query ?? '');
  return body === undefined ? { path } : { path, body };
}

interface Made {
  id?: string;
  body?: unknown;
  query?: string;
}

const workflow = (things: Things): Made => ({ id: things.workflow_id });
const execution = (things: Things): Made => ({ id: things.execution_id });
const approval = (things: Things): Made => ({ id: things.approval_id });
const connection = (things: Things): Made => ({ id: things.connection_id });
const none = (): Made => ({});

/** Nobody answers at its test address, and the test says so. */
export function bearerConnection() {
  const hosts = ['http://127.0.0.1:9'];
  return {
    auth: 'bearer',
    hosts,
    test_url: 'http://127.0.0.1:9/me',
    fields: { token: 'a-secret-of-a-test' },
  };
}

const calls: Record<string, (things: Things) => Made> = {
  'GET /api/setup': none,
  'POST /api/setup': () => ({
    body: { name: 'Ada', email: 'ada@example.com', password: 'correct horse', organization: 'Second' },
  }),
  'GET /session': none,
  'GET /members': none,
  'POST /members': () => ({
    body: {
      email: `new-${counter++}@example.com`,
      name: 'New',
      password: 'correct horse battery',
      role: 'viewer',
    },
  }),
  'PUT /members/:id': ({ member_id }) => ({ id: member_id, body: { role: 'viewer' } }),
  'POST /members/:id/password': ({ member_id }) => ({
    id: member_id,
    body: { password: 'another horse battery' },
  }),
  'DELETE /members/:id': ({ member_id }) => ({ id: member_id }),
  'GET /api-keys': none,
  'POST /api-keys': () => ({ body: { name: 'Key', role: 'viewer' } }),
  'DELETE /api-keys/:id': ({ api_key_id }) => ({ id: api_key_id }),
  'GET /variables': none,
  'PUT /variables': () => ({ body: { data: [{ name: 'region', value: 'eu' }] } }),
  'GET /settings': none,
  'PUT /settings': () => ({ body: { retention_days: 30 } }),
  'GET /audit-log': none,
  'GET /stats': none,
  'GET /workflows': none,
  'POST /workflows': () => ({
    body: { name: `Workflow ${counter++}`, workflow_definition: mappingDefinition() },
  }),
  'POST /workflows/sample': none,
  'GET /workflows/:id': workflow,
  'PUT /workflows/:id': (things) => ({ ...workflow(things), body: { description: `Changed ${counter++}` } }),
  'DELETE /workflows/:id': workflow,
  'POST /workflows/:id/duplicate': workflow,
  'POST /workflows/:id/validate': workflow,
  'POST /workflows/:id/deploy': workflow,
  'POST /workflows/:id/pause': workflow,
  'POST /workflows/:id/resume': workflow,
  'POST /workflows/:id/execute': (things) => ({
    ...workflow(things),
    body: { input: { customer: { name: 'Ada' } } },
  }),
  'POST /workflows/:id/test': (things) => ({
    ...workflow(things),
    body: { input: { customer: { name: 'Ada' } } },
  }),
  'POST /nodes/run': ({ workflow_id }) => ({
    body: {
      workflow_id,
      node_id: 'map',
      input_context: { trigger: { data: { customer: { name: 'Ada' } } } },
    },
  }),
  'GET /workflows/:id/samples': workflow,
  'PUT /workflows/:id/samples/:node_id': (things) => ({
    ...workflow(things),
    body: { value: { name: 'Ada' } },
  }),
  'DELETE /workflows/:id/samples/:node_id': workflow,
  'GET /workflows/:id/test-address': workflow,
  'POST /workflows/:id/test-address': (things) => ({
    ...workflow(things),
    body: { node: { id: 'start', type: 'trigger', subtype: 'webhook', config: {} } },
  }),
  'DELETE /workflows/:id/test-address': workflow,
  'GET /workflows/:id/tests': workflow,
  'POST /workflows/:id/tests': (things) => ({
    ...workflow(things),
    body: {
      name: `Test ${counter++}`,
      input: { customer: { name: 'Ada' } },
      expectations: [{ on: 'status', equals: 'success' }],
    },
  }),
  'PUT /workflows/:id/tests/:test_id': (things) => ({
    ...workflow(things),
    body: { name: `Test ${counter++}`, expectations: [{ on: 'status', equals: 'success' }] },
  }),
  'DELETE /workflows/:id/tests/:test_id': workflow,
  'POST /workflows/:id/tests/run': workflow,
  'GET /workflows/:id/versions': workflow,
  'GET /workflows/:id/versions/:version': workflow,
  'GET /workflows/:id/export': workflow,
  'POST /workflows/import': () => ({
    body: { name: `Imported ${counter++}`, workflow_definition: mappingDefinition() },
  }),
  'GET /workflows/:id/logs': workflow,
  'GET /executions': none,
  'GET /executions/:id': execution,
  'POST /executions/:id/retry': ({ finished_id }) => ({
    id: finished_id,
    body: { from: 'start', version: 'original' },
  }),
  'POST /executions/:id/cancel': execution,
  // Its step `ask` waits for a person.
  'POST /executions/:id/answer': (things) => ({
    ...execution(things),
    body: { path: 'ask', answer: 'done', output: { ok: true } },
  }),
  'GET /executions/:id/blobs/:hash': ({ finished_id }) => ({ id: finished_id }),
  'GET /approvals': none,
  'GET /approvals/:id': approval,
  'POST /approvals/:id': (things) => ({
    ...approval(things),
    body: { decision: 'approved', comment: 'Fine' },
  }),
  'GET /connections': none,
  'POST /connections': () => ({ body: { ...bearerConnection(), name: `Connection ${counter++}` } }),
  'POST /connections/test': () => ({ body: bearerConnection() }),
  'GET /connections/:id': connection,
  'PUT /connections/:id': (things) => ({ ...connection(things), body: { name: `Connection ${counter++}` } }),
  'DELETE /connections/:id': connection,
  'POST /connections/:id/test': connection,
  'POST /apps/:name/options': () => ({
    id: 'core',
    body: { operation: 'sub_workflow', field: 'workflow_id' },
  }),
  'GET /apps': none,
  'GET /apps/:name': () => ({ id: 'core' }),
  'GET /event-types': none,
  'PUT /event-types': () => ({
    body: { data: [{ name: 'order.created', description: 'An order', sample: { id: 1 } }] },
  }),
  'POST /events': () => ({ body: { type: 'order.created', data: { id: 1 } } }),
  'GET /schedule/preview': () => ({ query: '?expression=0%209%20*%20*%201-5&timezone=Europe/Berlin' }),
};
