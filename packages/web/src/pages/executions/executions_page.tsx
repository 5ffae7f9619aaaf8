import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { workflowsQuery } from '../../api/queries.ts';
import { Combobox } from '../../components/ui/combobox.tsx';
import { PageHeader } from '../../components/ui/page_header.tsx';
import { strings } from '../../strings/en.ts';
import { ExecutionHistory } from './execution_history.tsx';

const t = strings.executions;

/** Everything that ran, in all workflows. */
export function ExecutionsPage() {
  return (
    <>
      <PageHeader title={t.title} />
      <ExecutionHistory filterExtras={<WorkflowFilter />} />
    </>
  );
}

function WorkflowFilter() {
  const { workflow_id } = useSearch({ from: '/signed_in/shell/executions' });
  const navigate = useNavigate({ from: '/executions' });
  const workflows = useQuery(workflowsQuery({ limit: 100, sort: 'name' }));
  const options = (workflows.data?.data ?? []).map(({ id, name }) => ({ value: id, label: name }));
  return (
    <Combobox
      aria-label={t.filter_workflow}
      className="w-44"
      placeholder={t.all_workflows}
      searchPlaceholder={strings.workflows.search}
      options={[{ value: 'all', label: t.all_workflows }, ...options]}
      value={workflow_id ?? 'all'}
      onChange={(next) =>
        void navigate({
          search: (old) => ({ ...old, workflow_id: next === 'all' ? undefined : next }),
          replace: true,
        })
      }
    />
  );
}
