import { useMemo } from 'react';
import { Button } from '../../components/ui/button.tsx';
import { Dialog, DialogContent } from '../../components/ui/dialog.tsx';
import { words } from '../../strings/saving.ts';
import { usePanels, usePanelsStore } from '../panels.tsx';
import { Comparison } from './comparison.tsx';
import { takenWords } from './conflict_words.ts';
import { type Taken, useTaken } from './taken.ts';
import { useCompare } from './use_compare.ts';

/** What somebody else changed and this page took over, because nothing was unsaved here. */
export function TakenDialog() {
  const open = usePanels((state) => state.dialog === 'taken');
  const taken = useTaken((state) => state.taken);
  const panels = usePanelsStore();
  const close = () => panels.getState().openDialog(null);
  return (
    <Dialog open={open && taken !== null} onOpenChange={(next) => !next && close()}>
      {open && taken && <OpenTaken taken={taken} close={close} />}
    </Dialog>
  );
}

function OpenTaken({ taken, close }: { taken: Taken; close: () => void }) {
  const compare = useCompare();
  const changes = useMemo(() => compare(taken.before, taken.after), [compare, taken]);
  const title = takenWords(taken.person).title;
  return (
    <DialogContent
      size="md"
      title={title}
      description={words.others.body}
      footer={<Button onClick={close}>{words.others.close}</Button>}
    >
      <Comparison label={title} changes={changes} />
    </DialogContent>
  );
}
