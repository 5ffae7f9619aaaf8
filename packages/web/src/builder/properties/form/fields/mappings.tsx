import type { FieldMapping } from '@millrace/core';
import { Shuffle } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../../../../components/ui/button.tsx';
import { mapper as words } from '../../../../strings/mapper.ts';
import { MapperDialog } from '../../../mapper/mapper_dialog.tsx';
import { MappingSummary } from '../../../mapper/mapping_summary.tsx';
import type { FieldProps } from '../field_props.ts';
import { rowsOf } from './rows.tsx';

/** Field mappings: what is mapped in short, and the mapper in a dialog. */
export function MappingsField({ spec, path, value, onChange, id, describedBy, readOnly }: FieldProps) {
  const [open, setOpen] = useState(false);
  const mappings = rowsOf<FieldMapping>(value);
  return (
    // The label of the field must not become the name of the button.
    <div id={id} className="flex flex-col gap-2">
      <MappingSummary mappings={mappings} />
      <div className="flex items-center justify-between gap-2">
        <span className="text-muted text-xs">
          {mappings.length === 0 ? words.none : words.count(mappings.length)}
        </span>
        <Button aria-describedby={describedBy} onClick={() => setOpen(true)}>
          <Shuffle aria-hidden />
          {words.open}
        </Button>
      </div>
      <MapperDialog
        open={open}
        onOpenChange={setOpen}
        mappings={mappings}
        onDone={(next) => onChange(next.length === 0 ? undefined : next)}
        readOnly={readOnly}
        schema={null}
        title={spec.title}
        field={path.join('.')}
      />
    </div>
  );
}
