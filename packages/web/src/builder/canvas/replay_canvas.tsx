import '@xyflow/react/dist/style.css';
import './canvas.css';
import { type Definition, parseDefinition, type Step } from '@millrace/core';
import { ReactFlow, ReactFlowProvider, type Viewport } from '@xyflow/react';
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react';
import { useTheme } from '../../components/theme.ts';
import { text } from '../../strings/builder.ts';
import { createDocumentStore } from '../document/store.ts';
import { createPanelsStore } from '../panels.tsx';
import { createProblemsStore } from '../problems/store.ts';
import { createResultsStore } from '../results/store.ts';
import { type Stores, StoresProvider } from '../stores.tsx';
import { createTestsStore } from '../tests/store.ts';
import { createCanvasStore } from './canvas_store.ts';
import { EdgeArrows, EdgeLine } from './edge_line.tsx';
import { Far } from './far.tsx';
import { type FlowEdge, type FlowNode, flowEdges, flowNodes } from './flow_nodes.ts';
import { FramesLayer } from './frames_layer.tsx';
import { Grid } from './grid.tsx';
import { NodeCard } from './node_card.tsx';
import { NoteCard } from './note_card.tsx';
import { withSkippedBodies } from './skipped_bodies.ts';
import { drawnBoxes, viewOf } from './view.ts';

const nodeTypes = { step: NodeCard, note: NoteCard };
const edgeTypes = { line: EdgeLine };
const noEdges: FlowEdge[] = [];

interface ReplayCanvasProps {
  /** As it is stored; an older format is upgraded. */
  definition: Record<string, unknown>;
  steps: readonly Step[];
  /** The id of the chosen node. */
  selected: string | null;
  onSelect: (nodeId: string) => void;
}

/** An execution on the canvas it ran on: read-only, every node ringed by how its step went. */
export function ReplayCanvas({ definition: stored, steps, selected, onSelect }: ReplayCanvasProps) {
  const definition = useMemo(() => readable(stored), [stored]);
  if (!definition)
    return (
      <p className="flex h-full items-center justify-center text-muted text-sm">{text.canvas.unreadable}</p>
    );
  return (
    <Replay
      key={JSON.stringify(definition.nodes.map((node) => node.id))}
      definition={definition}
      steps={steps}
      selected={selected}
      onSelect={onSelect}
    />
  );
}

function readable(stored: Record<string, unknown>): Definition | null {
  try {
    return parseDefinition(stored);
  } catch {
    return null;
  }
}

function Replay({
  definition,
  steps,
  selected,
  onSelect,
}: Omit<ReplayCanvasProps, 'definition'> & { definition: Definition }) {
  const theme = useTheme();
  const canvas = useRef<HTMLDivElement>(null);
  const [stores] = useState<Stores>(() => ({
    document: createDocumentStore({
      workflowId: '',
      draft: { name: '', definition },
      updated_at: '',
      readOnly: true,
    }),
    results: createResultsStore(),
    problems: createProblemsStore(),
    panels: createPanelsStore(),
    canvas: createCanvasStore(),
    tests: createTestsStore(),
  }));
  const nodes = useMemo(() => drawn(definition, selected), [definition, selected]);
  const edges = useMemo(() => flowEdges(definition, new Set(), noEdges), [definition]);

  useEffect(() => {
    const run = {
      id: 'replay',
      status: 'success' as const,
      duration_ms: null,
      output: null,
      error: null,
      steps: withSkippedBodies(definition, steps),
    };
    stores.results.getState().showExecution(run);
  }, [stores, definition, steps]);

  function choose(event: KeyboardEvent) {
    const id = (event.target as HTMLElement).closest<HTMLElement>('.react-flow__node-step')?.dataset.id;
    if (!id || (event.key !== 'Enter' && event.key !== ' ')) return;
    event.preventDefault();
    onSelect(id);
  }

  return (
    <StoresProvider value={stores}>
      <ReactFlowProvider>
        {/* biome-ignore lint/a11y/noStaticElementInteractions: hears the keys of the nodes in it, which take the focus */}
        <div ref={canvas} className="h-full" onKeyDown={choose}>
          <ReactFlow
            className="millrace-canvas"
            colorMode={theme}
            nodes={nodes}
            edges={edges}
            nodeTypes={nodeTypes}
            edgeTypes={edgeTypes}
            onNodeClick={(_, node) => node.type === 'step' && onSelect(node.id)}
            nodesDraggable={false}
            nodesConnectable={false}
            edgesFocusable={false}
            elementsSelectable={false}
            disableKeyboardA11y
            deleteKeyCode={null}
            zoomOnDoubleClick={false}
            panOnScroll
            panOnScrollSpeed={1}
            onlyRenderVisibleElements={definition.nodes.length > 80}
            minZoom={0.1}
            onInit={(flow) => void flow.setViewport(wholeView(definition, canvas.current))}
            attributionPosition="top-right"
          >
            <Grid />
            <FramesLayer nodes={nodes} dragging={null} />
            <EdgeArrows />
            <Far />
          </ReactFlow>
        </div>
      </ReactFlowProvider>
    </StoresProvider>
  );
}

/** All of it in sight, with the frames around the bodies of loops. */
function wholeView(definition: Definition, canvas: HTMLElement | null): Viewport {
  return viewOf(drawnBoxes(definition), canvas?.getBoundingClientRect() ?? { width: 800, height: 400 });
}

function drawn(definition: Definition, selected: string | null): FlowNode[] {
  return flowNodes({ definition, selected: new Set(selected ? [selected] : []), marksOf: () => [] }, []);
}
