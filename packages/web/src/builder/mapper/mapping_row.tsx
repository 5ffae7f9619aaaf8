import { type FieldMapping, type Transformation, transformationTypes } from '@millrace/core';
import { ArrowRight, Trash2 } from 'lucide-react';
import { useMemo } from 'react';
import { Checkbox } from '../../components/ui/checkbox.tsx';
import { IconButton } from '../../components/ui/icon_button.tsx';
import { Input } from '../../components/ui/input.tsx';
import { Select } from '../../components/ui/select.tsx';
import { text } from '../../strings/builder.ts';
import { inline, typeName } from '../expressions/evaluate.ts';
import { ExpressionInput } from '../expressions/expression_input.tsx';
import { typedValue } from '../properties/form/fields/ops.ts';
import { written } from '../properties/form/fields/text.tsx';
import { useNodeForm } from '../properties/form/node_form_context.tsx';
import { previewOne } from './preview.ts';

interface MappingRowProps {
  mapping: FieldMapping;
  index: number;
  readOnly: boolean;
  onChange: (mapping: FieldMapping) => void;
  onRemove: () => void;
}

const words = text.mapper;

/** One mapping: the value, what becomes of it, the field it fills, and what that gives on the sample data. */
export function MappingRow({ mapping, index, readOnly, onChange, onRemove }: MappingRowProps) {
  const patch = (change: Partial<FieldMapping>) => onChange(cleaned({ ...mapping, ...change }));
  return (
    <fieldset aria-label={words.row(index + 1)} className="rounded-md border border-line bg-surface p-2.5">
      <div className="grid grid-cols-[minmax(0,1.4fr)_16px_minmax(0,1fr)_28px] items-start gap-2">
        <ExpressionInput
          bare
          quiet
          value={mapping.source_path}
          label={`${words.from} ${index + 1}`}
          id={`mapping-${index}-source`}
          placeholder="order.customer.name"
          readOnly={readOnly}
          onChange={(source_path) => patch({ source_path })}
        />
        <ArrowRight aria-hidden className="mt-2 size-4 text-faint" />
        <Input
          className="font-mono"
          value={mapping.target_field}
          placeholder="customer.name"
          readOnly={readOnly}
          aria-label={`${words.target} ${index + 1}`}
          onChange={(event) => patch({ target_field: event.target.value })}
        />
        {!readOnly && (
          <IconButton size="sm" label={text.fields.remove_row} onClick={onRemove}>
            <Trash2 aria-hidden />
          </IconButton>
        )}
      </div>
      <div className="mt-2 flex flex-wrap items-center gap-2">
        <TransformationFields mapping={mapping} readOnly={readOnly} onChange={patch} index={index} />
        <Input
          className="h-7 w-36 text-xs"
          value={written(mapping.default_value)}
          placeholder={words.fallback}
          readOnly={readOnly}
          aria-label={`${words.fallback} ${index + 1}`}
          onChange={(event) =>
            patch({ default_value: event.target.value === '' ? undefined : typedValue(event.target.value) })
          }
        />
        {/* biome-ignore lint/a11y/noLabelWithoutControl: the checkbox inside is the control */}
        <label className="flex items-center gap-1.5 text-muted text-xs">
          <Checkbox
            checked={mapping.required ?? false}
            disabled={readOnly}
            onCheckedChange={(checked) => patch({ required: checked === true || undefined })}
          />
          {words.required}
        </label>
        <RowPreview mapping={mapping} />
      </div>
    </fieldset>
  );
}

function RowPreview({ mapping }: { mapping: FieldMapping }) {
  const { scope, timezone } = useNodeForm();
  const preview = useMemo(() => previewOne(mapping, scope, timezone), [mapping, scope, timezone]);
  if (!preview) return null;
  if (!preview.ok)
    return (
      <span role="status" className="min-w-0 basis-full break-words text-danger text-xs">
        {preview.message}
      </span>
    );
  return (
    <span
      className="ml-auto flex min-w-0 items-baseline gap-1.5 text-muted text-xs"
      title={inline(preview.value, 2_000)}
    >
      {preview.value !== undefined && preview.value !== null && (
        <span className="text-faint">{typeName(preview.value)}</span>
      )}
      <code className="max-w-64 truncate font-mono">{inline(preview.value, 80)}</code>
    </span>
  );
}

const asIs = 'none';
const transformations = [
  { value: asIs, label: words.no_transformation } as const,
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

interface TransformationProps {
  mapping: FieldMapping;
  index: number;
  readOnly: boolean;
  onChange: (change: Partial<FieldMapping>) => void;
}

function TransformationFields({ mapping, index, readOnly, onChange }: TransformationProps) {
  const type = mapping.transformation?.type;
  const parameter = type && parameters[type];
  function choose(next: (typeof transformations)[number]['value']) {
    if (next === asIs) return onChange({ transformation: undefined });
    const takes = parameters[next];
    onChange({ transformation: { type: next, ...(takes && { params: { [takes.name]: takes.first } }) } });
  }
  return (
    <>
      <Select
        className="h-7 w-40 text-xs"
        options={transformations}
        value={type ?? asIs}
        disabled={readOnly}
        aria-label={`${words.transformation} ${index + 1}`}
        onChange={choose}
      />
      {parameter && (
        <Input
          className="h-7 w-32 font-mono text-xs"
          aria-label={`${words.params[parameter.name]} ${index + 1}`}
          placeholder={words.params[parameter.name]}
          value={written(mapping.transformation?.params?.[parameter.name])}
          readOnly={readOnly}
          onChange={(event) => {
            const value = parameter.name === 'format' ? event.target.value : typedValue(event.target.value);
            onChange({
              transformation: {
                type,
                params: { ...mapping.transformation?.params, [parameter.name]: value },
              },
            });
          }}
        />
      )}
    </>
  );
}

/** What is not set is not sent. */
function cleaned(mapping: FieldMapping): FieldMapping {
  return Object.fromEntries(
    Object.entries(mapping).filter(([, value]) => value !== undefined),
  ) as FieldMapping;
}
