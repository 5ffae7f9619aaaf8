import { parseDefinition } from '@millrace/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { keys, membersQuery } from '../../api/queries.ts';
import { formatRelative } from '../../components/format.ts';
import { Button } from '../../components/ui/button.tsx';
import { Dialog, DialogContent } from '../../components/ui/dialog.tsx';
import { text } from '../../strings/builder.ts';
import { useDocumentStore } from '../document/context.tsx';
import { usePanels, usePanelsStore } from '../panels.tsx';
import { useConflict } from './conflict.ts';

/** Somebody else saved in the meantime: take theirs, or save over it. */
export function ConflictDialog({ save }: { save: (options: { overwrite: boolean }) => Promise<boolean> }) {
  const open = usePanels((state) => state.dialog === 'conflict');
  const current = useConflict((state) => state.current);
  const panels = usePanelsStore();
  const store = useDocumentStore();
  const client = useQueryClient();
  const members = useQuery({ ...membersQuery({ limit: 100 }), enabled: open }).data;
  const who = members?.data.find((member) => member.user_id === current?.updated_by)?.name;
  const close = () => panels.getState().openDialog(null);
  if (!current) return null;

  function reload() {
    if (!current) return;
    const draft = { name: current.name, definition: parseDefinition(current.workflow_definition) };
    store.getState().load(draft, current.updated_at);
    client.setQueryData(keys.workflow(current.id), current);
    close();
  }
  return (
    <Dialog open={open} onOpenChange={(next) => !next && close()}>
      <DialogContent
        title={text.top.conflict_title}
        footer={
          <>
            <Button onClick={close}>{text.top.cancel}</Button>
            <Button
              onClick={() => {
                close();
                void save({ overwrite: true });
              }}
            >
              {text.top.conflict_overwrite}
            </Button>
            <Button variant="primary" onClick={reload}>
              {text.top.conflict_reload}
            </Button>
          </>
        }
      >
        <p className="text-sm">
          {text.top.conflict_body(who ?? text.top.someone, formatRelative(current.updated_at, Date.now()))}
        </p>
      </DialogContent>
    </Dialog>
  );
}
