import { Select } from '../../../../components/ui/select.tsx';
import { text } from '../../../../strings/builder.ts';
import { isRecord } from '../../../document/edits/update_config.ts';
import { FieldList } from '../field_list.tsx';
import type { FieldProps } from '../field_props.ts';

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
  const values = isRecord(value) ? value : isRecord(spec.fallback) ? spec.fallback : {};
  const chosen = variants.find((variant) => variant.value === values[discriminator]);
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
        onChange={(next) => onChange({ [discriminator]: next })}
      />
      {chosen && chosen.fields.length > 0 && (
        <div className="flex flex-col gap-4 border-line border-l-2 pl-3">
          <FieldList fields={chosen.fields} path={path} values={values} />
        </div>
      )}
    </div>
  );
}
