import { useQuery } from '@tanstack/react-query';
import { GitCompareArrows, Rocket } from 'lucide-react';
import { useState } from 'react';
import { versionsQuery } from '../../api/queries.ts';
import { CompareVersions } from '../../builder/saving/compare_versions.tsx';
import { ListView } from '../../components/list_view.tsx';
import { Badge } from '../../components/ui/badge.tsx';
import { Button } from '../../components/ui/button.tsx';
import { EmptyState } from '../../components/ui/empty_state.tsx';
import { RelativeTime } from '../../components/ui/relative_time.tsx';
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from '../../components/ui/table.tsx';
import { usePages } from '../../components/use_pages.ts';
import { strings } from '../../strings/en.ts';
import { words } from '../../strings/saving.ts';

const t = strings.versions;

/** The deployed versions of one workflow: the Versions tab of the builder. */
export function WorkflowVersions({ workflowId, newest }: { workflowId: string; newest: number }) {
  const pages = usePages();
  const [compared, setCompared] = useState<number | null>(null);
  const query = useQuery(versionsQuery(workflowId, { cursor: pages.cursor, limit: 20 }));
  const list = (
    <ListView
      query={query}
      pages={pages}
      pageSize={20}
      onClearFilters={null}
      empty={
        <EmptyState icon={<Rocket />} title={t.empty_title}>
          {t.empty_hint}
        </EmptyState>
      }
    >
      {(versions) => (
        <Table aria-label={t.title}>
          <TableHead>
            <tr>
              <TableHeader>{t.version}</TableHeader>
              <TableHeader>{t.deployed}</TableHeader>
              <TableHeader className="w-full">{t.by}</TableHeader>
              <TableHeader>
                <span className="sr-only">{words.versions.actions}</span>
              </TableHeader>
            </tr>
          </TableHead>
          <TableBody>
            {versions.map((version) => (
              <TableRow key={version.version}>
                <TableCell className="whitespace-nowrap font-medium tabular-nums">
                  {version.version}
                  {version.current && (
                    <Badge tone="success" className="ml-2">
                      {t.current}
                    </Badge>
                  )}
                </TableCell>
                <TableCell>
                  <RelativeTime at={version.created_at} />
                </TableCell>
                <TableCell>
                  {version.created_by ?? <span className="text-muted">{t.unknown_person}</span>}
                </TableCell>
                <TableCell>
                  <Button
                    size="sm"
                    aria-label={words.versions.compare_version(version.version)}
                    onClick={() => setCompared(version.version)}
                  >
                    <GitCompareArrows aria-hidden />
                    {words.versions.compare}
                  </Button>
                </TableCell>
              </TableRow>
            ))}
          </TableBody>
        </Table>
      )}
    </ListView>
  );
  return (
    <>
      {list}
      <CompareVersions version={compared} newest={newest} onClose={() => setCompared(null)} />
    </>
  );
}
