import { type ReactNode, useId } from 'react';
import { executionStatuses, triggerTypes } from '../../api/contract.ts';
import { Button } from '../../components/ui/button.tsx';
import { Input } from '../../components/ui/input.tsx';
import { SearchInput } from '../../components/ui/search_input.tsx';
import { Select } from '../../components/ui/select.tsx';
import { strings } from '../../strings/en.ts';
import { type AddressFilters, hasFilters } from './filters.ts';

const t = strings.executions;

const statusOptions = [
  { value: 'all' as const, label: t.all_statuses },
  ...executionStatuses.map((value) => ({ value, label: strings.execution_status[value] })),
];
const triggerOptions = [
  { value: 'all' as const, label: t.all_triggers },
  ...triggerTypes.map((value) => ({ value, label: strings.trigger_type[value] })),
];

interface ExecutionFilterBarProps {
  filters: AddressFilters;
  onChange: (change: AddressFilters) => void;
  onClear: () => void;
  children?: ReactNode;
}

/** Search, status, trigger and days of a history. */
export function ExecutionFilterBar({ filters, onChange, onClear, children }: ExecutionFilterBarProps) {
  return (
    <search aria-label={t.search} className="mb-3 flex flex-wrap items-center gap-2">
      <SearchInput
        label={t.search}
        value={filters.search ?? ''}
        onChange={(text) => onChange({ search: text || undefined })}
        className="w-full sm:w-56"
      />
      {children}
      <Select
        aria-label={t.filter_status}
        className="w-38"
        options={statusOptions}
        value={filters.status ?? 'all'}
        onChange={(next) => onChange({ status: next === 'all' ? undefined : next })}
      />
      <Select
        aria-label={t.filter_trigger}
        className="w-34"
        options={triggerOptions}
        value={filters.trigger_type ?? 'all'}
        onChange={(next) => onChange({ trigger_type: next === 'all' ? undefined : next })}
      />
      <div className="flex w-full gap-3 sm:w-auto">
        <DayInput
          label={t.filter_from}
          value={filters.from}
          max={filters.to}
          onChange={(from) => onChange({ from })}
        />
        <DayInput
          label={t.filter_to}
          value={filters.to}
          min={filters.from}
          onChange={(to) => onChange({ to })}
        />
      </div>
      {hasFilters(filters) && (
        <Button variant="ghost" onClick={onClear}>
          {strings.common.clear_filters}
        </Button>
      )}
    </search>
  );
}

interface DayInputProps {
  label: string;
  value: string | undefined;
  min?: string;
  max?: string;
  onChange: (day: string | undefined) => void;
}

function DayInput({ label, value, min, max, onChange }: DayInputProps) {
  const id = useId();
  return (
    <div className="flex min-w-0 flex-1 items-center gap-1.5 text-muted text-sm">
      <label htmlFor={id}>{label}</label>
      <Input
        id={id}
        type="date"
        className="min-w-0 sm:w-34"
        value={value ?? ''}
        min={min}
        max={max}
        onChange={(event) => onChange(event.target.value || undefined)}
      />
    </div>
  );
}
