import { useStore } from '@xyflow/react';
import {
  Keyboard,
  Maximize,
  Minus,
  Plus,
  Redo2,
  ScanSearch,
  StickyNote,
  Undo2,
  Workflow,
} from 'lucide-react';
import { IconButton } from '../../components/ui/icon_button.tsx';
import { Tooltip } from '../../components/ui/tooltip.tsx';
import { text } from '../../strings/builder.ts';
import { text as words } from '../../strings/canvas.ts';
import { useDocument, useDocumentStore, useReadOnly } from '../document/context.tsx';
import { isNothing } from '../document/edits/delete_selection.ts';
import { OutlineButton } from '../outline/outline_panel.tsx';
import { usePanelsStore } from '../panels.tsx';
import { BarSeparator } from './floating_bar.tsx';
import { hintOf } from './keys.ts';
import { useSingleLetters } from './single_letters.ts';
import { useArrange } from './use_arrange.ts';
import { useView } from './view.ts';

/** Zoom, fit, notes, tidy up, undo and redo, at the bottom left of the canvas. */
export function CanvasControls() {
  // The hints of the buttons name the keys that are in force.
  useSingleLetters();
  const panels = usePanelsStore();
  const readOnly = useReadOnly();
  return (
    <div className="absolute bottom-3 left-3 z-10 flex items-center gap-0.5 rounded-md border border-line-strong bg-surface p-0.5">
      <ViewButtons />
      {!readOnly && <EditButtons />}
      <BarSeparator />
      <OutlineButton />
      <IconButton
        side="top"
        size="sm"
        label={text.canvas.shortcuts}
        shortcut={hintOf('help')}
        onClick={() => panels.getState().openDialog('shortcuts')}
      >
        <Keyboard aria-hidden />
      </IconButton>
    </div>
  );
}

function ViewButtons() {
  const view = useView();
  const selected = useDocument((state) => !isNothing(state.selection));
  return (
    <>
      <IconButton
        side="top"
        size="sm"
        label={text.canvas.zoom_out}
        shortcut={hintOf('zoom_out')}
        onClick={view.zoomOut}
      >
        <Minus aria-hidden />
      </IconButton>
      <ZoomPercent onClick={view.actualSize} />
      <IconButton
        side="top"
        size="sm"
        label={text.canvas.zoom_in}
        shortcut={hintOf('zoom_in')}
        onClick={view.zoomIn}
      >
        <Plus aria-hidden />
      </IconButton>
      <IconButton side="top" size="sm" label={text.canvas.fit} shortcut={hintOf('fit')} onClick={view.fit}>
        <Maximize aria-hidden />
      </IconButton>
      <IconButton
        side="top"
        size="sm"
        label={words.view.to_selection}
        shortcut={hintOf('zoom_to_selection')}
        disabled={!selected}
        onClick={view.toSelection}
      >
        <ScanSearch aria-hidden />
      </IconButton>
    </>
  );
}

/** How large everything is drawn; a click draws it at its true size. */
function ZoomPercent({ onClick }: { onClick: () => void }) {
  const percent = useStore((state) => words.view.percent(state.transform[2]));
  return (
    <Tooltip side="top" label={words.view.actual} shortcut={hintOf('actual_size')}>
      <button
        type="button"
        aria-label={`${words.view.actual}, ${percent}`}
        className="h-7 w-12 rounded-sm text-center text-muted text-xs tabular-nums hover:bg-hover hover:text-fg"
        onClick={onClick}
      >
        {percent}
      </button>
    </Tooltip>
  );
}

function EditButtons() {
  const store = useDocumentStore();
  const arrange = useArrange();
  const canUndo = useDocument((state) => state.history.past.length > 0);
  const canRedo = useDocument((state) => state.history.future.length > 0);
  return (
    <>
      <BarSeparator />
      <IconButton
        side="top"
        size="sm"
        label={words.notes.add}
        shortcut={hintOf('note')}
        onClick={() => arrange.addNote()}
      >
        <StickyNote aria-hidden />
      </IconButton>
      <IconButton
        side="top"
        size="sm"
        label={text.canvas.tidy}
        shortcut={hintOf('tidy')}
        onClick={() => arrange.tidy()}
      >
        <Workflow aria-hidden />
      </IconButton>
      <IconButton
        side="top"
        size="sm"
        label={text.canvas.undo}
        shortcut={hintOf('undo')}
        disabled={!canUndo}
        onClick={() => store.getState().undo()}
      >
        <Undo2 aria-hidden />
      </IconButton>
      <IconButton
        side="top"
        size="sm"
        label={text.canvas.redo}
        shortcut={hintOf('redo')}
        disabled={!canRedo}
        onClick={() => store.getState().redo()}
      >
        <Redo2 aria-hidden />
      </IconButton>
    </>
  );
}
