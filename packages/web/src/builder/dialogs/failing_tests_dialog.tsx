import { FlaskConicalOff } from 'lucide-react';
import { Button } from '../../components/ui/button.tsx';
import { Dialog, DialogContent } from '../../components/ui/dialog.tsx';
import { text } from '../../strings/builder.ts';
import { problemWords as words } from '../../strings/problems.ts';
import { usePanels, usePanelsStore } from '../panels.tsx';
import { isFailing } from '../tests/failing.ts';
import { useSavedTests } from '../tests/use_tests.ts';

/** How many tests are named. */
const most = 6;

/** Before a deploy of a draft on which saved tests fail: which, and whether it shall go ahead. */
export function FailingTestsDialog({ deploy }: { deploy: () => void }) {
  const open = usePanels((state) => state.dialog === 'failing_tests');
  const panels = usePanelsStore();
  const close = () => panels.getState().openDialog(null);
  return (
    <Dialog open={open} onOpenChange={(next) => !next && close()}>
      {open && (
        <Asked
          close={close}
          show={() => {
            close();
            panels.getState().openDrawer('tests');
          }}
          deploy={() => {
            close();
            deploy();
          }}
        />
      )}
    </Dialog>
  );
}

function Asked({ close, show, deploy }: { close: () => void; show: () => void; deploy: () => void }) {
  const tests = useSavedTests({ follow: false }).data?.tests ?? [];
  const failing = tests.filter(isFailing);
  return (
    <DialogContent
      size="sm"
      title={words.tests_fail(failing.length, tests.length)}
      description={words.tests_fail_hint}
      footer={
        <>
          <Button variant="ghost" className="mr-auto" onClick={close}>
            {text.top.cancel}
          </Button>
          <Button onClick={deploy}>{words.deploy_anyway}</Button>
          <Button variant="primary" onClick={show}>
            {words.show_tests}
          </Button>
        </>
      }
    >
      <ul className="flex flex-col gap-1.5">
        {failing.slice(0, most).map(({ id, name }) => (
          <li key={id} className="flex items-start gap-2 text-sm">
            <FlaskConicalOff aria-hidden className="mt-0.5 size-4 shrink-0 text-danger" />
            <span className="min-w-0 break-words">{name}</span>
          </li>
        ))}
        {failing.length > most && <li className="text-muted text-sm">{words.more(failing.length - most)}</li>}
      </ul>
    </DialogContent>
  );
}
