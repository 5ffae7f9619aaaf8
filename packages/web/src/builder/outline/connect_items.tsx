import {
  canConnect,
  connectTargets,
  type Definition,
  handlesOf,
  type WorkflowEdge,
  type WorkflowNode,
} from '@millrace/core';
import { Spline, Unlink } from 'lucide-react';
import { useMemo } from 'react';
import {
  DropdownMenuItem,
  DropdownMenuLabel,
  DropdownMenuSub,
  DropdownMenuSubContent,
  DropdownMenuSubTrigger,
} from '../../components/ui/dropdown_menu.tsx';
import { text } from '../../strings/builder.ts';
import { outline } from '../../strings/outline.ts';
import { portLabel } from '../canvas/flow_nodes.ts';
import { flowOrder } from '../canvas/flow_order.ts';
import { NodeIcon } from '../canvas/node_icon.tsx';
import { useDocument, useDocumentStore } from '../document/context.tsx';
import { connect } from '../document/edits/connect.ts';

const words = outline.menu;
/** Of more than these the reasons are not looked for: a list that long is not read. */
const mostReasons = 60;

/** Connects each output of a step to another one, and takes connections away. */
export function ConnectItems({
  node,
  disconnect,
}: {
  node: WorkflowNode;
  disconnect: (edgeId: string) => void;
}) {
  const definition = useDocument((state) => state.draft.definition);
  const handles = handlesOf(node);
  const edges = definition.edges.filter(({ source, target }) => source === node.id || target === node.id);
  return (
    <>
      {handles.map((handle) => {
        const port = portLabel(node, handle) ?? text.canvas.next;
        return (
          <DropdownMenuSub key={handle}>
            <DropdownMenuSubTrigger icon={<Spline aria-hidden />}>
              {handles.length === 1 ? words.connect : words.connect_port(port)}
            </DropdownMenuSubTrigger>
            <Targets definition={definition} node={node} handle={handle} />
          </DropdownMenuSub>
        );
      })}
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

interface TargetsProps {
  definition: Definition;
  node: WorkflowNode;
  handle: string;
}

/** Where an output can lead, in the order of the flow; then where it cannot, each with the reason. */
function Targets({ definition, node, handle }: TargetsProps) {
  const store = useDocumentStore();
  const { possible, impossible } = useMemo(() => {
    const targets = connectTargets(definition, node.id, handle);
    const others = flowOrder(definition).filter(({ id }) => id !== node.id);
    return {
      possible: others.filter(({ id }) => targets.has(id)),
      impossible: others.filter(({ id }) => !targets.has(id)).slice(0, mostReasons),
    };
  }, [definition, node.id, handle]);
  return (
    <DropdownMenuSubContent className="max-h-80 w-80 overflow-y-auto">
      {possible.length === 0 && <DropdownMenuItem disabled>{text.menu.no_target}</DropdownMenuItem>}
      {possible.map((target) => (
        <DropdownMenuItem
          key={target.id}
          icon={<NodeIcon subtype={target.subtype} className="size-5 rounded-sm" />}
          onSelect={() =>
            store
              .getState()
              .edit((before) => connect(before, { source: node.id, sourceHandle: handle, target: target.id }))
          }
        >
          <span className="block truncate">{target.label}</span>
        </DropdownMenuItem>
      ))}
      {impossible.length > 0 && <DropdownMenuLabel>{outline.connect.impossible}</DropdownMenuLabel>}
      {impossible.map((target) => (
        <Impossible
          key={target.id}
          target={target}
          reason={reasonOf(canConnect(definition, node.id, handle, target.id))}
        />
      ))}
    </DropdownMenuSubContent>
  );
}

function reasonOf(answer: ReturnType<typeof canConnect>): string {
  return answer.ok ? '' : answer.reason;
}

/** Reached by the keys like the others, so that its reason is heard; choosing it does nothing. */
function Impossible({ target, reason }: { target: WorkflowNode; reason: string }) {
  return (
    <DropdownMenuItem
      aria-disabled="true"
      className="cursor-not-allowed"
      icon={<NodeIcon subtype={target.subtype} className="size-5 rounded-sm opacity-50 grayscale" />}
      onSelect={(event) => event.preventDefault()}
    >
      <span className="block truncate text-muted">{target.label}</span>{' '}
      <span className="block text-muted text-xs">{reason}</span>
    </DropdownMenuItem>
  );
}
