import { createHash } from 'node:crypto';
import {
  checkDefinition,
  type Definition,
  formatPath,
  parseDefinition,
  type TriggerInput,
  testLimits,
  type WorkflowNode,
  type workflowRoutes,
} from '@millrace/core';
import type { FastifyRequest } from 'fastify';
import { audit, originOf } from '../../commands/audit.ts';
import { createAuditWriter } from '../../commands/audit_writer.ts';
import { canonical } from '../../commands/definition_hash.ts';
import { ApiError, invalid } from '../../errors.ts';
import type { OrgSlots } from '../../org_slots.ts';
import { refuseDeep } from '../../plugins/refuse_deep.ts';
import type { Handler } from '../../plugins/route.ts';
import type { ServerDeps } from '../../server_deps.ts';
import { presentExecution } from '../executions/present.ts';
import { loadWorkflow } from './load.ts';
import { openDraft } from './open_draft.ts';
import { partOf } from './part_of.ts';

type Handlers = { [K in keyof typeof workflowRoutes]: Handler<(typeof workflowRoutes)[K]> };

const WAIT_MS = 60_000;
const MAX_KEY = 200;

/** What is bounded for each organization. */
export interface RunSlots {
  tests: OrgSlots;
  /** One node that is run for real waits for a service outside. */
  trials: OrgSlots;
}

export function runHandlers(
  deps: ServerDeps,
  { tests, trials }: RunSlots,
): Pick<Handlers, 'execute' | 'test' | 'runNode'> {
  return {
    execute: executeHandler(deps),
    test: testHandler(deps, tests),
    runNode: runNodeHandler(deps, trials),
  };
}

function executeHandler(deps: ServerDeps): Handlers['execute'] {
  const writeAudit = createAuditWriter(deps.db);
  return async (call) => {
    const { params, query, body, actor, request, reply } = call;
    const wait = query.wait === 'true';
    // The runtime knows what is deployed, by the id as the database writes it, and refuses what is not or belongs to others.
    const workflow_id = params.id.toLowerCase();
    const idempotency = idempotencyOf(request, workflow_id, body ?? {});
    const answer = await deps.runtime.execute({
      org_id: actor.org_id,
      workflow_id,
      trigger_type: 'manual',
      trigger: { data: body?.input ?? {} },
      triggered_by: actor.id,
      ...(wait ? { wait: 'finished', wait_ms: WAIT_MS } : {}),
      ...(idempotency ? { idempotency } : {}),
    });
    const { execution_id, status } = answer;
    if (!answer.replayed)
      await writeAudit(originOf(call), {
        action: 'workflow.execute',
        object_type: 'workflow',
        object_id: workflow_id,
        details: { execution_id },
      });
    const finished = wait ? await presentExecution(deps, actor, execution_id) : null;
    if (finished && isFinal(finished.status)) {
      reply.code(200);
      return finished;
    }
    reply.code(202);
    return { execution_id, status };
  };
}

function isFinal(status: string): boolean {
  return !['queued', 'running', 'waiting'].includes(status);
}

/** The same key and body within 24 hours start nothing twice; the same key with another body is a mistake. */
function idempotencyOf(request: FastifyRequest, workflow_id: string, body: unknown) {
  const key = request.headers['idempotency-key'];
  if (key === undefined) return undefined;
  if (typeof key !== 'string' || key.trim() === '' || key.length > MAX_KEY)
    throw invalid([{ path: 'Idempotency-Key', message: `has 1 to ${MAX_KEY} characters` }]);
  const request_hash = createHash('sha256').update(canonical(body)).digest('base64url');
  return { scope: `execute:${workflow_id}`, key, request_hash };
}

function testHandler(deps: ServerDeps, slots: OrgSlots): Handlers['test'] {
  return async ({ params, body, actor }) => {
    refuseDeep(body?.mocks, 'mocks', testLimits.depth);
    const workflow = await loadWorkflow(deps, actor, params.id);
    const { definition } = await openDraft(deps, actor, workflow, body?.workflow_definition);
    refuseStrangeMocks(definition, body?.mocks);
    const data = body?.input ?? sampleOf(definition) ?? {};
    return slots.use(actor.org_id, () =>
      deps.runtime.test({
        org_id: actor.org_id,
        workflow: { id: workflow.id, name: workflow.name },
        definition,
        trigger: { data, ...triggerPart(body?.request) },
        ...(body?.mocks === undefined ? {} : { mocks: body.mocks }),
        ...partOf(deps, definition, body ?? {}),
        ...(body?.at ? { at: new Date(body.at) } : {}),
      }),
    );
  };
}

/** A mock that no step takes would leave its step with made-up output, and the test would pass for another reason. */
function refuseStrangeMocks({ nodes }: Definition, mocks: Readonly<Record<string, unknown>> = {}): void {
  const names = new Set(nodes.flatMap(({ key, id }) => [key, id]));
  const strange = Object.keys(mocks).filter((name) => !names.has(name));
  if (strange.length === 0) return;
  const keys = nodes.filter(({ type }) => type !== 'trigger').map(({ key }) => key);
  const known = keys.length === 0 ? 'it has no steps' : `its steps are ${keys.slice(0, 20).join(', ')}`;
  throw invalid(
    strange.slice(0, 20).map((name) => ({
      path: formatPath(['mocks', name]),
      message: `no step of this workflow has the key "${name.slice(0, 60)}"; ${known}`,
    })),
  );
}

/** What of a call was given besides its data. */
function triggerPart(request: object | undefined): Omit<TriggerInput, 'data'> {
  return Object.fromEntries(Object.entries(request ?? {}).filter(([, value]) => value !== undefined));
}

/** The sample that the trigger carries: what a test without an input starts from. */
function sampleOf(definition: Definition): unknown {
  return definition.nodes.find((node) => node.type === 'trigger')?.config.sample;
}

function runNodeHandler(deps: ServerDeps, slots: OrgSlots): Handlers['runNode'] {
  return async (call) => {
    const { body, actor } = call;
    const workflow = await loadWorkflow(deps, actor, body.workflow_id);
    const { sent, node_id } = nodeOf(deps.secrets.present(workflow.workflow_definition), body);
    const { definition } = await openDraft(deps, actor, workflow, sent);
    const node = definition.nodes.find((candidate) => candidate.id === node_id)!;
    refuseFlow(node);
    refuseStrayingSecret(deps, definition, node_id);
    return slots.use(actor.org_id, async () => {
      await deps.db.asOrg(actor.org_id, (tx) =>
        audit(tx, originOf(call), {
          action: 'node.run',
          object_type: 'workflow',
          object_id: workflow.id,
          details: { node_id, subtype: node.subtype },
        }),
      );
      return deps.runtime.runNode({
        org_id: actor.org_id,
        workflow: { id: workflow.id, name: workflow.name },
        definition,
        node,
        input_context: body.input_context ?? {},
      });
    });
  };
}

/** Nodes that mean something only in the walk of an execution. */
const flowOnly: Readonly<Record<string, string>> = {
  loop: 'A loop runs the nodes of its body',
  break: 'A break ends the loop around it',
  continue: 'A continue ends the round of the loop around it',
  wait: 'A wait stops an execution until something happens',
  approval: 'An approval stops an execution until people have decided',
  sub_workflow: 'A sub-workflow belongs to the execution that calls it',
};

function refuseFlow({ id, subtype }: WorkflowNode): void {
  const reason = flowOnly[subtype];
  if (reason === undefined) return;
  throw invalid([
    {
      path: 'node_id',
      message: `${reason}, so it cannot be run by itself. Test the whole workflow instead: nothing goes out.`,
      node_id: id,
    },
  ]);
}

/** Deploy refuses a stored secret whose host an expression decides; one node run by itself must not be the way around it. */
function refuseStrayingSecret(deps: ServerDeps, definition: Definition, node_id: string): void {
  const straying = checkDefinition(definition, { manifests: deps.runtime.manifests }).find(
    (problem) => problem.check === 'secret_host' && problem.node_id === node_id,
  );
  if (straying) throw invalid([{ path: 'node.config.url', message: straying.message, node_id }]);
}

/** Which node is meant, and the definition that holds it: an unsaved one takes the place of the saved one of its id. */
function nodeOf(
  stored: Definition,
  body: { node_id?: string | undefined; node?: Record<string, unknown> | undefined },
) {
  if (body.node === undefined) {
    if (body.node_id === undefined)
      throw invalid([{ path: 'node_id', message: 'name the node to run, or send it as "node"' }]);
    if (!stored.nodes.some((node) => node.id === body.node_id))
      throw new ApiError('not_found', { message: 'This workflow has no such node.' });
    return { sent: undefined, node_id: body.node_id };
  }
  const node_id = typeof body.node.id === 'string' ? body.node.id : 'unsaved';
  // Alone it is parsed first, so that a finding names the node that was sent and not its place among others.
  parseDefinition({ nodes: [{ ...body.node, id: node_id }], edges: [] });
  const others = stored.nodes.filter((node) => node.id !== node_id);
  return { sent: { ...stored, nodes: [{ ...body.node, id: node_id }, ...others] }, node_id };
}
