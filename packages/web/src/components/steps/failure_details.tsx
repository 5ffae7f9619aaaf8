import type { Failure } from '@millrace/core';
import { results } from '../../strings/results.ts';
import { JsonViewer } from '../json_viewer/json_viewer.tsx';
import { cn } from '../ui/cn.ts';
import { FoldButton, useFold } from '../ui/fold.tsx';
import { type Answer, answerOf } from './failed_answer.ts';

const words = results.failure;

interface FailureDetailsProps {
  failure: Failure;
  /** Names the step for a screen reader. */
  label: string;
  maxHeight?: number;
  className?: string;
}

/** What a failure knows beside its sentence: the answer of the other side with status, headers and body, or whatever an action told. */
export function FailureDetails({ failure, label, maxHeight = 260, className }: FailureDetailsProps) {
  const { answer, rest } = answerOf(failure);
  if (!answer && rest === undefined) return null;
  return (
    <div className={cn('flex min-w-0 flex-col gap-3', className)}>
      {answer && <AnswerView answer={answer} label={label} maxHeight={maxHeight} />}
      {rest !== undefined && (
        <div className="flex min-w-0 flex-col gap-1">
          <h3 className="font-medium text-sm">{words.details}</h3>
          <JsonViewer value={rest} label={`${words.details}: ${label}`} maxHeight={maxHeight} />
        </div>
      )}
    </div>
  );
}

function AnswerView({ answer, label, maxHeight }: { answer: Answer; label: string; maxHeight: number }) {
  const { status, headers, body } = answer;
  const fold = useFold();
  return (
    <section aria-label={`${words.answer}: ${label}`} className="flex min-w-0 flex-col gap-1">
      <div className="flex min-h-7 flex-wrap items-center justify-between gap-x-2">
        <h3 className="font-medium text-sm">
          {status === undefined ? words.answer : words.answered(status)}
        </h3>
        {headers && (
          // Folded: they matter seldom, and are many.
          <FoldButton fold={fold} className="gap-1 rounded-xs text-muted text-xs hover:text-fg">
            {words.headers(Object.keys(headers).length)}
          </FoldButton>
        )}
      </div>
      {headers && fold.open && <Headers id={fold.id} headers={headers} />}
      {body === null || body === '' ? (
        <p className="rounded-md border border-line border-dashed px-3 py-2 text-muted text-xs">
          {words.no_body}
        </p>
      ) : (
        <JsonViewer value={body} label={`${words.body}: ${label}`} maxHeight={maxHeight} />
      )}
      {answer.cut && <p className="text-muted text-xs">{words.cut}</p>}
    </section>
  );
}

function Headers({ id, headers }: { id: string; headers: Readonly<Record<string, string>> }) {
  return (
    <dl
      id={id}
      className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 gap-y-1 rounded-md border border-line bg-surface px-3 py-2 font-mono text-xs"
    >
      {Object.entries(headers).map(([name, value]) => (
        <div key={name} className="contents">
          <dt className="text-muted">{name}</dt>
          <dd className="break-all">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
