import type { TestFailure, TestOutcome } from '@millrace/core';
import { CircleCheck, CircleX } from 'lucide-react';
import { formatDuration } from '../../components/format.ts';
import { Button } from '../../components/ui/button.tsx';
import { cn } from '../../components/ui/cn.ts';
import { results as sentences } from '../../strings/results.ts';
import { testing } from '../../strings/tests.ts';
import { useReadOnly } from '../document/context.tsx';
import { usePanelsStore } from '../panels.tsx';
import { useResultsStore } from '../results/context.tsx';
import { useOldOutcomes } from './test_list.tsx';
import { useUpdateExpectations } from './use_update_expectations.ts';

const words = testing.saved;
const longestValue = 400;

/** How a test ended: what is not as expected, path by path. */
export function OutcomeView({ outcome }: { outcome: TestOutcome }) {
  const { passed, failures, duration_ms, result } = outcome;
  const results = useResultsStore();
  const panels = usePanelsStore();
  const readOnly = useReadOnly();
  const isOld = useOldOutcomes();
  const expectations = useUpdateExpectations();
  const Icon = passed ? CircleCheck : CircleX;
  const tone = isOld ? 'text-muted' : passed ? 'text-success' : 'text-danger';
  const show = (path?: string) => {
    if (!result) return;
    results.getState().showTest(result);
    if (path) results.getState().selectStep(path);
    panels.getState().openDrawer('steps');
  };
  return (
    <section
      aria-label={words.outcome}
      className={cn(
        'flex flex-col gap-3 rounded-md border px-3 py-2.5 text-sm',
        isOld
          ? 'border-line bg-sunken'
          : passed
            ? 'border-success-line bg-success-soft'
            : 'border-danger-line bg-danger-soft',
      )}
    >
      <div className="flex items-center gap-2">
        <Icon aria-hidden className={cn('size-4', tone)} />
        <span className={cn('font-medium', tone)}>{passed ? words.passed : words.failed}</span>
        <span className="whitespace-nowrap text-muted text-xs tabular-nums">
          {formatDuration(duration_ms)}
        </span>
        {isOld && <span className="text-muted text-xs">{sentences.old_outcome}</span>}
        <span className="ml-auto flex flex-wrap justify-end gap-2">
          {!passed && result && !readOnly && !isOld && (
            <Button
              size="sm"
              loading={expectations.isPending}
              onClick={() => void expectations.update(outcome)}
            >
              {sentences.update.action}
            </Button>
          )}
          {result && (
            <Button size="sm" onClick={() => show()}>
              {words.show_steps}
            </Button>
          )}
        </span>
      </div>
      {failures.map((failure, index) => (
        // Two failures can say the same of two rounds.
        // biome-ignore lint/suspicious/noArrayIndexKey: they are drawn once and never reordered
        <Failure key={index} failure={failure} onShow={result ? show : undefined} />
      ))}
    </section>
  );
}

function Failure({ failure, onShow }: { failure: TestFailure; onShow?: (path?: string) => void }) {
  const rows =
    failure.differences && failure.differences.length > 0
      ? failure.differences
      : 'expected' in failure || 'actual' in failure
        ? [{ path: '', expected: failure.expected, actual: failure.actual }]
        : [];
  return (
    <div className="rounded-md border border-line bg-surface">
      <div className="flex items-start gap-2 px-3 py-2">
        <p className="min-w-0 flex-1 break-words">{failure.message}</p>
        {failure.step_path && onShow && (
          <Button size="sm" variant="ghost" onClick={() => onShow(failure.step_path)}>
            {words.show_step}
          </Button>
        )}
      </div>
      {rows.length > 0 && (
        <table className="w-full table-fixed border-line border-t text-xs">
          <thead>
            <tr className="text-left text-muted [&>th]:px-3 [&>th]:py-1 [&>th]:font-normal">
              <th className="w-1/4">{words.where}</th>
              <th>{words.expected}</th>
              <th>{words.actual}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ path, expected, actual }) => (
              <tr
                key={path}
                className="border-line border-t align-top [&>td]:break-words [&>td]:px-3 [&>td]:py-1.5"
              >
                <td className="font-mono">{path || words.everything}</td>
                <td className="font-mono text-success">{shown(expected)}</td>
                <td className="font-mono text-danger">{shown(actual)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </div>
  );
}

function shown(value: unknown): string {
  if (value === undefined) return words.nothing;
  const text = JSON.stringify(value);
  return text.length > longestValue ? `${text.slice(0, longestValue)}…` : text;
}
