import { findCycle } from '../graph.ts';
import { type Check, problem } from './subject.ts';

/** No node leads back to itself. One cycle is named at a time: breaking it may break others. */
export const cycleCheck: Check = ({ definition, graph, loops }) => {
  const ids = findCycle(definition, graph);
  if (!ids) return [];
  const back = ids
    .map((source, at) => ({ source, target: ids[(at + 1) % ids.length]! }))
    .find(({ source, target }) => loops.bodyOf(target).has(source));
  if (back) {
    const [from, loop] = [graph.node(back.source)!, graph.node(back.target)!.label];
    const message = `${from.label} leads back to ${loop}, which repeats by itself: remove this edge`;
    return [problem('cycle', from, message)];
  }
  const labels = [...ids, ids[0]!].map((id) => graph.node(id)!.label);
  const shown = labels.length > 8 ? [...labels.slice(0, 4), '…', ...labels.slice(-3)] : labels;
  const message = `These nodes lead in a circle: ${shown.join(' → ')}. Remove one of the edges`;
  return [problem('cycle', graph.node(ids[0]!)!, message)];
};
