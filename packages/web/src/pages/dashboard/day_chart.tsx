import { useState } from 'react';
import { formatNumber } from '../../components/format.ts';
import { cn } from '../../components/ui/cn.ts';
import { strings } from '../../strings/en.ts';
import { dayName } from './day_name.ts';
import type { Day } from './executions_by_day.tsx';
import { countTicks } from './scale.ts';

const t = strings.dashboard;
/** As many names of days fit below the bars. */
const mostLabels = 8;

const parts = [
  { key: 'other', name: t.other, tint: 'bg-control' },
  { key: 'error', name: t.error, tint: 'bg-danger-solid' },
  { key: 'success', name: t.success, tint: 'bg-success-solid' },
] as const;

/** Stacked bars, one a day, out of plain boxes. The table beside it is the accessible form; the chart takes no focus. */
export function DayChart({ byDay }: { byDay: Day[] }) {
  const ticks = countTicks(Math.max(0, ...byDay.map(sumOf)));
  const top = ticks.at(-1)!;
  const every = Math.ceil(byDay.length / mostLabels);
  return (
    <div aria-hidden className="flex h-full flex-col gap-2 text-muted text-xs">
      <div className="relative mt-2 mb-5 ml-12 min-h-0 flex-1">
        {ticks.map((tick) => (
          <div
            key={tick}
            className={`absolute inset-x-0 border-t ${tick === 0 ? 'border-line-strong' : 'border-line'}`}
            style={{ bottom: `${(tick / top) * 100}%` }}
          >
            <span className="absolute right-full mr-2 -translate-y-1/2 whitespace-nowrap tabular-nums">
              {formatNumber(tick)}
            </span>
          </div>
        ))}
        <div className="absolute inset-0 flex">
          {byDay.map((day, index) => (
            <DayBar
              key={day.day}
              day={day}
              top={top}
              labelled={(byDay.length - 1 - index) % every === 0}
              late={index > byDay.length / 2}
            />
          ))}
        </div>
      </div>
      <ul className="flex justify-center gap-4">
        {parts.toReversed().map(({ key, name, tint }) => (
          <li key={key} className="flex items-center gap-1.5">
            <span className={`size-2 ${tint}`} />
            {name}
          </li>
        ))}
      </ul>
    </div>
  );
}

interface DayBarProps {
  day: Day;
  /** What the height of the chart stands for. */
  top: number;
  labelled: boolean;
  /** In the right half: what is told of it stands to its left. */
  late: boolean;
}

function DayBar({ day, top, labelled, late }: DayBarProps) {
  const [pointed, setPointed] = useState(false);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: only tells the numbers that the table has too
    <div
      onMouseEnter={() => setPointed(true)}
      onMouseLeave={() => setPointed(false)}
      className="relative flex h-full min-w-0 flex-1 flex-col items-center justify-end hover:bg-hover"
    >
      {parts.map(({ key, tint }) => (
        <div
          key={key}
          className={cn('relative w-4/5 max-w-9', tint)}
          style={{ height: `${(day[key] / top) * 100}%` }}
        />
      ))}
      {labelled && <span className="absolute top-full mt-1 whitespace-nowrap">{dayName(day.day)}</span>}
      {pointed && <Numbers day={day} className={late ? 'right-full mr-2' : 'left-full ml-2'} />}
    </div>
  );
}

function Numbers({ day, className }: { day: Day; className: string }) {
  return (
    <div
      className={cn(
        'pointer-events-none absolute top-2 z-10 min-w-32 rounded-md border border-line-strong bg-raised px-3 py-2 text-fg shadow-float',
        className,
      )}
    >
      <p className="font-semibold">{dayName(day.day)}</p>
      {parts.toReversed().map(({ key, name, tint }) => (
        <p key={key} className="flex items-center gap-1.5">
          <span className={cn('size-2', tint)} />
          {name}
          <span className="ml-auto pl-4 tabular-nums">{formatNumber(day[key])}</span>
        </p>
      ))}
    </div>
  );
}

function sumOf({ success, error, other }: Day): number {
  return success + error + other;
}
