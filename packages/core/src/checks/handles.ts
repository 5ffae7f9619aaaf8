import { whatEnds } from '../connect.ts';
import { handlesOf } from '../graph.ts';
import { nodeKind } from '../node_kinds.ts';
import { type Check, problem } from './subject.ts';

/** Edges leave nodes where these have an output, and a decision leads somewhere. */
export const handlesCheck: Check = ({ nodes, graph }) =>
  nodes.flatMap((node) => {
    const handles = handlesOf(node);
    const edges = graph.outgoing(node.id);
    if (handles.length === 0) {
      return edges.map((edge) =>
        problem(
          'handles',
          node,
          `${graph.node(edge.target)!.label} never runs: ${node.label} ends ${whatEnds(node.subtype)}`,
        ),
      );
    }
    const unknown = new Set(
      edges.map((edge) => edge.sourceHandle).filter((handle) => !handles.includes(handle)),
    );
    const problems = [...unknown].map((handle) => {
      const has = handles.map((one) => `"${one}"`).join(', ');
      return problem('handles', node, `An edge leaves ${node.label} at "${handle}"; it has ${has} only`);
    });
    const isDecision = nodeKind(node.subtype).type === 'conditional' || node.subtype === 'approval';
    if (isDecision && edges.length === 0) {
      const message = `${node.label} decides and nothing follows`;
      problems.push(problem('handles', node, message, { severity: 'warning' }));
    }
    return problems;
  });
