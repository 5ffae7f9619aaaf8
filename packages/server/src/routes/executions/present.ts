import type { Role, Step } from '@millrace/core';
import type { Actor } from '../../auth/actor.ts';
import { namesOf } from '../../auth/names.ts';
import type { ServerDeps } from '../../server_deps.ts';
import { hideAddresses, seesAddresses } from './capabilities.ts';
import { type ExecutionRow, findExecution, type Waiting } from './queries.ts';

/** One execution as its page shows it, or null where there is none in this organization. */
export async function presentExecution(deps: ServerDeps, actor: Actor, id: string) {
  const found = await deps.db.asOrg(actor.org_id, (tx) => findExecution(tx, id), { read_only: true });
  if (!found) return null;
  const { org_id, waiting, ...row } = found;
  const name = await namesOf(deps.auth, [row.triggered_by]);
  return withoutAddresses(actor.role, {
    ...row,
    steps: withWaiting(deps, found),
    triggered_by: name(row.triggered_by),
    workflow_definition: deps.secrets.present(row.workflow_definition ?? {}),
  });
}

/** While a process runs it, what its steps wait for is only in the journal: people can act on it meanwhile. */
function withWaiting(
  deps: ServerDeps,
  { id, org_id, steps, waiting, workflow_definition }: ExecutionRow,
): Step[] {
  const known = new Set(steps.map((step) => step.path));
  const missing = waiting.filter((entry) => !known.has(entry.path));
  if (missing.length === 0) return steps;
  const nodes = (workflow_definition?.nodes ?? []) as {
    id: string;
    key: string;
    label: string;
    subtype: string;
  }[];
  return [
    ...steps,
    ...missing.flatMap((entry) => {
      const node_id = entry.path.slice(entry.path.lastIndexOf('/') + 1);
      const node = nodes.find((candidate) => candidate.id === node_id);
      if (!node) return [];
      const { key, label, subtype } = node;
      const base: Step = {
        node_id,
        key,
        label,
        subtype,
        path: entry.path,
        status: 'waiting',
        started_at: entry.at,
      };
      const url = () => deps.runtime.signals.resumeUrl({ id, org_id }, entry.path, 'callback');
      return [{ ...base, ...waitsFor(entry.wait, url) }];
    }),
  ];
}

function waitsFor(wait: Waiting['wait'], resumeUrl: () => string): Partial<Step> {
  switch (wait.kind) {
    case 'time':
      return { resume_at: wait.until };
    case 'callback':
      return { resume_at: wait.expires_at, resume_url: resumeUrl() };
    case 'event':
      return { resume_at: wait.expires_at };
    case 'approval':
      return { resume_at: wait.expires_at, approval_id: wait.approval_id };
    case 'execution':
      return { execution_id: wait.execution_id };
    case 'question':
      return { error: wait.failure };
  }
}

function withoutAddresses<T extends { trigger: unknown; output: unknown; error: unknown; steps: Step[] }>(
  role: Role,
  execution: T,
): T {
  const { trigger, output, error } = execution;
  const steps = execution.steps.map((step) => (showsAddress(role, step) ? step : withoutAddress(step)));
  const hidden = JSON.parse(hideAddresses(JSON.stringify({ trigger, output, error, steps }), role)) as T;
  return { ...execution, ...hidden };
}

function showsAddress(role: Role, { resume_url, approval_id }: Step): boolean {
  return resume_url === undefined || (approval_id === undefined && seesAddresses(role));
}

function withoutAddress({ resume_url: _address, ...step }: Step): Step {
  return step;
}
