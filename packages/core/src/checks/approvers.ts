import { roles } from '../contract/endpoint.ts';
import type { WorkflowNode } from '../definition.ts';
import { type Check, problem, type Subject } from './subject.ts';

/** Who is asked exists, and enough are asked. */
export const approversCheck: Check = (subject) =>
  subject.nodes
    .filter(({ subtype, config }) => subtype === 'approval' && Array.isArray(config.approvers))
    .flatMap((node) => [...unknownMembers(subject, node), ...tooFew(node)]);

const isRole = (name: string) => (roles as readonly string[]).includes(name);

function approversOf({ config }: WorkflowNode): [number, string][] {
  return [...(config.approvers as unknown[]).entries()].filter(
    (entry): entry is [number, string] => typeof entry[1] === 'string',
  );
}

function unknownMembers({ context }: Subject, node: WorkflowNode) {
  const { members } = context;
  if (!members) return [];
  return approversOf(node)
    .filter(([, name]) => !isRole(name) && !name.includes('{{') && !members.includes(name))
    .map(([index, name]) => {
      const message = `${node.label}: "${name.slice(0, 60)}" is neither a member of this organization nor a role`;
      return problem('approvers', node, message, { field: `approvers[${index}]` });
    });
}

/** Where only members are named, they must be as many as have to approve. */
function tooFew(node: WorkflowNode) {
  const named = new Set(approversOf(node).map(([, name]) => name));
  const { required } = node.config;
  const isOpen = [...named].some((name) => isRole(name) || name.includes('{{'));
  if (named.size === 0 || isOpen || typeof required !== 'number' || required <= named.size) return [];
  const message = `${node.label}: ${required} approvals are needed and ${named.size === 1 ? 'one member is' : `${named.size} members are`} named; it could never be approved`;
  return [problem('approvers', node, message, { field: 'required' })];
}
