import { executionRoutes, type Step } from '@millrace/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Check, OctagonX, RotateCcw } from 'lucide-react';
import { useState } from 'react';
import type { z } from 'zod';
import { call } from '../../api/call.ts';
import { messageOf } from '../../api/errors.ts';
import { keys } from '../../api/queries.ts';
import { useCan } from '../../api/session.ts';
import { Button } from '../../components/ui/button.tsx';
import { ConfirmDialog } from '../../components/ui/confirm_dialog.tsx';
import { Notice } from '../../components/ui/notice.tsx';
import { toast } from '../../components/ui/toast.tsx';
import { strings } from '../../strings/en.ts';
import { MarkDoneDialog } from './mark_done_dialog.tsx';

const t = strings.waiting;
type Answer = Omit<z.input<typeof executionRoutes.answer.body>, 'path'>;

interface QuestionProps {
  executionId: string;
  step: Step;
  kind: 'question' | 'reconnect';
}

/** "Did it happen?", or an account that was to be reconnected: a person says how the execution goes on. */
export function Question({ executionId, step, kind }: QuestionProps) {
  const canAnswer = useCan('editor');
  const [asking, setAsking] = useState<'done' | 'stop' | null>(null);
  const answer = useAnswer(executionId, step.path);
  const repeat = () =>
    answer.mutate(
      { answer: 'repeat' },
      {
        onError: (error) =>
          toast.error(t.answer_failed, { description: messageOf(error, strings.errors.unknown) }),
      },
    );
  return (
    <Notice
      tone="warning"
      className="mb-3"
      title={step.error?.message ?? t[kind]}
      actions={
        canAnswer && (
          <>
            {kind === 'question' && (
              <Button onClick={() => setAsking('done')}>
                <Check aria-hidden />
                {t.done}
              </Button>
            )}
            <Button
              loading={answer.isPending && asking === null}
              title={kind === 'question' ? t.repeat_hint : undefined}
              onClick={repeat}
            >
              <RotateCcw aria-hidden />
              {kind === 'question' ? t.repeat : t.try_again}
            </Button>
            <Button onClick={() => setAsking('stop')}>
              <OctagonX aria-hidden />
              {t.stop}
            </Button>
          </>
        )
      }
    >
      {step.error?.hint && <p>{step.error.hint}</p>}
      {!canAnswer && <p className="mt-1 text-muted text-xs">{t.viewers}</p>}
      <MarkDoneDialog
        open={asking === 'done'}
        label={step.label}
        onClose={() => setAsking(null)}
        onMark={(output) => answer.mutateAsync({ answer: 'done', output })}
      />
      <ConfirmDialog
        open={asking === 'stop'}
        onOpenChange={(open) => !open && setAsking(null)}
        title={t.stop_title}
        description={t.stop_about}
        action={t.stop}
        onConfirm={() => answer.mutateAsync({ answer: 'stop' })}
      />
    </Notice>
  );
}

function useAnswer(id: string, path: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (answer: Answer) =>
      call(executionRoutes.answer, { params: { id }, body: { path, ...answer } }),
    onSuccess: (_, { answer }) => {
      toast.success(answer === 'stop' ? t.stopped : t.answered);
      void queryClient.invalidateQueries({ queryKey: keys.stats });
    },
    // Refused as well: somebody else may have answered.
    onSettled: () => queryClient.invalidateQueries({ queryKey: keys.execution(id) }),
  });
}
