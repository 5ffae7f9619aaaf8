import type { WorkflowSummary } from '@millrace/core';
import { Link } from '@tanstack/react-router';
import { Copy, Download, Ellipsis, History, SquareArrowOutUpRight, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { messageOf } from '../../api/errors.ts';
import { useCan } from '../../api/session.ts';
import { deleteWorkflow, downloadWorkflow, useDuplicateWorkflow } from '../../api/workflow_actions.ts';
import { Button } from '../../components/ui/button.tsx';
import { ConfirmDialog } from '../../components/ui/confirm_dialog.tsx';
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from '../../components/ui/dropdown_menu.tsx';
import { toast } from '../../components/ui/toast.tsx';
import { strings } from '../../strings/en.ts';
import { DeleteConsequences } from './delete_consequences.tsx';

const t = strings.workflows;

/** What can be done with one workflow of the list. */
export function WorkflowMenu({ workflow }: { workflow: WorkflowSummary }) {
  const canEdit = useCan('editor');
  const duplicate = useDuplicateWorkflow();
  const [deleting, setDeleting] = useState(false);
  const failed = (error: unknown) =>
    toast.error(t.failed_title, { description: messageOf(error, strings.errors.unknown) });

  async function copy() {
    try {
      const made = await duplicate.mutateAsync(workflow.id);
      toast.success(t.duplicated(made.name));
    } catch (error) {
      failed(error);
    }
  }

  return (
    <>
      <DropdownMenu>
        <DropdownMenuTrigger asChild>
          <Button
            variant="ghost"
            className="relative z-10 size-8 px-0"
            aria-label={strings.common.more_for(workflow.name)}
          >
            <Ellipsis aria-hidden />
          </Button>
        </DropdownMenuTrigger>
        <DropdownMenuContent align="end">
          <DropdownMenuItem asChild>
            <Link to="/workflows/$id" params={{ id: workflow.id }}>
              <SquareArrowOutUpRight aria-hidden />
              {strings.common.open}
            </Link>
          </DropdownMenuItem>
          <DropdownMenuItem asChild>
            <Link to="/workflows/$id" params={{ id: workflow.id }} search={{ tab: 'executions' }}>
              <History aria-hidden />
              {t.executions}
            </Link>
          </DropdownMenuItem>
          {canEdit && (
            <DropdownMenuItem icon={<Copy aria-hidden />} onSelect={() => void copy()}>
              {t.duplicate}
            </DropdownMenuItem>
          )}
          <DropdownMenuItem
            icon={<Download aria-hidden />}
            onSelect={() => void downloadWorkflow(workflow).catch(failed)}
          >
            {t.export}
          </DropdownMenuItem>
          {canEdit && (
            <>
              <DropdownMenuSeparator />
              <DropdownMenuItem danger icon={<Trash2 aria-hidden />} onSelect={() => setDeleting(true)}>
                {strings.common.delete}
              </DropdownMenuItem>
            </>
          )}
        </DropdownMenuContent>
      </DropdownMenu>
      <ConfirmDialog
        open={deleting}
        onOpenChange={setDeleting}
        title={t.delete_title(workflow.name)}
        description={<DeleteConsequences id={workflow.id} />}
        action={strings.common.delete}
        onConfirm={async () => {
          await deleteWorkflow(workflow.id);
          toast.success(t.deleted(workflow.name));
        }}
      />
    </>
  );
}
