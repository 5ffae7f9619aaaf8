import type { WorkflowSummary } from '@millrace/core';
import { Link } from '@tanstack/react-router';
import { useCan } from '../../api/session.ts';
import { formatNumber } from '../../components/format.ts';
import { ExecutionStatusBadge, WorkflowStatusBadge } from '../../components/status_badge.tsx';
import { TriggerKind } from '../../components/trigger_kind.tsx';
import { Badge } from '../../components/ui/badge.tsx';
import { RelativeTime } from '../../components/ui/relative_time.tsx';
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from '../../components/ui/table.tsx';
import { strings } from '../../strings/en.ts';
import { EnableToggle } from './enable_toggle.tsx';
import { WorkflowMenu } from './workflow_menu.tsx';

const t = strings.workflows;

/** The rows of the workflow list; the name opens the builder. */
export function WorkflowTable({ workflows }: { workflows: WorkflowSummary[] }) {
  return (
    <Table aria-label={t.title}>
      <TableHead>
        <tr>
          <TableHeader className="w-full">{t.name}</TableHeader>
          <TableHeader className="hidden sm:table-cell">{t.status}</TableHeader>
          <TableHeader className="hidden lg:table-cell">{t.trigger}</TableHeader>
          <TableHeader className="hidden md:table-cell">{t.last_run}</TableHeader>
          <TableHeader className="hidden text-right lg:table-cell">{t.executions}</TableHeader>
          <TableHeader className="px-2 text-center">{t.enabled}</TableHeader>
          <TableHeader className="px-2">
            <span className="sr-only">{t.actions}</span>
          </TableHeader>
        </tr>
      </TableHead>
      <TableBody>
        {workflows.map((workflow) => (
          <WorkflowRow key={workflow.id} workflow={workflow} />
        ))}
      </TableBody>
    </Table>
  );
}

function WorkflowRow({ workflow }: { workflow: WorkflowSummary }) {
  const canEdit = useCan('editor');
  return (
    <TableRow>
      <TableCell className="max-w-0 py-2">
        <Link
          to="/workflows/$id"
          params={{ id: workflow.id }}
          className="block truncate rounded-xs font-medium after:absolute after:inset-0"
          title={workflow.name}
        >
          {workflow.name}
        </Link>
        {workflow.description && <p className="truncate text-muted text-xs">{workflow.description}</p>}
        <div className="mt-1 flex flex-wrap gap-1.5 sm:hidden">
          <WorkflowStatusBadge status={workflow.status} />
          {workflow.has_changes && workflow.version > 0 && <Badge tone="outline">{t.changes}</Badge>}
        </div>
      </TableCell>
      <TableCell className="hidden sm:table-cell">
        <div className="flex items-center gap-1.5">
          <WorkflowStatusBadge status={workflow.status} />
          {workflow.has_changes && workflow.version > 0 && (
            <Badge tone="outline" className="hidden xl:inline-flex">
              {t.changes}
            </Badge>
          )}
        </div>
      </TableCell>
      <TableCell className="hidden whitespace-nowrap lg:table-cell">
        <TriggerKind type={workflow.trigger_type} />
      </TableCell>
      <TableCell className="hidden md:table-cell">
        <span className="relative z-10 flex items-center gap-2">
          <RelativeTime at={workflow.last_executed_at} empty={t.never} />
          {workflow.last_status && workflow.last_status !== 'success' && (
            <ExecutionStatusBadge status={workflow.last_status} />
          )}
        </span>
      </TableCell>
      <TableCell className="hidden whitespace-nowrap text-right tabular-nums lg:table-cell">
        {formatNumber(workflow.execution_count)}
        {workflow.error_count > 0 && (
          <div className="text-danger text-xs">{t.failed(workflow.error_count)}</div>
        )}
      </TableCell>
      <TableCell className="px-2 text-center">
        <EnableToggle workflow={workflow} readOnly={!canEdit} />
      </TableCell>
      <TableCell className="px-2 text-right">
        <WorkflowMenu workflow={workflow} />
      </TableCell>
    </TableRow>
  );
}
