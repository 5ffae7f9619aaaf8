import { Dialog } from '../../components/ui/dialog.tsx';
import { RunForm } from '../later_parts.ts';
import { usePanels, usePanelsStore } from '../panels.tsx';

/** Starts the deployed version for real; the canvas then shows how it goes. */
export function RunDialog() {
  const open = usePanels((state) => state.dialog === 'run');
  const panels = usePanelsStore();
  return (
    <Dialog open={open} onOpenChange={(next) => !next && panels.getState().openDialog(null)}>
      {open && <RunForm close={() => panels.getState().openDialog(null)} />}
    </Dialog>
  );
}
