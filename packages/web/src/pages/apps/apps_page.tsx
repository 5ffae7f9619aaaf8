import type { AppManifest, OperationManifest } from '@millrace/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { AppWindow, ChevronRight } from 'lucide-react';
import { appsQuery } from '../../api/queries.ts';
import { Framed, NoMatch } from '../../components/list_view.tsx';
import { Badge } from '../../components/ui/badge.tsx';
import { EmptyState } from '../../components/ui/empty_state.tsx';
import { ErrorState } from '../../components/ui/error_state.tsx';
import { PageHeader } from '../../components/ui/page_header.tsx';
import { SearchInput } from '../../components/ui/search_input.tsx';
import { SkeletonRows } from '../../components/ui/skeleton.tsx';
import { strings } from '../../strings/en.ts';
import { FieldTable } from './field_table.tsx';
import { findOperations } from './find_operations.ts';

const t = strings.apps;

/** Everything a workflow can be made of, with the fields of each operation. */
export function AppsPage() {
  const { search = '' } = useSearch({ from: '/signed_in/shell/apps' });
  const navigate = useNavigate({ from: '/apps' });
  const query = useQuery(appsQuery());
  const setSearch = (text: string) =>
    void navigate({ search: (old) => ({ ...old, search: text || undefined }), replace: true });

  return (
    <>
      <PageHeader title={t.title} description={t.intro} />
      <SearchInput
        label={t.search}
        value={search}
        onChange={setSearch}
        delay={120}
        className="mb-4 w-full sm:w-72"
      />
      {query.isPending && <SkeletonRows className="rounded-md border border-line bg-surface" />}
      {query.isError && (
        <Framed>
          <ErrorState error={query.error} onRetry={() => void query.refetch()} />
        </Framed>
      )}
      {query.data && <AppList apps={query.data.data} search={search} onClear={() => setSearch('')} />}
    </>
  );
}

function AppList({ apps, search, onClear }: { apps: AppManifest[]; search: string; onClear: () => void }) {
  const found = findOperations(apps, search);
  if (apps.length === 0) {
    return (
      <Framed>
        <EmptyState icon={<AppWindow />} title={t.empty_title}>
          {t.empty_hint}
        </EmptyState>
      </Framed>
    );
  }
  if (found.length === 0) {
    return (
      <Framed>
        <NoMatch onClear={onClear} />
      </Framed>
    );
  }
  return (
    <div className="flex flex-col gap-6">
      {found.map((app) => (
        <section key={app.id} aria-labelledby={`app-${app.id}`}>
          <div className="mb-2 flex items-baseline gap-2">
            <h2 id={`app-${app.id}`} className="font-semibold text-base">
              {app.name}
            </h2>
            <span className="text-muted text-xs">{t.operations(app.operations.length)}</span>
          </div>
          <p className="mb-3 max-w-2xl text-muted text-sm">{app.description}</p>
          <ul className="overflow-hidden rounded-md border border-line bg-surface">
            {app.operations.map((operation) => (
              <li key={operation.id} className="border-line border-b last:border-b-0">
                <Operation id={`${app.id}.${operation.id}`} operation={operation} />
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}

/** One operation; its fields unfold, and what is unfolded stands in the address. */
function Operation({ id, operation }: { id: string; operation: OperationManifest }) {
  const { operation: opened } = useSearch({ from: '/signed_in/shell/apps' });
  const navigate = useNavigate({ from: '/apps' });
  const open = opened === id;
  const effect = t.effects[operation.effect];

  function toggle() {
    void navigate({
      search: (old) => ({ ...old, operation: open ? undefined : id }),
      replace: true,
      resetScroll: false,
    });
  }

  return (
    <>
      <button
        type="button"
        aria-expanded={open}
        aria-controls={`${id}-fields`}
        onClick={toggle}
        className="flex w-full items-center gap-3 px-4 py-2.5 text-left outline-offset-[-2px] transition-colors duration-150 hover:bg-hover/60"
      >
        <ChevronRight
          aria-hidden
          className={`size-4 shrink-0 text-muted transition-transform duration-150 ${open ? 'rotate-90' : ''}`}
        />
        <span className="min-w-0 flex-1">
          <span className="block font-medium text-sm">{operation.name}</span>
          <span className="block text-muted text-sm">{operation.description}</span>
        </span>
        {operation.kind === 'action' && (
          <Badge tone="outline" title={effect.hint} className="hidden sm:inline-flex">
            {effect.name}
          </Badge>
        )}
        <Badge tone={operation.kind === 'trigger' ? 'accent' : 'neutral'}>{t.kinds[operation.kind]}</Badge>
      </button>
      <div
        id={`${id}-fields`}
        hidden={!open}
        className="border-line border-t bg-sunken/40 px-4 py-4 sm:pl-11"
      >
        {open && (
          <div className="flex flex-col gap-4">
            <FieldTable title={t.input} schema={operation.input} />
            <FieldTable title={t.output} schema={operation.output} />
          </div>
        )}
      </div>
    </>
  );
}
