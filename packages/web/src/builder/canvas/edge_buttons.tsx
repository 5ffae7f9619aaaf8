import { Plus, Trash2 } from 'lucide-react';
import { useShallow } from 'zustand/react/shallow';
import { cn } from '../../components/ui/cn.ts';
import { text } from '../../strings/builder.ts';
import { useDocument, useDocumentStore } from '../document/context.tsx';
import { deleteSelection } from '../document/edits/delete_selection.ts';
import { usePanelsStore } from '../panels.tsx';
import { useCanvasStore } from './canvas_store.ts';

export interface EdgeButtonsProps {
  edgeId: string;
  /** It is pointed at, or the only thing that is selected. */
  active: boolean;
  /** It is selected: Tab reaches its buttons. */
  chosen: boolean;
  /** The edge has a name, which gives way to the + when the pointer comes near. */
  quiet: boolean;
  /** They are above the cards. */
  raised: boolean;
}

const button =
  'pointer-events-auto flex size-5 shrink-0 items-center justify-center rounded-full border bg-surface text-muted transition-colors duration-150';

/** The + that inserts a step, and below it (above it where it is raised), while the edge is pointed at or selected, what deletes it. */
export function EdgeButtons({ edgeId, active, chosen, quiet, raised }: EdgeButtonsProps) {
  const store = useDocumentStore();
  const panels = usePanelsStore();
  const canvas = useCanvasStore();
  const named = useNames(edgeId);
  return (
    // For React these are within the edge, so pointing at them is pointing at the edge.
    <span className="relative flex items-center">
      <button
        type="button"
        // The menu of each node reaches the same with the keyboard; a stop for every edge would bury the nodes.
        tabIndex={chosen ? 0 : -1}
        aria-label={named.insert}
        title={text.canvas.insert_step}
        className={cn(
          button,
          'border-line-strong hover:border-accent hover:text-accent-text',
          active && 'size-6',
          quiet && !active && 'opacity-0 hover:opacity-100 focus-visible:opacity-100',
        )}
        onClick={(event) => {
          event.stopPropagation();
          const box = event.currentTarget.getBoundingClientRect();
          panels
            .getState()
            .openQuickAdd({ at: { x: box.right + 4, y: box.bottom + 4 }, target: { kind: 'edge', edgeId } });
        }}
      >
        <Plus aria-hidden className="size-3" />
      </button>
      {active && (
        // Below the +, which stays where the pointer is: beside it are the ends of the edge. Pointing at the gap between
        // the two is pointing at the edge.
        <span
          className={cn(
            '-translate-x-1/2 pointer-events-auto absolute left-1/2',
            raised ? 'bottom-full pb-1' : 'top-full pt-1',
          )}
        >
          <button
            type="button"
            tabIndex={chosen ? 0 : -1}
            aria-label={named.remove}
            title={text.canvas.delete_edge}
            className={cn(button, 'size-6 border-danger-line text-danger hover:bg-danger-soft')}
            onClick={(event) => {
              event.stopPropagation();
              canvas.getState().hoverEdge(null);
              store
                .getState()
                .edit((definition) => deleteSelection(definition, { nodes: [], edges: [edgeId] }));
            }}
          >
            <Trash2 aria-hidden className="size-3.5" />
          </button>
        </span>
      )}
    </span>
  );
}

/** What the buttons are called: there is one of each on every connection. */
function useNames(edgeId: string): { insert: string; remove: string } {
  const [from, to] = useDocument(
    useShallow(({ draft: { definition } }) => {
      const edge = definition.edges.find(({ id }) => id === edgeId);
      const labelOf = (id: string | undefined) => definition.nodes.find((node) => node.id === id)?.label;
      return [labelOf(edge?.source), labelOf(edge?.target)];
    }),
  );
  const words = text.canvas;
  return from === undefined || to === undefined
    ? { insert: words.insert_step, remove: words.delete_edge }
    : { insert: words.insert_between(from, to), remove: words.delete_between(from, to) };
}
