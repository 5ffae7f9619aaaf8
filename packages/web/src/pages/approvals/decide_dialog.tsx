import { type Approval, approvalRoutes } from '@millrace/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { call } from '../../api/call.ts';
import { ApiError, messageOf } from '../../api/errors.ts';
import { keys } from '../../api/queries.ts';
import { Button } from '../../components/ui/button.tsx';
import { Dialog, DialogClose, DialogContent } from '../../components/ui/dialog.tsx';
import { Field, FieldError } from '../../components/ui/field.tsx';
import { Textarea } from '../../components/ui/textarea.tsx';
import { toast } from '../../components/ui/toast.tsx';
import { strings } from '../../strings/en.ts';

const t = strings.approvals;
const formId = 'decision';
export type Decision = 'approved' | 'rejected';

interface DecideDialogProps {
  approval: Approval;
  /** Null while it is closed. */
  decision: Decision | null;
  onClose: () => void;
}

/** Asks once more, with room for a comment: a decision cannot be taken back. */
export function DecideDialog({ approval, decision, onClose }: DecideDialogProps) {
  return (
    <Dialog open={decision !== null} onOpenChange={(open) => !open && onClose()}>
      {decision && <OpenDialog approval={approval} decision={decision} onClose={onClose} />}
    </Dialog>
  );
}

function OpenDialog({ approval, decision, onClose }: DecideDialogProps & { decision: Decision }) {
  const [comment, setComment] = useState('');
  const decide = useDecide(approval, onClose);
  const title = approval.title || t.untitled;

  function submit(event: FormEvent) {
    event.preventDefault();
    if (!decide.isPending) decide.mutate({ decision, comment: comment.trim() || null });
  }

  return (
    <DialogContent
      title={
        <span className="break-words">
          {decision === 'approved' ? t.approve_title(title) : t.reject_title(title)}
        </span>
      }
      description={consequence(approval, decision)}
      footer={
        <>
          <DialogClose asChild>
            <Button>{strings.common.cancel}</Button>
          </DialogClose>
          <Button
            type="submit"
            form={formId}
            variant={decision === 'approved' ? 'primary' : 'danger'}
            loading={decide.isPending}
          >
            {decision === 'approved' ? t.approve : t.reject}
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={submit} className="flex flex-col gap-3">
        <Field label={t.comment} hint={t.comment_hint}>
          {(field) => (
            <Textarea
              {...field}
              value={comment}
              maxLength={5_000}
              className="max-h-60"
              onChange={(event) => setComment(event.target.value)}
            />
          )}
        </Field>
        <FieldError message={decide.error ? messageOf(decide.error, strings.errors.unknown) : null} />
      </form>
    </DialogContent>
  );
}

function consequence({ required, decisions }: Approval, decision: Decision): string {
  if (decision === 'rejected') return t.rejects;
  const given = decisions.filter((one) => one.decision === 'approved').length;
  const left = required - given - 1;
  return left > 0 ? t.more_needed(left) : t.last_approval;
}

function useDecide(approval: Approval, onDone: () => void) {
  const queryClient = useQueryClient();
  const refresh = () => {
    void queryClient.invalidateQueries({ queryKey: keys.approvals });
    void queryClient.invalidateQueries({ queryKey: keys.execution(approval.execution_id) });
    void queryClient.invalidateQueries({ queryKey: keys.stats });
  };
  return useMutation({
    mutationFn: (body: { decision: Decision; comment: string | null }) =>
      call(approvalRoutes.decide, { params: { id: approval.id }, body }),
    onSuccess: (_, { decision }) => {
      toast.success(t[decision]);
      refresh();
      onDone();
    },
    // Somebody was faster, or it ran out of time: what is shown is old.
    onError: (error) => {
      if (error instanceof ApiError && error.status < 500) refresh();
    },
  });
}
