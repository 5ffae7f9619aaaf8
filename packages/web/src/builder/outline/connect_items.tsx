import { type Definition, handlesOf, type WorkflowEdge, type WorkflowNode } from '@millrace/core';
import { Unlink } from 'lucide-react';
import {
  DropdownMenuItem,
  DropdownMenuSub,
  DropdownMenuSubContent,
  DropdownMenuSubTrigger,
} from '../../components/ui/dropdown_menu.tsx';
import { outline } from '../../strings/outline.ts';
import { portLabel } from '../canvas/flow_nodes.ts';
import { ConnectItems as ConnectOutputs, MoveConnectionItems } from '../canvas/wire_items.tsx';
import { useDocument } from '../document/context.tsx';

const words = outline.menu;

/** Connects each output of a step to another one, leads connections elsewhere, and takes them away. */
export function ConnectItems({
  node,
  disconnect,
}: {
  node: WorkflowNode;
  disconnect: (edgeId: string) => void;
}) {
  const definition = useDocument((state) => state.draft.definition);
  const edges = definition.edges.filter(({ source, target }) => source === node.id || target === node.id);
  return (
    <>
      {handlesOf(node).length > 0 && <ConnectOutputs node={node} />}
      <MoveConnectionItems node={node} />
      {edges.length > 0 && (
        <DropdownMenuSub>
          <DropdownMenuSubTrigger icon={<Unlink aria-hidden />}>{words.disconnect}</DropdownMenuSubTrigger>
          <DropdownMenuSubContent className="max-h-80 max-w-72 overflow-y-auto">
            {edges.map((edge) => (
              <DropdownMenuItem key={edge.id} onSelect={() => disconnect(edge.id)}>
                {edgeWords(definition, node.id, edge)}
              </DropdownMenuItem>
            ))}
          </DropdownMenuSubContent>
        </DropdownMenuSub>
      )}
    </>
  );
}

function edgeWords(definition: Definition, nodeId: string, edge: WorkflowEdge): string {
  const find = (id: string) => definition.nodes.find((node) => node.id === id);
  const source = find(edge.source);
  const port = source ? portLabel(source, edge.sourceHandle) : null;
  return edge.source === nodeId
    ? words.disconnect_to(find(edge.target)?.label ?? '', port)
    : words.disconnect_from(source?.label ?? '', port);
}
