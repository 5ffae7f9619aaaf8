import { type Check, problem } from './subject.ts';

/** There is exactly one trigger, and it is on. */
export const triggerCheck: Check = ({ triggers, definition }) => {
  const [first, ...more] = triggers;
  if (!first) return [problem('trigger', null, 'Trigger node not configured')];
  const problems = more.map((node) =>
    problem(
      'trigger',
      node,
      `A workflow has one trigger; ${first.label} is already there, remove ${node.label}`,
    ),
  );
  if (triggers.every((node) => node.disabled)) {
    problems.push(problem('trigger', first, `${first.label} is disabled, so nothing starts the workflow`));
  }
  if (definition.nodes.length === triggers.length) {
    problems.push(
      problem('trigger', first, `Nothing follows ${first.label}: add a node`, { severity: 'warning' }),
    );
  }
  return problems;
};
