import type { ExecutionSummary } from '@millrace/core';
import { Link, useNavigate } from '@tanstack/react-router';
import { ChevronRight, RotateCcw } from 'lucide-react';
import { useId } from 'react';
import { ExecutionStatusBadge } from '../../components/status_badge.tsx';
import { TriggerKind } from '../../components/trigger_kind.tsx';
import { Button } from '../../components/ui/button.tsx';
import { Duration } from '../../components/ui/duration.tsx';
import { RelativeTime } from '../../components/ui/relative_time.tsx';
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from '../../components/ui/table.tsx';
import { Tooltip } from '../../components/ui/tooltip.tsx';
import { strings } from '../../strings/en.ts';

const t = strings.executions;

/** Executions as rows; the number and "View Details" open one. */
export function ExecutionTable({
  executions,
  withWorkflow,
}: {
  executions: ExecutionSummary[];
  withWorkflow: boolean;
}) {
  return (
    <Table aria-label={t.title}>
      <TableHead>
        <tr>
          <TableHeader>{t.number}</TableHeader>
          {withWorkflow && <TableHeader className="w-full">{t.workflow}</TableHeader>}
          <TableHeader className="hidden md:table-cell">{t.triggered_by}</TableHeader>
          <TableHeader className="hidden sm:table-cell">{t.started}</TableHeader>
          <TableHeader className="hidden text-right sm:table-cell">{t.duration}</TableHeader>
          <TableHeader>{t.status}</TableHeader>
          <TableHeader>
            <span className="sr-only">{t.details}</span>
          </TableHeader>
        </tr>
      </TableHead>
      <TableBody>
        {executions.map((execution) => (
          <ExecutionRow key={execution.id} execution={execution} withWorkflow={withWorkflow} />
        ))}
      </TableBody>
    </Table>
  );
}

function ExecutionRow({ execution, withWorkflow }: { execution: ExecutionSummary; withWorkflow: boolean }) {
  const navigate = useNavigate();
  const numberId = useId();
  const params = { id: execution.id };
  return (
    <TableRow>
      <TableCell className="whitespace-nowrap tabular-nums">
        <Link
          id={numberId}
          to="/executions/$id"
          params={params}
          className="rounded-xs font-medium after:absolute after:inset-0"
        >
          #{execution.number}
        </Link>
        {execution.retry_of && (
          <Tooltip label={t.retry_of}>
            <RotateCcw
              role="img"
              aria-label={t.retry_of}
              className="relative z-10 ml-1.5 inline size-3 text-muted"
            />
          </Tooltip>
        )}
      </TableCell>
      {withWorkflow && (
        <TableCell className="max-w-0">
          <Link
            to="/workflows/$id"
            params={{ id: execution.workflow_id }}
            title={execution.workflow_name}
            className="relative z-10 block w-fit max-w-full truncate rounded-xs hover:underline"
          >
            {execution.workflow_name}
          </Link>
          <div className="text-muted text-xs sm:hidden">
            <RelativeTime at={execution.started_at ?? execution.created_at} />
          </div>
        </TableCell>
      )}
      <TableCell className="hidden max-w-56 md:table-cell">
        <TriggerKind type={execution.trigger_type} by={execution.triggered_by} />
      </TableCell>
      <TableCell className="hidden sm:table-cell">
        <span className="relative z-10 whitespace-nowrap">
          <RelativeTime at={execution.started_at} empty={t.waiting_start} />
        </span>
      </TableCell>
      <TableCell className="hidden whitespace-nowrap text-right tabular-nums sm:table-cell">
        <Duration ms={execution.finished_at ? execution.duration_ms : null} />
      </TableCell>
      <TableCell>
        <ExecutionStatusBadge status={execution.status} />
      </TableCell>
      <TableCell className="pl-0 text-right">
        {/* A button by its name in the product; the number of the row is the link that opens in a new tab. */}
        <Button
          size="sm"
          className="relative z-10 max-sm:px-1"
          aria-describedby={numberId}
          onClick={() => void navigate({ to: '/executions/$id', params })}
        >
          <span className="sr-only sm:not-sr-only sm:whitespace-nowrap">{t.details}</span>
          <ChevronRight aria-hidden className="sm:hidden" />
        </Button>
      </TableCell>
    </TableRow>
  );
}
