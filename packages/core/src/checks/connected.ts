import { type Check, problem } from './subject.ts';

/** Every node can be reached from the trigger. Only the first node of a part that hangs loose is named. */
export const connectedCheck: Check = ({ nodes, graph, triggers }) =>
  nodes
    .filter((node) => node.type !== 'trigger' && graph.incoming(node.id).length === 0)
    // Without a trigger there is nothing to connect the first node to; that is said already.
    .filter((node) => triggers.length > 0 || graph.outgoing(node.id).length === 0)
    .map((node) => problem('connected', node, `${node.label} is not connected`));
