import { type Workflow, workflowRoutes } from '@millrace/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { CirclePause, CirclePlay, Download, EllipsisVertical, ListTree, Play, Rocket } from 'lucide-react';
import { call } from '../../api/call.ts';
import { messageOf } from '../../api/errors.ts';
import { keys } from '../../api/queries.ts';
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuTrigger,
} from '../../components/ui/dropdown_menu.tsx';
import { IconButton } from '../../components/ui/icon_button.tsx';
import { toast } from '../../components/ui/toast.tsx';
import { text } from '../../strings/builder.ts';
import { outline } from '../../strings/outline.ts';
import { outlineHint } from '../canvas/keys.ts';
import { useDocumentStore, useReadOnly } from '../document/context.tsx';
import { usePanels, usePanelsStore } from '../panels.tsx';
import { useSmall } from '../small/use_small.ts';

/** What is done less often: pause and resume, how to start it, export; in a small window also what has no place in the bar. */
export function MoreMenu({ workflow, onEditor }: { workflow: Workflow; onEditor: boolean }) {
  const client = useQueryClient();
  const store = useDocumentStore();
  const panels = usePanelsStore();
  const readOnly = useReadOnly();
  const small = useSmall();
  const runnable = workflow.version > 0 && workflow.enabled;
  const outlined = usePanels((state) => state.outline.open);
  const toggle = useMutation({
    mutationFn: () =>
      call(workflow.enabled ? workflowRoutes.pause : workflowRoutes.resume, { params: { id: workflow.id } }),
    onSuccess: (next) => {
      client.setQueryData(keys.workflow(next.id), next);
      void client.invalidateQueries({ queryKey: keys.workflows });
      store.getState().touch(next.updated_at);
      toast.success(next.enabled ? text.top.resumed : text.top.paused_toast);
    },
    onError: (error) => toast.error(messageOf(error, text.top.more)),
  });
  return (
    <DropdownMenu>
      <DropdownMenuTrigger asChild>
        <IconButton label={text.top.more}>
          <EllipsisVertical aria-hidden />
        </IconButton>
      </DropdownMenuTrigger>
      <DropdownMenuContent align="end">
        {small && !readOnly && (
          <DropdownMenuItem
            icon={<Play aria-hidden />}
            disabled={!runnable}
            onSelect={() => panels.getState().openDialog('run')}
          >
            {text.top.run}
            {!runnable && (
              <span className="block text-muted text-xs">
                {workflow.version === 0 ? text.top.run_needs_deploy : text.top.run_needs_resume}
              </span>
            )}
          </DropdownMenuItem>
        )}
        {onEditor && (
          <DropdownMenuItem
            icon={<ListTree aria-hidden />}
            shortcut={outlineHint()}
            onSelect={() => (outlined ? panels.getState().closeOutline() : panels.getState().openOutline())}
          >
            {outlined ? outline.close : outline.open}
          </DropdownMenuItem>
        )}
        {workflow.version > 0 && (
          <DropdownMenuItem
            icon={<Rocket aria-hidden />}
            onSelect={() => panels.getState().openDialog('deployed')}
          >
            {text.top.how_to_start}
          </DropdownMenuItem>
        )}
        {workflow.version > 0 && !readOnly && (
          <DropdownMenuItem
            icon={workflow.enabled ? <CirclePause aria-hidden /> : <CirclePlay aria-hidden />}
            onSelect={() => toggle.mutate()}
          >
            {workflow.enabled ? text.top.pause : text.top.resume}
          </DropdownMenuItem>
        )}
        <DropdownMenuItem asChild>
          <a href={`/api/integrations/workflows/${workflow.id}/export`} download>
            <Download aria-hidden />
            {text.top.export}
          </a>
        </DropdownMenuItem>
      </DropdownMenuContent>
    </DropdownMenu>
  );
}
