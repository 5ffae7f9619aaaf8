import { handlesOf, type WorkflowEdge, type WorkflowNode } from '@millrace/core';
import { ArrowRightFromLine, ArrowRightToLine, Route, Spline } from 'lucide-react';
import { type ReactNode, useMemo } from 'react';
import {
  DropdownMenuItem,
  DropdownMenuLabel,
  DropdownMenuSub,
  DropdownMenuSubContent,
  DropdownMenuSubTrigger,
} from '../../components/ui/dropdown_menu.tsx';
import { text } from '../../strings/builder.ts';
import { wires as words } from '../../strings/wires.ts';
import { useDocument, useDocumentStore } from '../document/context.tsx';
import { reconnect } from '../document/edits/reconnect.ts';
import { portLabel } from './flow_nodes.ts';
import { NodeIcon } from './node_icon.tsx';
import { type Place, placesFor, type Wire, wireOfEdge } from './wire.ts';

/** A submenu with every place where a wire can lead; what it is worked out from is looked at when it opens. */
export function WireSub({ wire, icon, children }: { wire: Wire; icon?: ReactNode; children: ReactNode }) {
  return (
    <DropdownMenuSub>
      <DropdownMenuSubTrigger icon={icon}>{children}</DropdownMenuSubTrigger>
      <DropdownMenuSubContent className="max-h-80 w-80 overflow-y-auto">
        <WirePlaces wire={wire} />
      </DropdownMenuSubContent>
    </DropdownMenuSub>
  );
}

function WirePlaces({ wire }: { wire: Wire }) {
  const store = useDocumentStore();
  const definition = useDocument((state) => state.draft.definition);
  const { possible, impossible } = useMemo(() => placesFor(definition, wire), [definition, wire]);
  const lead = ({ edge }: Place) => store.getState().edit((current) => reconnect(current, wire.edgeId, edge));
  return (
    <>
      {possible.length === 0 && <DropdownMenuItem disabled>{text.menu.no_target}</DropdownMenuItem>}
      {possible.map((place) => (
        <DropdownMenuItem
          key={`${place.node.id} ${place.port}`}
          icon={<NodeIcon subtype={place.node.subtype} className="size-5 rounded-sm" />}
          onSelect={() => lead(place)}
        >
          <PlaceName {...place} />
        </DropdownMenuItem>
      ))}
      {impossible.length > 0 && <DropdownMenuLabel>{words.impossible}</DropdownMenuLabel>}
      {impossible.map(({ node, reason }) => (
        <Impossible key={node.id} node={node} reason={reason} />
      ))}
    </>
  );
}

function PlaceName({ node, port }: Place) {
  const label = port === null ? null : portLabel(node, port);
  return (
    <span className="flex min-w-0 gap-1.5">
      <span className="truncate">{node.label}</span>
      {label !== null && <span className="shrink-0 text-muted">{words.port(label)}</span>}
    </span>
  );
}

/** Reached by the keys like the others, so that its reason is heard; choosing it does nothing. */
function Impossible({ node, reason }: { node: WorkflowNode; reason: string }) {
  return (
    <DropdownMenuItem
      aria-disabled="true"
      className="cursor-not-allowed"
      icon={<NodeIcon subtype={node.subtype} className="size-5 rounded-sm opacity-50 grayscale" />}
      onSelect={(event) => event.preventDefault()}
    >
      <span className="block truncate text-muted">{node.label}</span>{' '}
      <span className="block text-muted text-xs">{reason}</span>
    </DropdownMenuItem>
  );
}

/** Connects each output of a node to another node without a mouse. */
export function ConnectItems({ node }: { node: WorkflowNode }) {
  const handles = handlesOf(node);
  return handles.map((handle) => (
    <WireSub
      key={handle}
      wire={{ nodeId: node.id, handle, side: 'source', edgeId: null }}
      icon={<Spline aria-hidden />}
    >
      {handles.length === 1
        ? text.menu.connect
        : text.menu.connect_port(portLabel(node, handle) ?? text.canvas.next)}
    </WireSub>
  ));
}

/** Both ends of an edge. */
export function EndItems({ edge }: { edge: WorkflowEdge }) {
  const end = useMemo(() => wireOfEdge(edge, 'target'), [edge]);
  const start = useMemo(() => wireOfEdge(edge, 'source'), [edge]);
  return (
    <>
      <WireSub wire={end} icon={<ArrowRightToLine aria-hidden />}>
        {words.move_end}
      </WireSub>
      <WireSub wire={start} icon={<ArrowRightFromLine aria-hidden />}>
        {words.move_start}
      </WireSub>
    </>
  );
}

/** The connections of a node, each to be led to another node than the one at its far end. */
export function MoveConnectionItems({ node }: { node: WorkflowNode }) {
  const edges = useDocument((state) => state.draft.definition.edges);
  const own = edges.filter(({ source, target }) => source === node.id || target === node.id);
  if (own.length === 0) return null;
  return (
    <DropdownMenuSub>
      <DropdownMenuSubTrigger icon={<Route aria-hidden />}>{words.move}</DropdownMenuSubTrigger>
      <DropdownMenuSubContent className="max-h-80 max-w-72 overflow-y-auto">
        {own.map((edge) => (
          <FarEnd key={edge.id} edge={edge} nodeId={node.id} />
        ))}
      </DropdownMenuSubContent>
    </DropdownMenuSub>
  );
}

function FarEnd({ edge, nodeId }: { edge: WorkflowEdge; nodeId: string }) {
  const nodes = useDocument((state) => state.draft.definition.nodes);
  const leaves = edge.source === nodeId;
  const wire = useMemo(() => wireOfEdge(edge, leaves ? 'target' : 'source'), [edge, leaves]);
  const source = nodes.find(({ id }) => id === edge.source);
  const target = nodes.find(({ id }) => id === edge.target);
  const port = source ? portLabel(source, edge.sourceHandle) : null;
  return (
    <WireSub wire={wire}>
      {leaves ? words.to(target?.label ?? '', port) : words.from(source?.label ?? '', port)}
    </WireSub>
  );
}
