import type { Step } from '@millrace/core';
import { ChevronRight } from 'lucide-react';
import { type ReactNode, useEffect, useId, useMemo, useState } from 'react';
import { StepStatusBadge } from '../../components/status_badge.tsx';
import { RoundPages, roundsPerPage } from '../../components/steps/round_pages.tsx';
import { cn } from '../../components/ui/cn.ts';
import { Select } from '../../components/ui/select.tsx';
import { orderedRounds, type Round, type RoundOrder } from '../../steps/step_tree.ts';
import { strings } from '../../strings/en.ts';
import type { StepListView } from './step_list_view.ts';

const t = strings.rounds;

interface LoopRoundsProps {
  loop: Step;
  rounds: readonly Round[];
  view: StepListView;
  /** Draws the steps of a round. */
  children: (round: Round) => ReactNode;
}

/** The rounds of a loop, a page at a time, those that failed first. */
export function LoopRounds({ loop, rounds, view, children }: LoopRoundsProps) {
  const failed = useMemo(() => rounds.filter((round) => round.status === 'error').length, [rounds]);
  const [chosen, setChosen] = useState<RoundOrder | null>(null);
  const order = chosen ?? (failed > 0 ? 'failed_first' : 'in_order');
  const shown = useMemo(() => orderedRounds(rounds, order), [rounds, order]);
  const [page, setPage] = useState(0);
  const last = Math.max(0, Math.ceil(shown.length / roundsPerPage) - 1);
  const at = Math.min(page, last);

  // The round of a step that was chosen elsewhere (on the canvas, by its number) comes into view.
  const { selected } = view;
  const selectedAt = useMemo(
    () => shown.findIndex((round) => selected.startsWith(`${round.path}/`)),
    [shown, selected],
  );
  useEffect(() => {
    if (selectedAt >= 0) setPage(Math.floor(selectedAt / roundsPerPage));
  }, [selectedAt]);

  return (
    <div className="border-line border-t bg-sunken/40 pl-4">
      {(last > 0 || (failed > 0 && rounds.length > 1)) && (
        <div className="flex flex-wrap items-center gap-2 border-line border-b px-2 py-1.5">
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
      )}
      {shown.length === 0 ? (
        <p className="px-3 py-2 text-muted text-xs">{emptyWords(loop, rounds.length)}</p>
      ) : (
        <ol aria-label={t.list(loop.label)}>
          {shown.slice(at * roundsPerPage, (at + 1) * roundsPerPage).map((round) => (
            <li key={round.path} className="border-line border-b last:border-b-0">
              <RoundRow round={round} view={view}>
                {children(round)}
              </RoundRow>
            </li>
          ))}
        </ol>
      )}
      <LeftOut loop={loop} rounds={rounds} />
    </div>
  );
}

function emptyWords(loop: Step, known: number): string {
  if (known > 0) return t.none_failed;
  return loop.iterations?.total === 0 ? t.none_ran : t.none;
}

/** In a very large record the steps of some rounds are not kept. */
function LeftOut({ loop, rounds }: { loop: Step; rounds: readonly Round[] }) {
  const { done = 0, failed = 0 } = loop.iterations ?? {};
  const missing = done + failed - rounds.length;
  if (missing <= 0 || loop.status === 'running') return null;
  const failedToo = failed - rounds.filter((round) => round.status === 'error').length;
  return (
    <p className="border-line border-t px-3 py-2 text-muted text-xs">
      {failedToo > 0 ? t.left_out_some(missing, failedToo) : t.left_out(missing)}
    </p>
  );
}

function RoundRow({ round, view, children }: { round: Round; view: StepListView; children: ReactNode }) {
  const open = view.open.has(round.path);
  const id = useId();
  return (
    <>
      <button
        type="button"
        data-row
        aria-expanded={open}
        aria-controls={open ? id : undefined}
        className="flex w-full items-center gap-1.5 px-2 py-1.5 text-left outline-offset-[-2px] transition-colors duration-150 hover:bg-hover/60"
        onClick={() => view.toggle(round.path)}
      >
        <ChevronRight
          aria-hidden
          className={cn('size-4 shrink-0 text-muted transition-transform duration-150', open && 'rotate-90')}
        />
        <span className="min-w-0 flex-1 truncate text-sm tabular-nums">{t.item(round.index)}</span>
        <StepStatusBadge status={round.status} />
      </button>
      {open && (
        <div id={id} className="border-line border-t pl-4">
          {children}
        </div>
      )}
    </>
  );
}
