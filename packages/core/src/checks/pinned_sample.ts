/** A pinned sample is still what its node gives: the operation may have got another output since, or the sample was written by hand. */
import { misfit } from '../mapping/infer_mapping.ts';
import { shapeOfValue } from '../shape.ts';
import { shapesIn } from './node_shapes.ts';
import { type Check, problem } from './subject.ts';

export const pinnedSampleCheck: Check = (subject) => {
  const { pinned = {} } = subject.context;
  return subject.nodes.flatMap((node) => {
    if (!Object.hasOwn(pinned, node.key)) return [];
    const wanted = shapesIn(subject).output(node, false);
    const reason = misfit(shapeOfValue(pinned[node.key]), wanted);
    if (reason === null) return [];
    const message = `${node.label}: the pinned sample is not what this step gives: it ${reason}. Test with it only if you mean to, or pin a new one.`;
    return [problem('pinned_sample', node, message, { severity: 'warning' })];
  });
};
