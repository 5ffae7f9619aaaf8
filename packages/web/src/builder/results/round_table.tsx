import type { Step } from '@millrace/core';
import { useMemo, useState } from 'react';
import { formatDuration } from '../../components/format.ts';
import { RoundPages, roundsPerPage } from '../../components/steps/round_pages.tsx';
import { Select } from '../../components/ui/select.tsx';
import {
  isFailure,
  orderedRounds,
  type Round,
  type RoundOrder,
  type StepNode,
} from '../../steps/step_tree.ts';
import { strings } from '../../strings/en.ts';
import { testing } from '../../strings/tests.ts';
import { StepStatusIcon } from '../canvas/step_mark.tsx';

const t = strings.rounds;
const words = testing.results;

interface RoundTableProps {
  loop: StepNode;
  onSelect: (path: string) => void;
}

/** All rounds of a loop, those that failed first, a page at a time: ten thousand are as quick as ten. */
export function RoundTable({ loop, onSelect }: RoundTableProps) {
  const rounds = loop.rounds ?? [];
  const failed = useMemo(() => rounds.filter((round) => round.status === 'error').length, [rounds]);
  const [chosen, setChosen] = useState<RoundOrder | null>(null);
  const order = chosen ?? (failed > 0 ? 'failed_first' : 'in_order');
  const shown = useMemo(() => orderedRounds(rounds, order), [rounds, order]);
  const [page, setPage] = useState(0);
  const last = Math.max(0, Math.ceil(shown.length / roundsPerPage) - 1);
  const at = Math.min(page, last);
  if (rounds.length === 0) return null;
  return (
    <section className="flex flex-col gap-1">
      <div className="flex min-h-7 flex-wrap items-center gap-3">
        <h3 className="font-medium text-sm">{words.rounds}</h3>
        {failed > 0 && (
          <Select
            aria-label={t.order}
            className="h-7 w-40 text-xs"
            options={[
              { value: 'in_order', label: t.in_order },
              { value: 'failed_first', label: t.failed_first },
              { value: 'only_failed', label: t.only_failed(failed) },
            ]}
            value={order}
            onChange={(next) => {
              setChosen(next);
              setPage(0);
            }}
          />
        )}
        {last > 0 && <RoundPages page={at} last={last} total={shown.length} onPage={setPage} />}
      </div>
      <table aria-label={t.list(loop.step.label)} className="w-full table-fixed rounded-md text-sm">
        <thead>
          <tr className="border-line border-b text-left text-muted text-xs [&>th]:px-2 [&>th]:py-1 [&>th]:font-normal">
            <th className="w-28">{words.round_number}</th>
            <th>{words.round_note}</th>
            <th className="w-20 text-right">{words.round_duration}</th>
          </tr>
        </thead>
        <tbody>
          {shown.slice(at * roundsPerPage, (at + 1) * roundsPerPage).map((round) => (
            <RoundRow key={round.path} round={round} onSelect={onSelect} />
          ))}
        </tbody>
      </table>
      <LeftOut loop={loop.step} rounds={rounds} />
    </section>
  );
}

function RoundRow({ round, onSelect }: { round: Round; onSelect: (path: string) => void }) {
  const step = tellingStep(round);
  return (
    <tr className="border-line border-b last:border-b-0 hover:bg-hover/60 [&>td]:px-2 [&>td]:py-1">
      <td>
        <button
          type="button"
          aria-label={words.show_round(round.index)}
          disabled={!step}
          onClick={() => step && onSelect(step.path)}
          className="flex items-center gap-2 rounded-xs text-accent-text tabular-nums underline-offset-4 hover:underline"
        >
          <StepStatusIcon status={round.status} />
          {t.item(round.index)}
        </button>
      </td>
      <td className="truncate text-muted text-xs" title={noteOf(step)}>
        {noteOf(step)}
      </td>
      <td className="text-right text-muted text-xs tabular-nums">{formatDuration(durationOf(round))}</td>
    </tr>
  );
}

/** The step that says most about a round: the one that failed, else the last that ran. */
function tellingStep({ steps }: Round): Step | undefined {
  const all = steps.map(({ step }) => step);
  return all.find(isFailure) ?? all.findLast(({ status }) => status !== 'skipped') ?? all[0];
}

const longestNote = 200;

function noteOf(step: Step | undefined): string {
  if (!step) return '';
  if (step.error) return `${step.label}: ${step.error.message}`;
  if (step.output === undefined) return step.label;
  const text = JSON.stringify(step.output) ?? '';
  return `${step.label}: ${text.slice(0, longestNote)}`;
}

function durationOf({ steps }: Round): number | null {
  const known = steps.flatMap(({ step }) => step.duration_ms ?? []);
  return known.length === 0 ? null : known.reduce((sum, ms) => sum + ms, 0);
}

/** In a very large record the steps of some rounds are not kept. */
function LeftOut({ loop, rounds }: { loop: Step; rounds: readonly Round[] }) {
  const { done = 0, failed = 0 } = loop.iterations ?? {};
  const missing = done + failed - rounds.length;
  if (missing <= 0 || loop.status === 'running') return null;
  const failedToo = failed - rounds.filter((round) => round.status === 'error').length;
  return (
    <p className="px-2 py-1 text-muted text-xs">
      {failedToo > 0 ? t.left_out_some(missing, failedToo) : t.left_out(missing)}
    </p>
  );
}
