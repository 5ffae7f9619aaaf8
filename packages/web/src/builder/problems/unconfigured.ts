/** A trigger without a field is told twice by the checks: that it is not configured, and what is missing. To a person that is one. */
import type { Problem } from '@millrace/core';
import { forms } from '../../strings/forms.ts';

const whole = 'Trigger node not configured';
const prefix = forms.problem_of_trigger('');

/** The findings with those two as one, which names the field; a trigger of which nothing more is known keeps its own. */
export function mergeUnconfigured(problems: readonly Problem[]): Problem[] {
  const merged = new Set<Problem>();
  const named = new Map<string, Problem>();
  for (const problem of problems) {
    if (problem.message !== whole || problem.field !== null || problem.node_id === null) continue;
    const missing = problems.find(
      (other) =>
        other.node_id === problem.node_id && other.field !== null && / node missing /.test(other.message),
    );
    if (!missing) continue;
    merged.add(problem);
    named.set(problem.node_id, missing);
  }
  if (merged.size === 0) return [...problems];
  return problems.flatMap((problem) => {
    if (merged.has(problem)) return [];
    const first = problem.node_id !== null && named.get(problem.node_id) === problem;
    return [first ? withWhole(problem) : problem];
  });
}

/** The same finding gives the same object, so that what shows it is not drawn again. */
const withWholes = new WeakMap<Problem, Problem>();

function withWhole(problem: Problem): Problem {
  const known = withWholes.get(problem) ?? { ...problem, message: forms.problem_of_trigger(problem.message) };
  withWholes.set(problem, known);
  return known;
}

/** What is said beside the field, where it is plain that it belongs to the trigger. */
export function withoutWhole(message: string): string {
  return message.startsWith(prefix) ? message.slice(prefix.length) : message;
}
