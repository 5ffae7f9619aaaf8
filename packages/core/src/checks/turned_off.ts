import { throughHandle } from '../graph.ts';
import { type Check, problem } from './subject.ts';

/** What is turned off is passed by; whoever turns a guard off is told so, and that a decision that is not made leads nowhere. */
export const turnedOffCheck: Check = ({ definition, graph }) =>
  definition.nodes
    .filter((node) => node.disabled && node.type !== 'trigger')
    .flatMap((node) => {
      const edges = graph.outgoing(node.id);
      const goesOn = edges.some((edge) => edge.sourceHandle === throughHandle(node.subtype));
      if (node.subtype === 'approval' && goesOn) {
        const message = `${node.label} is turned off: nobody is asked, and it goes on as approved`;
        return [problem('turned_off', node, message, { severity: 'warning' })];
      }
      if (goesOn || edges.length === 0) return [];
      const message = `${node.label} is turned off, and no edge leads past it: what follows it does not run`;
      return [problem('turned_off', node, message, { severity: 'warning' })];
    });
