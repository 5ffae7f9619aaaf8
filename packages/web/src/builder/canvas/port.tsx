import { Handle, Position } from '@xyflow/react';
import { Plus } from 'lucide-react';
import { memo } from 'react';
import { text } from '../../strings/builder.ts';
import { useDocument, useReadOnly } from '../document/context.tsx';
import { usePanelsStore } from '../panels.tsx';
import { hasEdgeFrom } from './edge_index.ts';
import { edgeTone } from './flow_nodes.ts';

interface SourcePortProps {
  nodeId: string;
  nodeLabel: string;
  handle: string;
  label: string | null;
}

/** An output: its dot, and while nothing is connected to it a + that adds the next step. */
export const SourcePort = memo(function SourcePort({ nodeId, nodeLabel, handle, label }: SourcePortProps) {
  const free = useDocument((state) => !hasEdgeFrom(state.draft.definition.edges, nodeId, handle));
  const readOnly = useReadOnly();
  return (
    <>
      <Handle
        type="source"
        id={handle}
        position={Position.Right}
        isConnectable={!readOnly}
        data-tone={edgeTone(handle)}
        title={label ?? undefined}
      />
      {free && !readOnly && <AddAfter nodeId={nodeId} nodeLabel={nodeLabel} handle={handle} label={label} />}
    </>
  );
});

function AddAfter({ nodeId, nodeLabel, handle, label }: SourcePortProps) {
  const panels = usePanelsStore();
  return (
    <span className="add-after pointer-events-none absolute inset-y-0 left-full flex items-center pl-1.5">
      <span aria-hidden className="h-px w-5 bg-line-strong" />
      <button
        type="button"
        aria-label={text.canvas.add_after(nodeLabel, label)}
        title={text.canvas.add_after(nodeLabel, label)}
        // A larger place to hit than to see: as high as the row of its output.
        className="nodrag nopan after:-inset-x-1 after:-inset-y-0.5 pointer-events-auto relative flex size-6 items-center justify-center rounded-sm border border-line-strong bg-surface text-muted transition-colors duration-150 after:absolute after:content-[''] hover:border-accent hover:text-accent-text"
        onClick={(event) => {
          event.stopPropagation();
          const box = event.currentTarget.getBoundingClientRect();
          panels.getState().openQuickAdd({
            at: { x: box.right + 4, y: box.top },
            target: { kind: 'port', source: nodeId, sourceHandle: handle },
          });
        }}
      >
        <Plus aria-hidden className="size-3.5" />
      </button>
    </span>
  );
}

/** The input of a node. */
export const TargetPort = memo(function TargetPort({ connectable }: { connectable: boolean }) {
  return (
    <Handle type="target" id="in" position={Position.Left} isConnectable={connectable} data-tone="plain" />
  );
});
