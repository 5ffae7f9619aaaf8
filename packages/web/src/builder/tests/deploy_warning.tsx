import { Button } from '../../components/ui/button.tsx';
import { Notice } from '../../components/ui/notice.tsx';
import { testing } from '../../strings/tests.ts';
import { usePanelsStore } from '../panels.tsx';
import { useSavedTests } from './use_tests.ts';

const words = testing.saved;

/** After a deploy: which saved tests fail, or were not run since the draft was changed. */
export function DeployWarning() {
  const tests = useSavedTests({ follow: true }).data?.tests ?? [];
  const panels = usePanelsStore();
  const failed = tests.filter(({ last_result }) => last_result?.current && !last_result.passed).length;
  const unknown = tests.filter(({ last_result }) => !last_result?.current).length;
  if (failed === 0 && unknown === 0) return null;
  const title = [failed > 0 && words.warning_failed(failed), unknown > 0 && words.warning_unknown(unknown)]
    .filter(Boolean)
    .join('; ');
  const show = () => {
    panels.getState().openDialog(null);
    panels.getState().openDrawer('tests');
  };
  return (
    <Notice
      tone="warning"
      title={title}
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
