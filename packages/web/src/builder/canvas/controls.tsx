import { useReactFlow } from '@xyflow/react';
import { Keyboard, Maximize, Minus, Plus, Redo2, Undo2, Workflow } from 'lucide-react';
import { IconButton } from '../../components/ui/icon_button.tsx';
import { text } from '../../strings/builder.ts';
import { useDocument, useDocumentStore, useReadOnly } from '../document/context.tsx';
import { moveNodes } from '../document/edits/move.ts';
import { usePanelsStore } from '../panels.tsx';
import { fitPadding } from './fit_padding.ts';
import { tidyLayout } from './layout.ts';

const motion = () => (matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : 200);

/** Zoom, fit, tidy up, undo and redo, at the bottom left of the canvas. */
export function CanvasControls() {
  const flow = useReactFlow();
  const store = useDocumentStore();
  const panels = usePanelsStore();
  const readOnly = useReadOnly();
  const canUndo = useDocument((state) => state.history.past.length > 0);
  const canRedo = useDocument((state) => state.history.future.length > 0);

  function tidy() {
    store.getState().edit((definition) => moveNodes(definition, tidyLayout(definition)));
    setTimeout(() => void flow.fitView({ padding: fitPadding, maxZoom: 1, duration: motion() }), 30);
  }

  return (
    <div className="absolute bottom-3 left-3 z-10 flex items-center gap-0.5 rounded-md border border-line-strong bg-surface p-0.5">
      <IconButton
        side="top"
        size="sm"
        label={text.canvas.zoom_out}
        onClick={() => void flow.zoomOut({ duration: motion() })}
      >
        <Minus aria-hidden />
      </IconButton>
      <IconButton
        side="top"
        size="sm"
        label={text.canvas.zoom_in}
        onClick={() => void flow.zoomIn({ duration: motion() })}
      >
        <Plus aria-hidden />
      </IconButton>
      <IconButton
        side="top"
        size="sm"
        label={text.canvas.fit}
        shortcut="F"
        onClick={() => void flow.fitView({ padding: fitPadding, maxZoom: 1, duration: motion() })}
      >
        <Maximize aria-hidden />
      </IconButton>
      {!readOnly && (
        <>
          <span aria-hidden className="mx-0.5 h-4 w-px bg-line-strong" />
          <IconButton side="top" size="sm" label={text.canvas.tidy} onClick={tidy}>
            <Workflow aria-hidden />
          </IconButton>
          <IconButton
            side="top"
            size="sm"
            label={text.canvas.undo}
            shortcut="Ctrl Z"
            disabled={!canUndo}
            onClick={() => store.getState().undo()}
          >
            <Undo2 aria-hidden />
          </IconButton>
          <IconButton
            side="top"
            size="sm"
            label={text.canvas.redo}
            shortcut="Ctrl Shift Z"
            disabled={!canRedo}
            onClick={() => store.getState().redo()}
          >
            <Redo2 aria-hidden />
          </IconButton>
        </>
      )}
      <IconButton
        side="top"
        size="sm"
        label={text.canvas.shortcuts}
        shortcut="?"
        onClick={() => panels.getState().openDialog('shortcuts')}
      >
        <Keyboard aria-hidden />
      </IconButton>
    </div>
  );
}
