import { type Check, problem } from './subject.ts';

/** What somebody set must work, or they must be told that it does not. */
export const noEffectCheck: Check = ({ nodes }) =>
  nodes
    .filter((node) => node.connection_id !== undefined && node.connection_id !== null)
    .map((node) =>
      problem(
        'no_effect',
        node,
        `${node.label}: connection_id has no effect yet: the node uses its own fields only`,
        { field: 'connection_id', severity: 'warning' },
      ),
    );
