import { Link } from '@tanstack/react-router';

interface WorkflowRankingProps {
  title: string;
  rows: { workflow_id: string; name: string; count: number }[];
  unit: (count: number) => string;
  empty: string;
  /** The numbers are failures: a row leads to them. */
  failed?: boolean;
}

/** Workflows by a number, the largest first. */
export function WorkflowRanking({ title, rows, unit, empty, failed }: WorkflowRankingProps) {
  const largest = Math.max(1, ...rows.map((row) => row.count));
  return (
    <section aria-label={title} className="rounded-md border border-line bg-surface">
      <h2 className="px-4 pt-3 pb-2 font-semibold text-sm">{title}</h2>
      {rows.length === 0 && <p className="px-4 pb-4 text-muted text-sm">{empty}</p>}
      <ol>
        {rows.map((row) => (
          <li
            key={row.workflow_id}
            className="relative border-line border-t px-4 py-2 transition-colors duration-150 hover:bg-hover/50"
          >
            <div className="flex items-baseline justify-between gap-4 text-sm">
              <Link
                to="/executions"
                search={{ workflow_id: row.workflow_id, status: failed ? 'error' : undefined }}
                title={row.name}
                className="min-w-0 truncate rounded-xs font-medium after:absolute after:inset-0"
              >
                {row.name}
              </Link>
              <span className="shrink-0 text-muted tabular-nums">{unit(row.count)}</span>
            </div>
            <div aria-hidden className="mt-1.5 h-1 rounded-full bg-hover">
              <div
                className={failed ? 'h-full rounded-full bg-danger-solid' : 'h-full rounded-full bg-accent'}
                style={{ width: `${(row.count / largest) * 100}%` }}
              />
            </div>
          </li>
        ))}
      </ol>
    </section>
  );
}
