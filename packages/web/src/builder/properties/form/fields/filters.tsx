import type { EventFilter } from '@millrace/core';
import { Check, X } from 'lucide-react';
import { Combobox } from '../../../../components/ui/combobox.tsx';
import { Input } from '../../../../components/ui/input.tsx';
import { Select } from '../../../../components/ui/select.tsx';
import { text } from '../../../../strings/builder.ts';
import { forms } from '../../../../strings/forms.ts';
import { inline } from '../../../expressions/evaluate.ts';
import {
  type EventSample,
  type SamplePath,
  samplePaths,
  useEventSample,
  verdictOf,
} from '../event_sample.ts';
import type { FieldProps } from '../field_props.ts';
import { opOf, opOptions, takesRight, typedValue } from './ops.ts';
import { Rows, rowsOf } from './rows.tsx';
import { written } from './text.tsx';

interface Filter {
  path?: string;
  op?: string;
  value?: unknown;
}

const names = text.fields.filters;
const words = forms.event;

/** Filters of an event: which of its data must be what, over the fields of the sample; says whether the sample would pass. */
export function FiltersField({ path, value, onChange, id, readOnly }: FieldProps) {
  const sample = useEventSample();
  const paths = samplePaths(sample.data);
  const rows = rowsOf<Filter>(value);
  return (
    <div id={id} className="flex flex-col gap-2">
      <Rows
        rows={rows}
        path={path}
        readOnly={readOnly}
        addLabel={names.add}
        rowLabel={names.row}
        blank={(): Filter => ({ path: '', op: 'equals', value: '' })}
        onChange={(next) => onChange(next.length === 0 ? undefined : next)}
      >
        {(row, change) => (
          <FilterRow row={row} onChange={change} paths={paths} sample={sample} readOnly={readOnly} />
        )}
      </Rows>
      {rows.length === 0 && <p className="text-muted text-xs">{words.no_filters}</p>}
      <WholeVerdict rows={rows} sample={sample} />
    </div>
  );
}

interface FilterRowProps {
  row: Filter;
  onChange: (row: Filter) => void;
  paths: readonly SamplePath[];
  sample: EventSample;
  readOnly: boolean;
}

function FilterRow({ row, onChange, paths, sample, readOnly }: FilterRowProps) {
  const op = opOf(row.op);
  const options = paths.map(({ path, value }) => ({
    value: path,
    label: path,
    description: inline(value, 60),
  }));
  return (
    <>
      <Combobox
        className="font-mono"
        options={options}
        value={row.path || undefined}
        onChange={(path) => onChange({ ...row, op, path: path.trim() })}
        allowCustom
        placeholder={words.path_choose}
        searchPlaceholder={words.path_search}
        emptyText={words.path_empty}
        disabled={readOnly}
        aria-label={names.path}
      />
      <Select
        options={opOptions}
        value={op}
        aria-label={names.op}
        disabled={readOnly}
        onChange={(next) => onChange({ ...row, op: next })}
      />
      {takesRight(op) && (
        <Input
          aria-label={names.value}
          placeholder={text.fields.value}
          value={written(row.value)}
          readOnly={readOnly}
          onChange={(event) => onChange({ ...row, op, value: typedValue(event.target.value) })}
        />
      )}
      {sample.data !== undefined && <RowVerdict row={row} paths={paths} data={sample.data} />}
    </>
  );
}

function RowVerdict({ row, paths, data }: { row: Filter; paths: readonly SamplePath[]; data: unknown }) {
  const verdict = verdictOf([row as EventFilter], data);
  if (!verdict) return null;
  if (verdict.passes) return <Verdict good>{words.row_passes}</Verdict>;
  const known = paths.find(({ path }) => path === row.path);
  return (
    <Verdict good={false}>
      {verdict.reason ?? (known ? words.row_fails(inline(known.value, 60)) : words.row_missing)}
    </Verdict>
  );
}

function WholeVerdict({ rows, sample }: { rows: readonly Filter[]; sample: EventSample }) {
  if (sample.data === undefined) return null;
  const verdict = verdictOf(rows as readonly EventFilter[], sample.data);
  if (!verdict) return null;
  return (
    <div role="status">
      <Verdict good={verdict.passes}>{verdict.passes ? words.passes : words.fails}</Verdict>
    </div>
  );
}

function Verdict({ good, children }: { good: boolean; children: string }) {
  const Icon = good ? Check : X;
  return (
    <p className="flex items-start gap-1 text-muted text-xs">
      <Icon
        aria-hidden
        className={good ? 'mt-0.5 size-3 shrink-0 text-success' : 'mt-0.5 size-3 shrink-0 text-danger'}
      />
      <span className="min-w-0 break-words">{children}</span>
    </p>
  );
}
