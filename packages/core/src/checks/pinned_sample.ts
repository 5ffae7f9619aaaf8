/** A pinned sample is still what its node gives: the operation may have got another output since, or the sample was written by hand. */
import type { WorkflowNode } from '../definition.ts';
import { misfit } from '../mapping/infer_mapping.ts';
import { type Shape, shapeOfValue } from '../shape.ts';
import { shapesIn } from './node_shapes.ts';
import { unknownShape } from './shapes.ts';
import { type Check, isObject, problem, type Subject } from './subject.ts';

export const pinnedSampleCheck: Check = (subject) => {
  const { pinned = {} } = subject.context;
  return subject.nodes.flatMap((node) => {
    if (!Object.hasOwn(pinned, node.key)) return [];
    const sample = pinned[node.key];
    const reason = misfit(shapeOfValue(sample), wantedOf(subject, node, sample));
    if (reason === null) return [];
    const message = `${node.label}: the pinned sample is not what this step gives: it ${reason}. Test with it only if you mean to, or pin a new one.`;
    return [problem('pinned_sample', node, message, { severity: 'warning' })];
  });
};

function wantedOf(subject: Subject, node: WorkflowNode, sample: unknown): Shape {
  const declared = shapesIn(subject).output(node, false);
  if (node.type !== 'trigger') return declared;
  const { data = unknownShape, payload: _, ...others } = declared.fields ?? {};
  // It may be pinned as its data alone; `payload` is a name that expressions have for it, and no call brings it.
  if (!isObject(sample) || !Object.hasOwn(sample, 'data')) return data;
  // How it came in is there when it really came in, and nobody has to write it for a test.
  const optional = Object.entries(others).map(([name, shape]) => [name, { ...shape, optional: true }]);
  return { type: 'object', fields: { data, ...Object.fromEntries(optional) } };
}
