import type { Duplex } from 'node:stream';
import websocket from '@fastify/websocket';
import { livePath } from '@millrace/core';
import type { FastifyInstance } from 'fastify';
import { type Actor, resolveActor } from '../auth/actor.ts';
import { audit, originOf } from '../commands/audit.ts';
import { ApiError } from '../errors.ts';
import { isSameSite } from '../plugins/cross_site.ts';
import type { ServerDeps } from '../server_deps.ts';
import { type LiveDeps, serveConnection } from './connection.ts';

const MOST_PER_ACTOR = 10;
const MOST_MESSAGE_BYTES = 1024 * 1024;

/**
 * The WebSocket `/api/integrations/live`. Signed in like every other route (`config.access`); with a cookie it must come from
 * our own pages, because browsers open WebSockets across sites.
 */
export function registerLive(
  app: FastifyInstance,
  deps: Pick<ServerDeps, 'auth' | 'db' | 'env' | 'runtime'>,
): void {
  const connections = new Map<string, number>();
  const own = new URL(deps.env.public_url).host;
  const live: LiveDeps = {
    hub: deps.runtime.hub,
    execute: (request) => deps.runtime.execute(request),
    cancel: (org_id, id) => deps.runtime.cancel(org_id, id),
    hasWorkflow: (org_id, id) =>
      deps.db.asOrg(
        org_id,
        async (tx) =>
          (await tx.query('select from integration_workflows where id = $1 and deleted_at is null', [id]))
            .rowCount === 1,
        { read_only: true },
      ),
  };

  function count(actor: Actor, by: number): void {
    const left = (connections.get(actor.id) ?? 0) + by;
    if (left > 0) connections.set(actor.id, left);
    else connections.delete(actor.id);
  }

  // In a scope of its own: the hooks of the WebSocket plugin then cost the other routes nothing.
  app.register(async (scope) => {
    await scope.register(websocket, { options: { maxPayload: MOST_MESSAGE_BYTES } });
    scope.addHook('onRequest', async (request) => {
      if (request.headers.authorization === undefined && !isSameSite(request, own))
        throw new ApiError('cross_site');
      if ((connections.get(request.actor!.id) ?? 0) >= MOST_PER_ACTOR)
        throw new ApiError('rate_limited', {
          message: `You have ${MOST_PER_ACTOR} live connections open already.`,
        });
    });
    // Only of requests that were answered instead of upgraded.
    scope.addHook('onResponse', async (request) => {
      if (request.headers.upgrade !== undefined) request.raw.socket.destroy();
    });
    scope.get(livePath, { websocket: true, config: { access: 'viewer' } }, (socket, request) => {
      const actor = request.actor!;
      count(actor, 1);
      socket.on('close', () => count(actor, -1));
      serveConnection(socket, actor, live, {
        reauthenticate: () => resolveActor(deps.auth, request),
        note: (by, entry) =>
          deps.db.asOrg(by.org_id, (tx) => audit(tx, originOf({ actor: by, request }), entry)),
      });
    });
  });
  dropStrayUpgrades(app);
}

/** An upgrade that is answered like any other request would keep its socket open for ever: nobody else closes it. */
function dropStrayUpgrades(app: FastifyInstance): void {
  const sockets = new Set<Duplex>();
  app.server.on('upgrade', (request, socket) => {
    if (request.url?.startsWith(livePath)) return;
    const timer = setTimeout(() => socket.destroy(), 2_000);
    sockets.add(socket);
    socket.once('close', () => {
      clearTimeout(timer);
      sockets.delete(socket);
    });
  });
  app.addHook('preClose', async () => {
    for (const socket of sockets) socket.destroy();
  });
}
