import { Button } from '../../components/ui/button.tsx';
import { Notice } from '../../components/ui/notice.tsx';
import { testing } from '../../strings/tests.ts';
import { usePanelsStore } from '../panels.tsx';
import { useSavedTests } from './use_tests.ts';

const words = testing.saved;

/** After a deploy: which saved tests were not run since the draft was changed. Those that fail are asked about before. */
export function DeployWarning() {
  const tests = useSavedTests({ follow: true }).data?.tests ?? [];
  const panels = usePanelsStore();
  const unknown = tests.filter(({ last_result }) => !last_result?.current).length;
  if (unknown === 0) return null;
  const show = () => {
    panels.getState().openDialog(null);
    panels.getState().openDrawer('tests');
  };
  return (
    <Notice
      tone="warning"
      title={words.warning_unknown(unknown)}
      className="mb-4"
      actions={
        <Button size="sm" onClick={show}>
          {words.show}
        </Button>
      }
    >
      {words.warning_hint}
    </Notice>
  );
}
