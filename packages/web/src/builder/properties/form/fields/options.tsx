import { useQuery } from '@tanstack/react-query';
import { RefreshCw } from 'lucide-react';
import { type OptionsQuestion, optionsQuery } from '../../../../api/connections.ts';
import { messageOf } from '../../../../api/errors.ts';
import { useCan } from '../../../../api/session.ts';
import { Button } from '../../../../components/ui/button.tsx';
import { cn } from '../../../../components/ui/cn.ts';
import { Combobox } from '../../../../components/ui/combobox.tsx';
import { IconButton } from '../../../../components/ui/icon_button.tsx';
import { strings } from '../../../../strings/en.ts';
import { fieldText } from '../../../../strings/fields.ts';
import { useManifests } from '../../../catalog.tsx';
import type { FieldProps } from '../field_props.ts';
import { fieldsOf } from '../field_spec.ts';
import { useNodeForm } from '../node_form_context.tsx';
import { operationOfNode } from '../operation_of_node.ts';
import { optionsState } from '../options_state.ts';

const t = fieldText.options;

/** One of the choices that the app loads from its service; a value that is not among them stays, and can be typed. */
export function OptionsField({
  spec,
  path,
  value,
  onChange,
  id,
  describedBy,
  invalid,
  readOnly,
}: FieldProps) {
  const { node } = useNodeForm();
  const found = operationOfNode(useManifests(), node);
  const mayAsk = useCan('editor') && !readOnly;
  const state = optionsState(spec.depends_on ?? [], node.config);
  const question: OptionsQuestion = {
    app: found?.app ?? '',
    operation: node.subtype,
    field: path.join('.'),
    connection_id: node.connection_id ?? null,
    input: state.kind === 'ready' ? state.input : {},
  };
  const query = useQuery({ ...optionsQuery(question), enabled: mayAsk && state.kind === 'ready' && !!found });
  const options = query.data?.options ?? [];
  const given = typeof value === 'string' && value !== '' ? value : undefined;
  const kept = given !== undefined && query.isSuccess && !options.some((option) => option.value === given);
  const titleOf = (name: string) =>
    fieldsOf(found?.operation.input).find((field) => field.name === name)?.title ?? name;

  return (
    <div className="flex flex-col gap-1.5">
      <div className="flex items-center gap-1">
        <Combobox
          id={id}
          className="min-w-0 flex-1"
          options={kept ? [{ value: given, label: given, description: t.kept }, ...options] : options}
          value={given}
          onChange={(next) => onChange(next === '' ? undefined : next)}
          allowCustom
          placeholder={spec.placeholder ?? t.choose}
          searchPlaceholder={t.search}
          emptyText={query.isFetching ? t.loading : options.length > 0 ? t.no_match : t.none}
          disabled={readOnly}
          aria-label={spec.title}
          aria-describedby={describedBy}
          aria-invalid={invalid ? true : undefined}
        />
        {mayAsk && state.kind === 'ready' && (
          <IconButton
            size="md"
            label={t.refresh}
            disabled={query.isFetching}
            onClick={() => void query.refetch()}
          >
            <RefreshCw aria-hidden className={cn(query.isFetching && 'motion-safe:animate-spin')} />
          </IconButton>
        )}
      </div>
      <div aria-live="polite" className="text-muted text-xs empty:hidden">
        {state.kind === 'needs' && t.needs(state.fields.map(titleOf).join(', '))}
        {state.kind === 'computed' && t.computed(titleOf(state.field))}
        {query.data?.truncated && t.more(options.length)}
        {kept && t.kept}
      </div>
      {query.isError && !query.isFetching && (
        <p role="alert" className="flex items-start justify-between gap-2 text-danger text-xs">
          <span className="min-w-0 break-words">{messageOf(query.error, strings.errors.unknown)}</span>
          <Button size="sm" onClick={() => void query.refetch()}>
            {t.retry}
          </Button>
        </p>
      )}
    </div>
  );
}
