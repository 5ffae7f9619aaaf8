import { type FieldMapping, isMappedObject, mappingsKey } from '@millrace/core';
import { Shuffle } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../../components/ui/button.tsx';
import { ConfirmDialog } from '../../components/ui/confirm_dialog.tsx';
import { Notice } from '../../components/ui/notice.tsx';
import { mapper as words } from '../../strings/mapper.ts';
import { useOperation } from '../catalog.tsx';
import type { FieldProps } from '../properties/form/field_props.ts';
import type { FieldSpec } from '../properties/form/field_spec.ts';
import { useNodeForm } from '../properties/form/node_form_context.tsx';
import { MapperDialog } from './mapper_dialog.tsx';
import { MappingSummary } from './mapping_summary.tsx';
import { rawSchemaAt, schemaAt } from './schema_at.ts';
import { takeOver, writeByHand } from './take_over.ts';

/** Whether the value of a field is an object, which can be mapped instead of written. Headers and the like are rows of text. */
export function useMappable(spec: Pick<FieldSpec, 'kind'>, path: FieldProps['path']): boolean {
  const { node, expressions } = useNodeForm();
  const operation = useOperation(node.subtype);
  if (!expressions) return false;
  if (spec.kind !== 'key_value') return spec.kind === 'json' || spec.kind === 'group';
  return rawSchemaAt(operation?.input, path)?.field !== 'key_value';
}

/** The mappings of a field that is mapped. */
export function mappingsOf(value: unknown): FieldMapping[] {
  const list = isMappedObject(value) ? value[mappingsKey] : undefined;
  return Array.isArray(list) ? (list as FieldMapping[]) : [];
}

type MapButtonProps = Pick<FieldProps, 'spec' | 'path' | 'value' | 'onChange' | 'describedBy'>;

/** Opens the mapper for a field that takes an object; what is written there is taken over where it can be. */
export function MapFieldsButton({ spec, path, value, onChange, describedBy }: MapButtonProps) {
  const { node, readOnly } = useNodeForm();
  const [open, setOpen] = useState(false);
  const operation = useOperation(node.subtype);
  const taken = isMappedObject(value)
    ? { ok: true as const, mappings: mappingsOf(value) }
    : takeOver(value ?? spec.fallback);
  const fresh = !isMappedObject(value);
  return (
    <>
      <Button
        size="sm"
        variant={fresh ? 'link' : 'secondary'}
        aria-describedby={describedBy}
        onClick={() => setOpen(true)}
      >
        <Shuffle aria-hidden />
        {words.open}
      </Button>
      <MapperDialog
        open={open}
        onOpenChange={setOpen}
        mappings={taken.ok ? taken.mappings : []}
        onDone={(mappings) => onChange({ [mappingsKey]: mappings })}
        readOnly={readOnly}
        schema={schemaAt(operation?.input, path)}
        title={spec.title}
        field={path.join('.')}
        notice={fresh && <Taken taken={taken} />}
      />
    </>
  );
}

function Taken({ taken }: { taken: ReturnType<typeof takeOver> }) {
  if (taken.ok && taken.mappings.length === 0) return null;
  return (
    <Notice
      tone={taken.ok ? 'info' : 'warning'}
      className="mx-4 my-3"
      title={taken.ok ? words.taken_over(taken.mappings.length) : words.not_taken_over(taken.reason)}
    />
  );
}

/** A field that is mapped, in the form: what is mapped in short, and the way back to writing it. */
export function MappedField(props: FieldProps) {
  const { value, onChange, id, readOnly } = props;
  const [asking, setAsking] = useState(false);
  const mappings = mappingsOf(value);
  const written = writeByHand(mappings);
  const write = () => onChange(Object.keys(written.value).length === 0 ? undefined : written.value);
  return (
    // The label of the field must not become the name of the buttons.
    <div id={id} className="flex flex-col gap-2">
      <MappingSummary mappings={mappings} />
      <div className="flex flex-wrap items-center justify-between gap-2">
        <span className="text-muted text-xs">
          {mappings.length === 0 ? words.none : words.count(mappings.length)}
        </span>
        <span className="flex gap-2">
          {!readOnly && (
            <Button size="sm" variant="ghost" onClick={() => (written.lost > 0 ? setAsking(true) : write())}>
              {words.by_hand}
            </Button>
          )}
          <MapFieldsButton {...props} />
        </span>
      </div>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={words.by_hand_title}
        description={words.by_hand_lost(written.lost)}
        action={words.by_hand_action}
        onConfirm={write}
      />
    </div>
  );
}
