import { Bar, BarChart, CartesianGrid, Legend, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts';
import { formatNumber } from '../../components/format.ts';
import { strings } from '../../strings/en.ts';
import { dayName } from './day_name.ts';
import type { Day } from './executions_by_day.tsx';

const t = strings.dashboard;
const axis = { fill: 'var(--muted)', fontSize: 12 };

/** The bars themselves; a chunk of its own, because Recharts is large. */
export function DayChart({ byDay }: { byDay: Day[] }) {
  return (
    <ResponsiveContainer width="100%" height="100%">
      {/* The table beside it is the accessible form; the chart takes no focus. */}
      <BarChart
        data={byDay}
        margin={{ top: 8, right: 4, bottom: 0, left: -12 }}
        accessibilityLayer={false}
        maxBarSize={36}
      >
        <CartesianGrid vertical={false} stroke="var(--line)" />
        <XAxis
          dataKey="day"
          tickFormatter={dayName}
          tick={axis}
          tickLine={false}
          axisLine={{ stroke: 'var(--line-strong)' }}
          minTickGap={16}
        />
        <YAxis
          allowDecimals={false}
          tick={axis}
          tickLine={false}
          axisLine={false}
          tickFormatter={formatNumber}
          width={56}
        />
        <Tooltip
          cursor={{ fill: 'var(--hover)' }}
          labelFormatter={(day) => dayName(String(day))}
          formatter={(value) => formatNumber(Number(value))}
          isAnimationActive={false}
          contentStyle={{
            background: 'var(--raised)',
            border: '1px solid var(--line-strong)',
            borderRadius: 8,
            fontSize: 12,
            boxShadow: 'var(--float)',
          }}
          labelStyle={{ color: 'var(--fg)', fontWeight: 600 }}
          itemStyle={{ color: 'var(--fg)', padding: 0 }}
        />
        <Legend
          itemSorter={null}
          iconType="square"
          iconSize={8}
          wrapperStyle={{ fontSize: 12 }}
          formatter={(name) => <span className="text-muted">{name}</span>}
        />
        <Bar
          dataKey="success"
          name={t.success}
          stackId="day"
          fill="var(--success-solid)"
          isAnimationActive={false}
        />
        <Bar
          dataKey="error"
          name={t.error}
          stackId="day"
          fill="var(--danger-solid)"
          isAnimationActive={false}
        />
        <Bar dataKey="other" name={t.other} stackId="day" fill="var(--control)" isAnimationActive={false} />
      </BarChart>
    </ResponsiveContainer>
  );
}
