import { type Check, problem } from './subject.ts';

/** Only a webhook has a caller who can be answered. */
export const respondCheck: Check = ({ nodes, triggers }) => {
  const [trigger] = triggers;
  if (!trigger || trigger.subtype === 'webhook') return [];
  return nodes
    .filter((node) => node.subtype === 'respond')
    .map((node) =>
      problem(
        'respond',
        node,
        `${node.label} answers nobody: the workflow starts with ${trigger.label}, not with a webhook`,
        {
          severity: 'warning',
        },
      ),
    );
};
