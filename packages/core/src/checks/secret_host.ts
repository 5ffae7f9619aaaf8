/**
 * A stored secret goes only where its author sent it. Whoever may change what an expression reads (an earlier step, the input
 * of a run) could otherwise have it sent to any host. Variables are set by administrators and may name the host.
 */
import type { WorkflowNode } from '../definition.ts';
import { type Check, isBlank, problem, type Subject } from './subject.ts';

/** `https://api.example.com/…`, or `{{ variables.base }}/…`: the host ends before anything else is filled in. */
const fixedHost = /^\s*(https?:\/\/[^{}/?#\\]+|\{\{\s*variables\.[A-Za-z_][A-Za-z0-9_]*\s*\}\})([/?#]|\s*$)/i;

export const secretHostCheck: Check = (subject) =>
  subject.nodes
    .filter((node) => hasStoredSecret(subject, node) && hostIsComputed(node.config.url))
    .map((node) =>
      problem(
        'secret_host',
        node,
        `${node.label} would send its stored secret to a host that an expression decides; write the host into the URL, or use a variable as in {{ variables.base_url }}/orders`,
        { field: 'url' },
      ),
    );

function hasStoredSecret(subject: Subject, node: WorkflowNode): boolean {
  const { auth } = node.config;
  if (auth === undefined || auth === 'none') return false;
  return Object.entries(subject.fields(node)).some(
    ([name, field]) => field.field === 'secret' && isStored(node.config[name]),
  );
}

/** Text or a sealed marker; an expression brings its own secret. */
function isStored(value: unknown): boolean {
  return !isBlank(value) && !(typeof value === 'string' && value.includes('{{'));
}

function hostIsComputed(url: unknown): boolean {
  return typeof url === 'string' && url.includes('{{') && !fixedHost.test(url);
}
