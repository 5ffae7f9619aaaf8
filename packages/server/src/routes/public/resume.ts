import type { FastifyReply, FastifyRequest } from 'fastify';
import { ApiError } from '../../errors.ts';
import { checkTrigger } from '../../runtime/check_trigger.ts';
import type { ServerDeps } from '../../server_deps.ts';
import { parseWebhookBody } from '../../triggers/webhook_body.ts';
import { prefersJson, sendJson, sendPage, wantsPage } from './answer.ts';
import { type Door, unknownAddress } from './door.ts';
import { noticePage, resumePage } from './page.ts';

/** As much as a value of the engine may weigh. */
export const resumeBodyLimit = 10 * 1024 * 1024;

/** The address of a `callback` wait: its body becomes the output of the step. */
export function resumeDoor({ runtime }: Pick<ServerDeps, 'runtime'>): Door {
  return {
    path: '/resume/',
    methods: ['POST', 'PUT', 'PATCH'],
    body_limit: resumeBodyLimit,
    async open(token) {
      const wait = await runtime.signals.findWait(token, 'callback');
      if (!wait) throw unknownAddress();
      return {
        show: (request, reply) =>
          prefersJson(request)
            ? sendJson(reply, 200, { status: 'waiting', expires_at: wait.expires_at })
            : sendPage(reply, 200, resumePage(wait.expires_at)),
        async act(body, request, reply) {
          const output = outputOf(body, request);
          const answer = await runtime.signals.resume(wait, output);
          return accepted(request, reply, answer);
        },
      };
    },
  };
}

/** The body by its type; without one the query, which is how a simple link says something; without that an empty object. */
function outputOf(body: Buffer, request: FastifyRequest): unknown {
  const encoding = request.headers['content-encoding'];
  if (encoding !== undefined && encoding !== 'identity')
    throw new ApiError('wrong_content_type', { message: 'Send the body without a content encoding.' });
  const query = Object.entries(request.query as Record<string, string | string[]>);
  const output =
    body.length === 0 && query.length > 0
      ? { query: Object.fromEntries(query) }
      : parseWebhookBody(body, request.headers['content-type']);
  checkTrigger({ data: output });
  return output;
}

function accepted(
  request: FastifyRequest,
  reply: FastifyReply,
  { execution_id, status }: { execution_id: string; status: string },
): FastifyReply {
  if (!wantsPage(request)) return sendJson(reply, 202, { execution_id, status });
  return sendPage(
    reply,
    202,
    noticePage(
      'Thank you',
      'The workflow goes on. You can close this page; the address does not work again.',
    ),
  );
}
