import { Sparkles, Workflow } from 'lucide-react';
import { useCan } from '../../api/session.ts';
import { EmptyState } from '../../components/ui/empty_state.tsx';
import { strings } from '../../strings/en.ts';
import { CreationProblem } from '../workflows/creation_problem.tsx';
import { NewWorkflowButtons } from '../workflows/new_workflow_buttons.tsx';
import { useNewWorkflow } from '../workflows/use_new_workflow.ts';

/** The dashboard of somebody who has no workflow yet. */
export function NewWorkflowPanel() {
  const canEdit = useCan('editor');
  const creation = useNewWorkflow();
  return (
    <>
      <CreationProblem problem={creation.problem} onDismiss={creation.dismiss} />
      <div className="rounded-md border border-line bg-surface">
        <EmptyState
          icon={canEdit ? <Sparkles /> : <Workflow />}
          title={canEdit ? strings.workflows.empty_title : strings.dashboard.empty_title}
          actions={canEdit && <NewWorkflowButtons creation={creation} teach />}
        >
          {canEdit ? strings.workflows.empty_hint : strings.workflows.empty_viewer}
        </EmptyState>
      </div>
    </>
  );
}
