import type { Step } from '@millrace/core';
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react';
import { ancestorsOf } from '../../steps/round_path.ts';
import { stepTree } from '../../steps/step_tree.ts';
import { timelineOf } from '../../steps/timeline.ts';
import { strings } from '../../strings/en.ts';
import { StepNodes } from './step_nodes.tsx';

const t = strings.execution;

interface StepListProps {
  steps: Step[];
  /** Path of the step whose data is shown. */
  selected: string;
  onSelect: (path: string) => void;
}

/** Every step with its status and its place in time, rounds under their loop; up and down walk through them. */
export function StepList({ steps, selected, onSelect }: StepListProps) {
  const now = useNow(steps.some((step) => step.status === 'running'));
  const bars = useMemo(() => timelineOf(steps, now), [steps, now]);
  const tree = useMemo(() => stepTree(steps), [steps]);
  const [open, toggle] = useOpen(selected);
  const list = useRef<HTMLDivElement>(null);

  function onKeyDown(event: KeyboardEvent) {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const rows = [...(list.current?.querySelectorAll<HTMLElement>('[data-row]') ?? [])];
    const at = rows.indexOf(event.target as HTMLElement);
    const next = by && at >= 0 && rows[at + by];
    if (!next) return;
    event.preventDefault();
    next.focus();
    if (next.dataset.path) onSelect(next.dataset.path);
  }

  return (
    <section aria-labelledby="steps-heading" className="min-w-0">
      <h2 id="steps-heading" className="mb-2 font-semibold text-sm">
        {t.steps}
      </h2>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: hears the arrow keys of the buttons in it */}
      <div
        ref={list}
        onKeyDown={onKeyDown}
        className="overflow-hidden rounded-md border border-line bg-surface"
      >
        <StepNodes nodes={tree} view={{ bars, selected, onSelect, open, toggle }} />
      </div>
    </section>
  );
}

/** Which loops and rounds are unfolded; what holds the chosen step unfolds when it is chosen. */
function useOpen(selected: string): [ReadonlySet<string>, (path: string) => void] {
  const [open, setOpen] = useState<ReadonlySet<string>>(() => new Set(ancestorsOf(selected)));
  useEffect(() => {
    const around = ancestorsOf(selected);
    setOpen((before) =>
      around.every((path) => before.has(path)) ? before : new Set([...before, ...around]),
    );
  }, [selected]);
  const toggle = (path: string) =>
    setOpen((before) => {
      const after = new Set(before);
      if (!after.delete(path)) after.add(path);
      return after;
    });
  return [open, toggle];
}

/** The time, ticking five times a second while something runs. */
function useNow(ticking: boolean): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (!ticking) return;
    const timer = setInterval(() => setNow(Date.now()), 200);
    return () => clearInterval(timer);
  }, [ticking]);
  return now;
}
