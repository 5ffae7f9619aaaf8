import type { Workflow } from '@millrace/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Sparkles, Workflow as WorkflowIcon } from 'lucide-react';
import { workflowStatuses } from '../../api/contract.ts';
import { workflowsQuery } from '../../api/queries.ts';
import { useCan } from '../../api/session.ts';
import { ListView } from '../../components/list_view.tsx';
import { EmptyState } from '../../components/ui/empty_state.tsx';
import { PageHeader } from '../../components/ui/page_header.tsx';
import { SearchInput } from '../../components/ui/search_input.tsx';
import { Select } from '../../components/ui/select.tsx';
import { usePages } from '../../components/use_pages.ts';
import { strings } from '../../strings/en.ts';
import { CreationProblem } from './creation_problem.tsx';
import { NewWorkflowButtons } from './new_workflow_buttons.tsx';
import { useNewWorkflow } from './use_new_workflow.ts';
import { WorkflowTable } from './workflow_table.tsx';

const t = strings.workflows;
const statusOptions = [
  { value: 'all' as const, label: t.all_statuses },
  ...workflowStatuses.map((value) => ({ value, label: strings.workflow_status[value] })),
];

/** All workflows: find one, switch it on and off, make a new one. */
export function WorkflowsPage() {
  const { search, status } = useSearch({ from: '/signed_in/shell/workflows' });
  const navigate = useNavigate({ from: '/workflows' });
  const pages = usePages();
  const canEdit = useCan('editor');
  const query = useQuery({
    ...workflowsQuery({ search, status, cursor: pages.cursor, limit: 20 }),
    // Last runs and counts move by themselves.
    refetchInterval: 10_000,
  });
  const creation = useNewWorkflow();
  const filtered = Boolean(search || status);
  const isEmpty = query.data?.total === 0 && !filtered;

  function filter(next: { search?: string; status?: Workflow['status'] }) {
    void navigate({ search: (old) => ({ ...old, ...next }), replace: true });
  }

  return (
    <>
      <PageHeader
        title={t.title}
        actions={canEdit && !isEmpty && <NewWorkflowButtons creation={creation} />}
      />
      <CreationProblem problem={creation.problem} onDismiss={creation.dismiss} />
      {!isEmpty && (
        <div className="mb-3 flex flex-wrap gap-2">
          <SearchInput
            label={t.search}
            value={search ?? ''}
            onChange={(text) => filter({ search: text || undefined })}
            className="w-full sm:w-72"
          />
          <Select
            aria-label={t.filter_status}
            className="w-40"
            options={statusOptions}
            value={status ?? 'all'}
            onChange={(next) => filter({ status: next === 'all' ? undefined : next })}
          />
        </div>
      )}
      <ListView
        query={query}
        pages={pages}
        pageSize={20}
        onClearFilters={filtered ? () => filter({ search: undefined, status: undefined }) : null}
        empty={
          <EmptyState
            icon={canEdit ? <Sparkles /> : <WorkflowIcon />}
            title={t.empty_title}
            actions={canEdit && <NewWorkflowButtons creation={creation} teach />}
          >
            {canEdit ? t.empty_hint : t.empty_viewer}
          </EmptyState>
        }
      >
        {(rows) => <WorkflowTable workflows={rows} />}
      </ListView>
    </>
  );
}
