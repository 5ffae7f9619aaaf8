import { Button } from '../../components/ui/button.tsx';
import { Notice } from '../../components/ui/notice.tsx';
import { problemWords as words } from '../../strings/problems.ts';
import { usePanelsStore } from '../panels.tsx';
import { useProblems } from './context.tsx';

/** After a deploy: how many warnings it went ahead with, and the way to them. */
export function DeployedWarnings() {
  const counts = useProblems((state) => state.counts);
  const panels = usePanelsStore();
  if (counts.warnings === 0) return null;
  const show = () => {
    panels.getState().openDialog(null);
    panels.getState().openDrawer('problems');
  };
  return (
    <Notice
      tone="warning"
      title={words.deployed_with(counts)}
      className="mb-4"
      actions={
        <Button size="sm" onClick={show}>
          {words.show}
        </Button>
      }
    />
  );
}
