import type { JsonSchema } from '@millrace/core';
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from '../../components/ui/table.tsx';
import { strings } from '../../strings/en.ts';
import { fieldsOf, typeName } from './fields.ts';

const t = strings.apps;

/** The fields of a schema as a table. */
export function FieldTable({ title, schema }: { title: string; schema: JsonSchema }) {
  const fields = fieldsOf(schema);
  return (
    <section>
      <h3 className="mb-1.5 font-medium text-sm">{title}</h3>
      {fields.length === 0 ? (
        <p className="text-muted text-sm">
          {schema.type && schema.type !== 'object' ? typeName(schema) : t.no_fields}
        </p>
      ) : (
        <Table readOnly aria-label={title}>
          <TableHead>
            <tr>
              <TableHeader>{t.field}</TableHeader>
              <TableHeader>{t.type}</TableHeader>
              <TableHeader className="w-full">{t.meaning}</TableHeader>
            </tr>
          </TableHead>
          <TableBody>
            {fields.map((field) => (
              <TableRow key={field.name}>
                <TableCell className="h-9 whitespace-nowrap align-top">
                  <code className="font-mono text-xs">{field.name}</code>
                  {field.required && <span className="ml-2 text-muted text-xs">{t.required}</span>}
                </TableCell>
                <TableCell className="h-9 whitespace-nowrap align-top text-muted">{field.type}</TableCell>
                <TableCell className="h-9 min-w-56 align-top">
                  {field.description ?? field.title ?? ''}
                </TableCell>
              </TableRow>
            ))}
          </TableBody>
        </Table>
      )}
    </section>
  );
}
