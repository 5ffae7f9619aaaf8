import { Dialog } from '../../components/ui/dialog.tsx';
import { TestForm } from '../later_parts.ts';
import { usePanels, usePanelsStore } from '../panels.tsx';

/** Tries the draft as it is on the canvas: sample input, mocks for what would go out, and the results in the drawer. */
export function TestDialog() {
  const open = usePanels((state) => state.dialog === 'test');
  const panels = usePanelsStore();
  return (
    <Dialog open={open} onOpenChange={(next) => !next && panels.getState().openDialog(null)}>
      {open && <TestForm close={() => panels.getState().openDialog(null)} />}
    </Dialog>
  );
}
