import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ExternalLink } from 'lucide-react';
import { useEffect, useState } from 'react';
import { ApiError, messageOf } from '../api/errors.ts';
import { workflowQuery, workflowsQuery } from '../api/queries.ts';
import { text } from '../strings/builder.ts';
import { Badge } from './ui/badge.tsx';
import { buttonVariants } from './ui/button.tsx';
import { cn } from './ui/cn.ts';
import { Combobox } from './ui/combobox.tsx';
import { FieldError } from './ui/field.tsx';

const words = text.fields.workflow;

interface WorkflowPickerProps {
  value: string | undefined;
  onChange: (id: string | undefined) => void;
  /** Not offered: a workflow that would call itself. */
  except?: string;
  /** Offers to choose none. */
  optional?: boolean;
  label: string;
  id?: string;
  describedBy?: string;
  invalid?: boolean;
  disabled?: boolean;
}

const none = 'no workflow';
const isId = (value: string | undefined): value is string =>
  value !== undefined && /^[0-9a-f-]{36}$/i.test(value);

/** One of the organization's workflows, found by typing; says when it could not be called, and leads to it. */
export function WorkflowPicker(props: WorkflowPickerProps) {
  const { value, onChange, except, optional, label, id, describedBy, invalid, disabled } = props;
  const [typed, setTyped] = useState('');
  const search = useRested(typed.trim());
  const found = useQuery(workflowsQuery({ search: search || undefined, limit: 50, sort: 'name' }));
  const chosen = useChosen(value);
  const options = (found.data?.data ?? [])
    .filter((workflow) => workflow.id !== except)
    .map((workflow) => ({
      value: workflow.id,
      label: workflow.name,
      description: workflow.version === 0 ? words.draft : workflow.enabled ? undefined : words.paused,
    }));
  // Chosen earlier, and perhaps not among what was found.
  if (chosen.name && !options.some((option) => option.value === value) && typed === '')
    options.unshift({ value: value!, label: chosen.name, description: undefined });
  if (chosen.problem) options.unshift({ value: value!, label: words.deleted, description: undefined });
  if (optional && typed === '')
    options.unshift({ value: none, label: words.no_workflow, description: undefined });
  return (
    <div className="flex flex-col gap-1.5">
      <div className="flex items-center gap-2">
        <Combobox
          id={id}
          className="min-w-0 flex-1"
          options={options}
          value={value}
          onChange={(next) => onChange(next === none ? undefined : next)}
          onSearch={setTyped}
          placeholder={optional ? words.no_workflow : words.choose}
          searchPlaceholder={words.search}
          emptyText={emptyText(found.isFetching, found.error)}
          disabled={disabled}
          aria-label={label}
          aria-describedby={describedBy}
          aria-invalid={invalid ? true : undefined}
        />
        {chosen.name && (
          <Link
            to="/workflows/$id"
            params={{ id: value! }}
            target="_blank"
            aria-label={words.open}
            title={words.open}
            className={cn(buttonVariants({ variant: 'ghost' }), 'px-2')}
          >
            <ExternalLink aria-hidden />
          </Link>
        )}
      </div>
      {chosen.mark && (
        <p className="flex items-start gap-1.5 text-muted text-xs">
          <Badge tone="warning">{chosen.mark.name}</Badge>
          <span className="min-w-0 pt-0.5">{chosen.mark.hint}</span>
        </p>
      )}
      <FieldError message={chosen.problem} />
    </div>
  );
}

function emptyText(loading: boolean, error: unknown): string {
  if (loading) return words.loading;
  return error ? messageOf(error, words.load_failed) : words.none;
}

interface Chosen {
  name: string | null;
  mark: { name: string; hint: string } | null;
  problem: string | null;
}

/** What is known of the chosen workflow. */
function useChosen(id: string | undefined): Chosen {
  const known = isId(id);
  const query = useQuery({ ...workflowQuery(id ?? ''), enabled: known, retry: false });
  const nothing = { name: null, mark: null, problem: null };
  if (!known) return nothing;
  if (query.error instanceof ApiError && query.error.status === 404)
    return { ...nothing, problem: words.gone };
  if (!query.data) return nothing;
  const { name, version, status } = query.data;
  if (version === 0) return { name, mark: { name: words.draft, hint: words.draft_hint }, problem: null };
  if (status === 'paused')
    return { name, mark: { name: words.paused, hint: words.paused_hint }, problem: null };
  return { name, mark: null, problem: null };
}

/** What was typed, once nobody types for a moment. */
function useRested(value: string): string {
  const [rested, setRested] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setRested(value), 200);
    return () => clearTimeout(timer);
  }, [value]);
  return rested;
}
