import { type Check, problem } from './subject.ts';

/** Settings that are kept and read by nobody, with how it is without them. */
const settings = {
  max_concurrency: 'as many executions run at the same time as there is room for',
  on_overlap: 'an execution starts whether another one runs or not',
  concurrency_key: 'executions are not told apart by a key',
  error_workflow_id: 'no other workflow starts when this one fails',
  retention_days: 'executions are kept until somebody deletes them',
} as const;

/** What somebody set must work, or they must be told that it does not. */
export const noEffectCheck: Check = ({ definition, nodes }) => [
  ...(Object.keys(settings) as (keyof typeof settings)[])
    .filter((name) => definition.config[name] !== undefined && definition.config[name] !== null)
    .map((field) =>
      problem('no_effect', null, `${field} has no effect yet: ${settings[field]}`, {
        field,
        severity: 'warning',
      }),
    ),
  ...nodes
    .filter((node) => node.connection_id !== undefined && node.connection_id !== null)
    .map((node) =>
      problem(
        'no_effect',
        node,
        `${node.label}: connection_id has no effect yet: the node uses its own fields only`,
        { field: 'connection_id', severity: 'warning' },
      ),
    ),
];
