import { useQuery } from '@tanstack/react-query';
import { Braces, Pencil, Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { variablesQuery } from '../../../api/queries.ts';
import { useCan } from '../../../api/session.ts';
import { Button } from '../../../components/ui/button.tsx';
import { ConfirmDialog } from '../../../components/ui/confirm_dialog.tsx';
import { CopyButton } from '../../../components/ui/copy_button.tsx';
import { EmptyState } from '../../../components/ui/empty_state.tsx';
import { IconButton } from '../../../components/ui/icon_button.tsx';
import {
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableHeader,
  TableRow,
} from '../../../components/ui/table.tsx';
import { toast } from '../../../components/ui/toast.tsx';
import { strings } from '../../../strings/en.ts';
import { SmallList } from '../small_list.tsx';
import { TabToolbar } from '../tab_toolbar.tsx';
import { changeVariables, type Variable } from './change_variables.ts';
import { printValue, typeOf } from './value_text.ts';
import { VariableDialog } from './variable_dialog.tsx';

const t = strings.settings.variables;

/** Values that every workflow can read. */
export function VariablesTab() {
  const canEdit = useCan('admin');
  const query = useQuery(variablesQuery());
  const [search, setSearch] = useState('');
  const [edited, setEdited] = useState<Variable | 'new' | null>(null);
  const rows = query.data?.data.toSorted((a, b) => a.name.localeCompare(b.name));
  const add = canEdit && (
    <Button variant="primary" onClick={() => setEdited('new')}>
      <Plus aria-hidden />
      {t.add}
    </Button>
  );
  const isEmpty = rows?.length === 0;

  return (
    <>
      <TabToolbar
        intro={t.intro}
        search={isEmpty ? undefined : { label: t.search, value: search, onChange: setSearch }}
        action={!isEmpty && add}
      />
      <SmallList
        query={query}
        rows={rows}
        search={search}
        onClearSearch={() => setSearch('')}
        matches={(row, needle) => row.name.toLowerCase().includes(needle)}
        empty={
          <EmptyState icon={<Braces />} title={t.empty_title} actions={add}>
            {t.empty_hint}
          </EmptyState>
        }
      >
        {(shown) => <VariableTable rows={shown} canEdit={canEdit} onEdit={setEdited} />}
      </SmallList>
      {canEdit && (
        <VariableDialog
          edited={edited}
          taken={rows?.map((row) => row.name) ?? []}
          onClose={() => setEdited(null)}
        />
      )}
    </>
  );
}

interface VariableTableProps {
  rows: Variable[];
  canEdit: boolean;
  onEdit: (row: Variable) => void;
}

function VariableTable({ rows, canEdit, onEdit }: VariableTableProps) {
  return (
    <Table aria-label={strings.settings.tabs.variables}>
      <TableHead>
        <tr>
          <TableHeader>{t.name}</TableHeader>
          <TableHeader className="hidden sm:table-cell">{t.type}</TableHeader>
          <TableHeader className="w-full">{t.value}</TableHeader>
          <TableHeader className="px-2">
            <span className="sr-only">{strings.workflows.actions}</span>
          </TableHeader>
        </tr>
      </TableHead>
      <TableBody>
        {rows.map((row) => (
          <TableRow key={row.name}>
            <TableCell className="whitespace-nowrap">
              <code className="font-mono text-xs">{row.name}</code>
            </TableCell>
            <TableCell className="hidden whitespace-nowrap text-muted sm:table-cell">
              {t.types[typeOf(row.value)]}
            </TableCell>
            <TableCell className="max-w-0">
              <code className="block truncate font-mono text-xs" title={printValue(row.value).slice(0, 500)}>
                {printValue(row.value).slice(0, 500)}
              </code>
            </TableCell>
            <TableCell className="whitespace-nowrap px-2 text-right">
              <CopyButton
                text={`{{ variables.${row.name} }}`}
                label={`${strings.common.copy} variables.${row.name}`}
                variant="ghost"
              />
              {canEdit && <RowActions row={row} onEdit={onEdit} />}
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}

function RowActions({ row, onEdit }: { row: Variable; onEdit: (row: Variable) => void }) {
  const [deleting, setDeleting] = useState(false);
  return (
    <>
      <IconButton label={t.edit_name(row.name)} onClick={() => onEdit(row)}>
        <Pencil aria-hidden />
      </IconButton>
      <IconButton label={t.delete_name(row.name)} side="left" onClick={() => setDeleting(true)}>
        <Trash2 aria-hidden />
      </IconButton>
      <ConfirmDialog
        open={deleting}
        onOpenChange={setDeleting}
        title={t.delete_title(row.name)}
        description={t.delete_hint}
        action={strings.common.delete}
        onConfirm={async () => {
          await changeVariables((now) => now.filter((each) => each.name !== row.name));
          toast.success(t.deleted(row.name));
        }}
      />
    </>
  );
}
