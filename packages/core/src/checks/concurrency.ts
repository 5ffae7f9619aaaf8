/** How many executions of a workflow run beside each other, and which of them are told apart. */
import type { Problem } from '../contract/workflows.ts';
import { closest } from '../expression/closest.ts';
import { ExpressionError } from '../expression/errors.ts';
import { infer } from '../expression/infer.ts';
import { shapeWord } from '../expression/shapes_of.ts';
import { compileSource } from '../expression_source.ts';
import { shapesIn } from './node_shapes.ts';
import { gapIn, unknownShape } from './shapes.ts';
import { type Check, isBlank, problem, type Subject } from './subject.ts';

export const concurrencyCheck: Check = (subject) => {
  const { concurrency_key: key, max_concurrency, on_overlap } = subject.definition.config;
  const problems = key === undefined ? [] : keyProblems(subject, key);
  if (on_overlap !== undefined && max_concurrency === undefined && isBlank(key)) {
    const message = 'on_overlap has no effect without max_concurrency or concurrency_key: nothing overlaps';
    problems.push(problem('concurrency', null, message, { field: 'on_overlap', severity: 'warning' }));
  }
  return problems;
};

/** The key is computed before anything has run: it sees the trigger only. */
function keyProblems(subject: Subject, key: string): Problem[] {
  if (isBlank(key)) return [say('is empty; remove it, or write what tells executions apart')];
  const trigger = subject.triggers[0] ? shapesIn(subject).output(subject.triggers[0], false) : unknownShape;
  try {
    for (const path of compileSource(key).references) {
      if (path[0] !== 'trigger') {
        const meant = closest(path[0]!, ['trigger']);
        return [
          say(
            `reads ${path[0]}; it can read the trigger only${meant ? '; did you mean trigger?' : ', as in trigger.data.customer_id'}`,
          ),
        ];
      }
      const gap = gapIn(trigger, path, 1);
      if (gap) {
        const meant = closest(path[gap.at]!, gap.known);
        const name = (last: string) => [...path.slice(0, gap.at), last].join('.');
        return [
          say(
            `reads ${name(path[gap.at]!)}, which does not exist${meant ? `; did you mean ${name(meant)}?` : ''}`,
          ),
        ];
      }
    }
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    return [say(`cannot be read: ${error.message}`)];
  }
  const found = infer(key, { trigger });
  if ('problem' in found) return [say(found.problem)];
  const { shape } = found;
  if (shape.type !== 'object' && shape.type !== 'list') return [];
  return [say(`must give text, a number, or true or false; it gives ${shapeWord(shape)}`)];
}

function say(sentence: string): Problem {
  return problem('concurrency', null, `Workflow settings: concurrency_key ${sentence}`, {
    field: 'concurrency_key',
  });
}
