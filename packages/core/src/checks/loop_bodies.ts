import { crossingSentence } from '../connect.ts';
import { type Check, problem, type Subject } from './subject.ts';

/** Every loop has something to repeat, what steers a loop is in one, and no edge goes past the border of a body. */
export const loopBodiesCheck: Check = (subject) => [
  ...crossings(subject),
  ...subject.nodes.flatMap((node) => {
    if (node.subtype === 'loop' && subject.loops.bodyOf(node.id).size === 0) {
      const message = `${node.label} has nothing to repeat: lead its body handle to the first node of each round`;
      return [problem('loop_bodies', node, message)];
    }
    const steers = node.subtype === 'break' || node.subtype === 'continue';
    if (!steers || subject.loops.loopOf(node.id) !== null) return [];
    const message = `${node.label} is outside of a loop; it only means something in the body of one`;
    return [problem('loop_bodies', node, message)];
  }),
];

function crossings({ definition, graph, loops }: Subject) {
  return definition.edges.flatMap((edge) => {
    const [from, to] = [graph.node(edge.source)!, graph.node(edge.target)!];
    // An edge back to its own loop is a circle, and is named as one.
    const isBack = loops.bodyOf(to.id).has(from.id);
    if (from.disabled || to.disabled || isBack || !loops.crosses(edge)) return [];
    return [problem('loop_bodies', from, crossingSentence(graph, loops, edge))];
  });
}
