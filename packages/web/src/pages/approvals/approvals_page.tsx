import { approvalStatuses } from '@millrace/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { UserRoundCheck } from 'lucide-react';
import { approvalsQuery } from '../../api/queries.ts';
import { ListView } from '../../components/list_view.tsx';
import { EmptyState } from '../../components/ui/empty_state.tsx';
import { PageHeader } from '../../components/ui/page_header.tsx';
import { Select } from '../../components/ui/select.tsx';
import { usePages } from '../../components/use_pages.ts';
import { strings } from '../../strings/en.ts';
import { ApprovalCard } from './approval_card.tsx';

const t = strings.approvals;
const statusOptions = [
  { value: 'all' as const, label: t.all },
  ...approvalStatuses.map((value) => ({ value, label: t.status[value] })),
];

/** What workflows ask people: those that wait first. */
export function ApprovalsPage() {
  const { status } = useSearch({ from: '/signed_in/shell/approvals' });
  const navigate = useNavigate({ from: '/approvals' });
  const pages = usePages();
  const query = useQuery({
    ...approvalsQuery({ status, cursor: pages.cursor, limit: 10 }),
    // Not while nobody sees it.
    refetchInterval: 5_000,
  });
  const filter = (next: typeof status) => void navigate({ search: { status: next }, replace: true });
  return (
    <>
      <PageHeader
        title={t.title}
        description={t.intro}
        actions={
          <Select
            aria-label={t.filter}
            className="w-40"
            options={statusOptions}
            value={status ?? 'all'}
            onChange={(next) => filter(next === 'all' ? undefined : next)}
          />
        }
      />
      <ListView
        query={query}
        pages={pages}
        onClearFilters={status && status !== 'pending' ? () => filter(undefined) : null}
        empty={
          <EmptyState icon={<UserRoundCheck />} title={t.empty_title}>
            {t.empty_hint}
          </EmptyState>
        }
      >
        {(approvals) => (
          <ul className="flex flex-col gap-3">
            {approvals.map((approval) => (
              <li key={approval.id}>
                <ApprovalCard approval={approval} />
              </li>
            ))}
          </ul>
        )}
      </ListView>
    </>
  );
}
