import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { History } from 'lucide-react';
import type { ReactNode } from 'react';
import { executionsQuery, keys } from '../../api/queries.ts';
import { useLive } from '../../api/use_live.ts';
import { ListView } from '../../components/list_view.tsx';
import { EmptyState } from '../../components/ui/empty_state.tsx';
import { usePages } from '../../components/use_pages.ts';
import { useThrottled } from '../../components/use_throttled.ts';
import { strings } from '../../strings/en.ts';
import { ExecutionFilterBar } from './execution_filter_bar.tsx';
import { ExecutionTable } from './execution_table.tsx';
import { type AddressFilters, hasFilters, pickFilters, toApiFilters } from './filters.ts';

const t = strings.executions;

interface ExecutionHistoryProps {
  /** One workflow's history; without it, everybody's. */
  workflowId?: string;
  /** More filters beside the common ones. */
  filterExtras?: ReactNode;
}

/** A history of executions: filters in the address, ten a page, new ones appear by themselves. */
export function ExecutionHistory({ workflowId, filterExtras }: ExecutionHistoryProps) {
  const filters = pickFilters(useSearch({ strict: false }));
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const pages = usePages();
  const query = useQuery(
    executionsQuery({
      ...toApiFilters(filters),
      workflow_id: workflowId ?? filters.workflow_id,
      cursor: pages.cursor,
      limit: 10,
    }),
  );
  const refresh = useThrottled(() => void queryClient.invalidateQueries({ queryKey: keys.executions }), 500);

  // Only what changes a row: its start, its waits and its end. Other steps change nothing that the list shows.
  const topic = workflowId ?? filters.workflow_id;
  useLive(
    topic ? { workflow_id: topic } : {},
    (event) => {
      if (event.type.startsWith('workflow:execution:') || event.type === 'workflow:node:waiting') refresh();
    },
    refresh,
  );

  function change(next: AddressFilters) {
    void navigate({ to: '.', search: (old) => ({ ...old, ...next }), replace: true, resetScroll: false });
  }
  const clear = () =>
    change({
      search: undefined,
      status: undefined,
      trigger_type: undefined,
      from: undefined,
      to: undefined,
      workflow_id: undefined,
    });

  return (
    <>
      <ExecutionFilterBar filters={filters} onChange={change} onClear={clear}>
        {filterExtras}
      </ExecutionFilterBar>
      <ListView
        query={query}
        pages={pages}
        onClearFilters={hasFilters(filters) ? clear : null}
        empty={
          <EmptyState icon={<History />} title={t.empty_title}>
            {workflowId ? t.empty_workflow_hint : t.empty_hint}
          </EmptyState>
        }
      >
        {(rows) => <ExecutionTable executions={rows} withWorkflow={!workflowId} />}
      </ListView>
    </>
  );
}
