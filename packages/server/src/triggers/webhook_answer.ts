/** What the caller of a webhook is told in the name of a workflow. It comes from outside and is never trusted as a page of ours. */
import type { FinishedExecution } from '@millrace/engine';
import type { FastifyReply } from 'fastify';

export interface WorkflowAnswer {
  status: number;
  headers: Record<string, string>;
  body: unknown;
}

/** Headers that would act on our own origin, or that say how the answer is carried. */
const refusedHeaders = new Set([
  'set-cookie',
  'clear-site-data',
  // Where browsers report the traffic of a whole origin to, what it is asked for, and what is kept for it.
  'nel',
  'report-to',
  'reporting-endpoints',
  'expect-ct',
  'accept-ch',
  'critical-ch',
  'origin-agent-cluster',
  'use-as-dictionary',
  'set-login',
  'activate-storage-access',
  'sec-session-registration',
  'secure-session-registration',
  // The body is sent as it is.
  'content-encoding',
  'strict-transport-security',
  'service-worker-allowed',
  'public-key-pins',
  'alt-svc',
  'content-length',
  'transfer-encoding',
  'connection',
  'keep-alive',
  'upgrade',
  'trailer',
  'te',
  'date',
  'server',
  'content-security-policy',
  'x-content-type-options',
  'proxy-authenticate',
]);

const headerName = /^[A-Za-z0-9!#$%&'*+.^_`|~-]+$/;
const headerValue = /^[\t\x20-\x7e\x80-\xff]*$/;

/** The answer of an execution that has no Respond node: its output, or that it failed. */
export function answerOf({
  start,
  status,
  output,
  error,
}: Pick<FinishedExecution, 'start' | 'status' | 'output' | 'error'>): WorkflowAnswer {
  if (status === 'success' || status === 'partial_success') {
    return {
      status: 200,
      headers: { 'content-type': 'application/json; charset=utf-8' },
      body: JSON.stringify(output ?? null),
    };
  }
  const message = error?.message ?? 'The workflow did not finish.';
  // Not a failure of ours: its author lets no second one in meanwhile.
  if (error?.code === 'skipped_overlap') {
    const body = { error: message, status: 409, code: error.code, execution_id: start.id };
    return { status: 409, headers: {}, body };
  }
  const body = { error: message, status: 500, code: `execution_${status}`, execution_id: start.id };
  return { status: 500, headers: {}, body };
}

/** Sends the answer: opened in a browser it runs no script and is of no origin. */
export function sendAnswer(reply: FastifyReply, { status, headers, body }: WorkflowAnswer): FastifyReply {
  reply.code(status >= 200 && status <= 599 ? status : 200);
  for (const [name, value] of Object.entries(headers)) {
    if (!refusedHeaders.has(name.toLowerCase()) && headerName.test(name) && headerValue.test(value))
      reply.header(name, value);
  }
  reply.header('content-security-policy', 'sandbox').header('x-content-type-options', 'nosniff');
  if (body === null || body === undefined || status === 204 || status === 304) return reply.send();
  const typed = reply.hasHeader('content-type');
  if (typeof body === 'string') return (typed ? reply : reply.type('text/plain; charset=utf-8')).send(body);
  // Printed here: without a type of our own Fastify would print it again to look for one.
  return (typed ? reply : reply.type('application/json; charset=utf-8')).send(JSON.stringify(body));
}
