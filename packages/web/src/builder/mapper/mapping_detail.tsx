import { type FieldMapping, type Transformation, transformationTypes } from '@millrace/core';
import { CircleAlert, Trash2, Wrench } from 'lucide-react';
import { type RefObject, useId, useMemo } from 'react';
import { Button } from '../../components/ui/button.tsx';
import { Checkbox } from '../../components/ui/checkbox.tsx';
import { cn } from '../../components/ui/cn.ts';
import { IconButton } from '../../components/ui/icon_button.tsx';
import { Input } from '../../components/ui/input.tsx';
import { Select } from '../../components/ui/select.tsx';
import { mapper as words } from '../../strings/mapper.ts';
import { inline, typeName } from '../expressions/evaluate.ts';
import { ExpressionInput } from '../expressions/expression_input.tsx';
import { typedValue } from '../properties/form/fields/ops.ts';
import { written } from '../properties/form/fields/text.tsx';
import { NodeFormProvider, useNodeForm } from '../properties/form/node_form_context.tsx';
import { entryText, fromEntryText } from './entry_text.ts';
import type { Unfit } from './fit.ts';
import { useMapper, useMapperData } from './mapper_context.tsx';
import { TargetName } from './target_name.tsx';
import { labelOf } from './target_pane.tsx';
import { isFilled, type RowState } from './use_mapper_view.ts';

/** As high as its one row of fields. An expression of many lines scrolls: the trees need the place. */
const height = '@max-[48rem]:max-h-none max-h-[40%] min-h-29 shrink-0 overflow-y-auto';

/** What becomes of the selected field: its value, how that is changed, and what it gives on the sample. */
export function MappingDetail({ focus }: { focus: RefObject<HTMLDivElement | null> }) {
  const { view, store, readOnly } = useMapperData();
  const selected = useMapper((state) => state.selected);
  const node = selected === null ? undefined : view.byId.get(selected);
  const state = selected === null ? undefined : view.states.get(selected);
  const draft = useMapper((each) => each.drafts.find(({ id }) => id === state?.draft.id));
  if (!node) {
    return (
      <section
        aria-label={words.detail}
        className="shrink-0 border-line border-t px-4 py-2 text-muted text-sm"
      >
        {words.nothing_selected}
      </section>
    );
  }
  const mapping = draft?.mapping ?? { target_field: node.id, source_path: '' };
  const patch = (change: Partial<FieldMapping>, again: string) => {
    const next = cleaned({ ...mapping, ...change });
    if (draft) store.getState().change(draft.id, next, again);
    // An editor whose text is set from outside tells of it too: nothing was typed.
    else if (isFilled(next)) store.getState().add([next]);
  };
  return (
    <section
      ref={focus}
      aria-label={words.detail}
      className={cn(height, 'flex flex-col gap-2 border-line border-t bg-surface px-4 py-3')}
    >
      <div className="flex min-h-7 items-center gap-2">
        {node.fixed || !draft ? (
          <h3 className="min-w-0 truncate font-medium text-sm">
            {labelOf(node)}{' '}
            {node.title && <code className="font-mono font-normal text-muted text-xs">{node.id}</code>}
          </h3>
        ) : (
          <TargetName
            key={draft.id}
            value={mapping.target_field}
            readOnly={readOnly}
            onChange={(target_field) => patch({ target_field }, 'target')}
          />
        )}
        {node.description && <span className="min-w-0 truncate text-muted text-xs">{node.description}</span>}
        <Outcome state={state} />
        {draft && !readOnly && (
          <IconButton
            size="sm"
            side="top"
            label={words.remove(mapping.target_field)}
            onClick={() => store.getState().remove(draft.id)}
          >
            <Trash2 aria-hidden />
          </IconButton>
        )}
      </div>
      <div
        className={cn(
          'grid items-start gap-x-3 gap-y-2 @max-[48rem]:grid-cols-2',
          hasParameter(mapping)
            ? 'grid-cols-[minmax(0,1.6fr)_minmax(0,1.8fr)_minmax(0,0.8fr)_auto]'
            : 'grid-cols-[minmax(0,2fr)_minmax(0,1.3fr)_minmax(0,1fr)_auto]',
        )}
      >
        <Value
          key={node.id}
          mapping={mapping}
          readOnly={readOnly}
          onChange={(source_path) => patch({ source_path }, 'source')}
        />
        <TransformationFields mapping={mapping} readOnly={readOnly || !draft} onChange={patch} />
        <Labelled label={words.fallback}>
          {(id) => (
            <Input
              id={id}
              value={written(mapping.default_value)}
              placeholder={words.fallback_hint}
              readOnly={readOnly}
              onChange={({ target: { value } }) =>
                patch({ default_value: value === '' ? undefined : typedValue(value) }, 'default')
              }
            />
          )}
        </Labelled>
        {/* biome-ignore lint/a11y/noLabelWithoutControl: the checkbox inside is the control */}
        <label className="mt-6 flex h-8 items-center gap-1.5 text-sm">
          <Checkbox
            checked={mapping.required ?? false}
            disabled={readOnly || !draft}
            onCheckedChange={(checked) => patch({ required: checked === true || undefined }, 'required')}
          />
          {words.required}
        </label>
      </div>
      {draft && <Remedies state={state} name={labelOf(node)} readOnly={readOnly} />}
    </section>
  );
}

function Outcome({ state }: { state: RowState | undefined }) {
  if (!state || state.error !== null) return <span className="ml-auto" />;
  return (
    <span className="ml-auto flex min-w-0 items-baseline gap-1.5 text-xs" title={inline(state.value, 2_000)}>
      <span className="shrink-0 text-muted">{words.gives}</span>
      <code className="min-w-0 truncate font-mono">{inline(state.value, 120)}</code>
      {state.value !== undefined && state.value !== null && (
        <span className="shrink-0 text-faint">{typeName(state.value)}</span>
      )}
    </span>
  );
}

function Remedies({
  state,
  name,
  readOnly,
}: {
  state: RowState | undefined;
  name: string;
  readOnly: boolean;
}) {
  const { store } = useMapperData();
  if (!state || (state.error === null && !state.unfit)) return null;
  const message = state.error ?? sentenceOf(name, state.unfit!);
  return (
    <div className="flex flex-wrap items-center gap-2 text-xs">
      <p role="status" className="flex min-w-0 items-start gap-1 text-danger">
        <CircleAlert aria-hidden className="mt-0.5 size-3 shrink-0" />
        <span className="min-w-0 break-words">{message}</span>
      </p>
      {!readOnly &&
        state.unfit?.remedies.map((remedy) => (
          <Button
            key={remedy.id}
            size="sm"
            onClick={() => store.getState().change(state.draft.id, cleaned(remedy.mapping))}
          >
            <Wrench aria-hidden />
            {remedy.label}
          </Button>
        ))}
    </div>
  );
}

function sentenceOf(name: string, { reason, whole }: Unfit): string {
  return whole ? reason : words.does_not_fit(name, reason);
}

function Labelled({ label, children }: { label: string; children: (id: string) => React.ReactNode }) {
  const id = useId();
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <label htmlFor={id} className="font-medium text-muted text-xs leading-5">
        {label}
      </label>
      {children(id)}
    </div>
  );
}

interface ValueProps {
  mapping: FieldMapping;
  readOnly: boolean;
  onChange: (source: string) => void;
}

/** The expression; of a list's entry with the entry under a name of its own, so that completion knows its fields. */
function Value({ mapping, readOnly, onChange }: ValueProps) {
  const form = useNodeForm();
  const { scope, shapes } = form;
  const entry = useMemo(
    () => entryText(mapping.source_path, scope, shapes),
    [mapping.source_path, scope, shapes],
  );
  const own = useMemo(
    () => (entry ? { ...form, scope: entry.scope, shapes: entry.shapes } : form),
    [form, entry],
  );
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <span className="truncate font-medium text-muted text-xs leading-5">
        {words.value}
        {entry && <span className="font-normal"> · {words.in_each(entry.list)}</span>}
      </span>
      <NodeFormProvider value={own}>
        <ExpressionInput
          key={entry ? entry.list : 'one'}
          bare
          quiet
          value={entry ? entry.text : mapping.source_path}
          label={words.value}
          placeholder={words.value_placeholder}
          readOnly={readOnly}
          onChange={(text) => onChange(entry ? fromEntryText(text, entry) : text)}
        />
      </NodeFormProvider>
    </div>
  );
}

const asIs = 'none';
const transformations = [
  { value: asIs, label: words.as_it_is } as const,
  ...transformationTypes.map((value) => ({ value, label: words.transformations[value] })),
];

/** The parameter of each transformation that takes one, with a value to begin with. */
const parameters: Partial<
  Record<Transformation['type'], { name: 'format' | 'factor' | 'divisor'; first: string | number }>
> = {
  date_format: { name: 'format', first: 'YYYY-MM-DD' },
  number_format: { name: 'format', first: '0,0.00' },
  multiply: { name: 'factor', first: 1 },
  divide: { name: 'divisor', first: 1 },
};

function hasParameter({ transformation }: FieldMapping): boolean {
  return transformation != null && parameters[transformation.type] !== undefined;
}

interface TransformationProps {
  mapping: FieldMapping;
  readOnly: boolean;
  onChange: (change: Partial<FieldMapping>, again: string) => void;
}

function TransformationFields({ mapping, readOnly, onChange }: TransformationProps) {
  const type = mapping.transformation?.type;
  const parameter = type && parameters[type];
  const params = mapping.transformation?.params;
  function choose(next: (typeof transformations)[number]['value']) {
    if (next === asIs) return onChange({ transformation: undefined }, 'transformation');
    const takes = parameters[next];
    const first = takes && { params: { [takes.name]: takes.first } };
    onChange({ transformation: { type: next, ...first } }, 'transformation');
  }
  const set = (name: string, value: unknown) => {
    const { [name]: _, ...others } = params ?? {};
    const all = value === '' ? others : { ...others, [name]: value };
    onChange({ transformation: { type: type!, params: all } }, `params ${name}`);
  };
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <span className="font-medium text-muted text-xs leading-5">{words.transformation}</span>
      {/* In one row, so that nothing moves below whoever chooses. */}
      <div className="flex gap-2">
        <Select
          className="min-w-28"
          options={transformations}
          value={type ?? asIs}
          disabled={readOnly}
          aria-label={words.transformation}
          onChange={choose}
        />
        {parameter && (
          <Input
            className="font-mono"
            aria-label={words.params[parameter.name]}
            placeholder={words.params[parameter.name]}
            value={written(params?.[parameter.name])}
            readOnly={readOnly}
            onChange={({ target: { value } }) =>
              set(parameter.name, parameter.name === 'format' ? value : typedValue(value))
            }
          />
        )}
        {type === 'date_format' && (
          <Input
            className="font-mono"
            aria-label={words.params.timezone}
            placeholder={words.timezone_placeholder}
            value={written(params?.timezone)}
            readOnly={readOnly}
            onChange={({ target: { value } }) => set('timezone', value)}
          />
        )}
      </div>
    </div>
  );
}

/** What is not set is not sent. */
function cleaned(mapping: FieldMapping): FieldMapping {
  return Object.fromEntries(
    Object.entries(mapping).filter(([, value]) => value !== undefined),
  ) as FieldMapping;
}
