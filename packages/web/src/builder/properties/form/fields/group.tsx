import { Select } from '../../../../components/ui/select.tsx';
import { text } from '../../../../strings/builder.ts';
import { useDocumentStore } from '../../../document/context.tsx';
import { isRecord } from '../../../document/edits/update_config.ts';
import { FieldList } from '../field_list.tsx';
import type { FieldProps } from '../field_props.ts';
import { keptValues } from '../kept_values.ts';
import { useNodeForm } from '../node_form_context.tsx';

/** Fields that belong together. */
export function GroupField({ spec, path, value, id }: FieldProps) {
  return (
    <div id={id} className="flex flex-col gap-4 border-line border-l-2 pl-3">
      <FieldList fields={spec.fields ?? []} path={path} values={isRecord(value) ? value : {}} />
    </div>
  );
}

/** Fields that depend on a choice (kinds of authentication). */
export function VariantField({ spec, path, value, onChange, id, describedBy, readOnly }: FieldProps) {
  const { variants = [], discriminator = 'type' } = spec;
  const { node } = useNodeForm();
  const store = useDocumentStore();
  const values = isRecord(value) ? value : isRecord(spec.fallback) ? spec.fallback : {};
  const chosen = variants.find((variant) => variant.value === values[discriminator]);

  /** What was filled in for a variant waits for it to be chosen again. */
  function choose(next: string) {
    const kept = keptValues(store, node.id, path);
    if (chosen) kept.keep(chosen.value, values);
    onChange(kept.recall(next) ?? { [discriminator]: next });
  }

  return (
    <div className="flex flex-col gap-3">
      <Select
        id={id}
        options={variants}
        value={chosen?.value}
        placeholder={text.fields.choose}
        disabled={readOnly}
        aria-label={spec.title}
        aria-describedby={describedBy}
        onChange={choose}
      />
      {chosen && chosen.fields.length > 0 && (
        <div className="flex flex-col gap-4 border-line border-l-2 pl-3">
          <FieldList fields={chosen.fields} path={path} values={values} />
        </div>
      )}
    </div>
  );
}
