import { ChevronRight } from 'lucide-react';
import { useState } from 'react';
import { cn } from '../../../../components/ui/cn.ts';
import { Select } from '../../../../components/ui/select.tsx';
import { text } from '../../../../strings/builder.ts';
import { fieldText } from '../../../../strings/fields.ts';
import { useDocumentStore } from '../../../document/context.tsx';
import { isRecord } from '../../../document/edits/update_config.ts';
import { FieldList } from '../field_list.tsx';
import type { FieldProps } from '../field_props.ts';
import { keptValues } from '../kept_values.ts';
import { useNodeForm } from '../node_form_context.tsx';

/** More fields than these can be folded away. */
const mostOpen = 3;

/** Fields that belong together. */
export function GroupField({ spec, path, value, id }: FieldProps) {
  const { fields = [] } = spec;
  const values = isRecord(value) ? value : {};
  const [open, setOpen] = useState(true);
  const foldable = fields.length > mostOpen;
  const filled = fields.filter(({ name }) => values[name] !== undefined).length;
  return (
    <div id={id} className="flex flex-col gap-4 border-line border-l-2 pl-3">
      {foldable && (
        <button
          type="button"
          aria-expanded={open}
          className="flex items-center gap-1 self-start rounded-sm text-muted text-xs hover:text-fg"
          onClick={() => setOpen(!open)}
        >
          <ChevronRight
            aria-hidden
            className={cn(
              'size-3.5 motion-safe:transition-transform motion-safe:duration-150',
              open && 'rotate-90',
            )}
          />
          <span className="sr-only">{spec.title}, </span>
          {fieldText.group.filled(filled)}
        </button>
      )}
      {(open || !foldable) && <FieldList fields={fields} path={path} values={values} />}
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
