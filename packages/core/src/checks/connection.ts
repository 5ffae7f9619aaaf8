/** A node that authenticates with a connection has one, it is there, and it may be sent where the node calls. */
import { allowsAddress } from '../connection_hosts.ts';
import type { Problem } from '../contract/workflows.ts';
import type { WorkflowNode } from '../definition.ts';
import { isShown } from './missing_input.ts';
import { type Check, isBlank, problem, type Subject } from './subject.ts';

export const connectionField = 'connection_id';

export const connectionCheck: Check = (subject) =>
  subject.nodes.flatMap((node) => (usesConnection(subject, node) ? problemsOf(subject, node) : []));

/** Whether the node's own fields say that it is called with its connection. */
export function usesConnection(subject: Pick<Subject, 'fields'>, node: WorkflowNode): boolean {
  const fields = subject.fields(node);
  return Object.values(fields).some(
    (field) => field.field === 'connection' && isShown(field, fields, node.config),
  );
}

function problemsOf({ context }: Subject, node: WorkflowNode): Problem[] {
  const say = (sentence: string, field = connectionField, severity: Problem['severity'] = 'error') => [
    problem('connection', node, `${node.label} ${sentence}`, { field, severity }),
  ];
  if (isBlank(node.connection_id)) return say('node missing Connection');
  const known = context.connections;
  if (!known) return [];
  const found = known.find(({ id }) => id === node.connection_id);
  if (!found) return say('uses a connection that does not exist any more; choose another one');
  const address = fixedOrigin(node.config.url);
  if (address !== null && !allowsAddress(found.hosts, address))
    return say(
      `would send the connection ${found.name} to ${new URL(address).host}, which it may not be used with; it is for ${found.hosts.join(', ')}`,
      'url',
    );
  if (found.status === 'failing')
    return say(
      `uses the connection ${found.name}, which did not work when it was last used or tested`,
      connectionField,
      'warning',
    );
  return [];
}

/** Scheme, host and port of an address, where no expression decides them. */
function fixedOrigin(url: unknown): string | null {
  if (typeof url !== 'string') return null;
  const origin = /^\s*(https?:\/\/[^{}/?#\\\s]+)(?=[/?#]|\s*$)/i.exec(url)?.[1];
  return origin !== undefined && URL.canParse(origin) ? origin : null;
}
