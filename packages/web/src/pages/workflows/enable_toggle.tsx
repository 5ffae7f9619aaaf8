import type { WorkflowSummary } from '@millrace/core';
import { messageOf } from '../../api/errors.ts';
import { useToggleWorkflow } from '../../api/workflow_actions.ts';
import { Switch } from '../../components/ui/switch.tsx';
import { toast } from '../../components/ui/toast.tsx';
import { Tooltip } from '../../components/ui/tooltip.tsx';
import { strings } from '../../strings/en.ts';

const t = strings.workflows;

/** Pauses and resumes a deployed workflow; a draft has nothing to switch on. */
export function EnableToggle({ workflow, readOnly }: { workflow: WorkflowSummary; readOnly: boolean }) {
  const toggle = useToggleWorkflow();
  const deployed = workflow.version > 0;
  const shown = toggle.isPending ? toggle.variables.enabled : workflow.enabled;

  function change(enabled: boolean) {
    toggle.mutate(
      { id: workflow.id, enabled },
      {
        onSuccess: () => toast.success(enabled ? t.resumed(workflow.name) : t.paused(workflow.name)),
        onError: (error) =>
          toast.error(t.toggle_failed, { description: messageOf(error, strings.errors.unknown) }),
      },
    );
  }

  const control = (
    <Switch
      aria-label={t.toggle(workflow.name)}
      checked={shown}
      disabled={!deployed || readOnly || toggle.isPending}
      onCheckedChange={change}
      className="relative z-10 align-middle"
    />
  );
  if (deployed) return control;
  return (
    <Tooltip label={t.toggle_draft}>
      <span className="relative z-10 inline-flex align-middle">{control}</span>
    </Tooltip>
  );
}
