import { ChartColumn, TableProperties } from 'lucide-react';
import { useState } from 'react';
import { formatNumber } from '../../components/format.ts';
import { Button } from '../../components/ui/button.tsx';
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from '../../components/ui/table.tsx';
import { strings } from '../../strings/en.ts';
import { DayChart } from './day_chart.tsx';
import { dayName } from './day_name.ts';

const t = strings.dashboard;

export interface Day {
  day: string;
  success: number;
  error: number;
  other: number;
}

/** Executions by day as stacked bars, or the same numbers as a table. */
export function ExecutionsByDay({ byDay, total, days }: { byDay: Day[]; total: number; days: number }) {
  const [asTable, setAsTable] = useState(false);
  return (
    <section aria-labelledby="by-day" className="rounded-md border border-line bg-surface">
      <div className="flex items-center justify-between gap-4 px-4 pt-3">
        <h2 id="by-day" className="font-semibold text-sm">
          {t.chart}
        </h2>
        <Button variant="ghost" size="sm" aria-pressed={asTable} onClick={() => setAsTable(!asTable)}>
          {asTable ? <ChartColumn aria-hidden /> : <TableProperties aria-hidden />}
          {asTable ? t.as_chart : t.as_table}
        </Button>
      </div>
      <div className="p-4 pt-2">
        {asTable ? (
          <DayTable byDay={byDay} />
        ) : (
          <figure className="h-64" aria-label={t.chart_label(total, days)}>
            <DayChart byDay={byDay} />
          </figure>
        )}
      </div>
    </section>
  );
}

function DayTable({ byDay }: { byDay: Day[] }) {
  return (
    <Table readOnly aria-labelledby="by-day">
      <TableHead>
        <tr>
          <TableHeader className="w-full">{t.day}</TableHeader>
          {[t.success, t.error, t.other].map((name) => (
            <TableHeader key={name} className="text-right">
              {name}
            </TableHeader>
          ))}
        </tr>
      </TableHead>
      <TableBody>
        {byDay.toReversed().map((row) => (
          <TableRow key={row.day}>
            <TableCell className="h-8">{dayName(row.day)}</TableCell>
            {[row.success, row.error, row.other].map((count, index) => (
              // Three columns that never move.
              // biome-ignore lint/suspicious/noArrayIndexKey: see above
              <TableCell key={index} className="h-8 text-right tabular-nums">
                {formatNumber(count)}
              </TableCell>
            ))}
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
