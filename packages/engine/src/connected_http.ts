/**
 * The HTTP client of a node that has a connection.
 *  1. The connection is opened when the first request goes out, and never in a test: its secrets are in no input and no record.
 *  2. Each request is signed by itself, after its address is known; where the connection may not be used the call is refused.
 *  3. Its secrets are erased from whatever comes back, as are those of the node's own fields.
 */
import type { WorkflowNode } from '@millrace/core';
import { type HttpClient, type HttpRequest, StepError } from '@millrace/sdk';
import type { Connections, OpenConnection } from './ports.ts';

interface Connected {
  connections: Connections | undefined;
  org_id: string;
  app: string;
  node: Pick<WorkflowNode, 'connection_id'>;
  /** Told before the first request is signed. */
  onSecrets(secrets: readonly string[]): void;
}

export function connectedHttp(http: HttpClient, connected: Connected): HttpClient {
  let opened: Promise<OpenConnection> | undefined;
  return {
    async request(request: HttpRequest) {
      opened ??= open(connected);
      const connection = await opened;
      connected.onSecrets(connection.secrets);
      request.signal?.throwIfAborted();
      const answer = await http.request(connection.sign(request));
      connection.answered(answer.status);
      return answer;
    },
  };
}

async function open({ connections, org_id, app, node }: Connected): Promise<OpenConnection> {
  const { connection_id } = node;
  if (connection_id === undefined || connection_id === null || connection_id === '')
    throw new StepError('No connection is chosen', {
      code: 'missing_connection',
      field: 'connection_id',
      hint: 'Choose the connection that this step is to be called with.',
    });
  if (!connections)
    throw new StepError('Connections cannot be used here', {
      code: 'missing_connection',
      field: 'connection_id',
    });
  return connections.open(org_id, connection_id, app);
}
