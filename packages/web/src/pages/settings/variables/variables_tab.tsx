import { useQuery } from '@tanstack/react-query';
import { Braces } from 'lucide-react';
import { useState } from 'react';
import { variablesQuery } from '../../../api/queries.ts';
import { useCan } from '../../../api/session.ts';
import { CopyButton } from '../../../components/ui/copy_button.tsx';
import {
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableHeader,
  TableRow,
} from '../../../components/ui/table.tsx';
import { strings } from '../../../strings/en.ts';
import { WholeTab } from '../list_tab.tsx';
import { AddButton, type Edited, RowActions } from '../named_row.tsx';
import { changeVariables, type Variable } from './change_variables.ts';
import { printValue, typeOf } from './value_text.ts';
import { VariableDialog } from './variable_dialog.tsx';

const t = strings.settings.variables;

/** Values that every workflow can read. */
export function VariablesTab() {
  const canEdit = useCan('admin');
  const query = useQuery(variablesQuery());
  const [edited, setEdited] = useState<Edited<Variable>>(null);
  return (
    <>
      <WholeTab
        query={query}
        words={t}
        icon={<Braces />}
        add={canEdit && <AddButton label={t.add} onClick={() => setEdited('new')} />}
        textOf={(row) => row.name}
      >
        {(shown) => <VariableTable rows={shown} canEdit={canEdit} onEdit={setEdited} />}
      </WholeTab>
      {canEdit && (
        <VariableDialog
          edited={edited}
          taken={query.data?.data.map((row) => row.name) ?? []}
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
              {canEdit && (
                <RowActions
                  name={row.name}
                  words={t}
                  onEdit={() => onEdit(row)}
                  onDelete={() => changeVariables((now) => now.filter((each) => each.name !== row.name))}
                />
              )}
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
