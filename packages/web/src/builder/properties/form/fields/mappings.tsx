import type { FieldMapping } from '@millrace/core';
import { Shuffle } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../../../../components/ui/button.tsx';
import { text } from '../../../../strings/builder.ts';
import { MapperDialog } from '../../../mapper/mapper_dialog.tsx';
import type { FieldProps } from '../field_props.ts';
import { rowsOf } from './rows.tsx';

/** Field mappings: what is mapped in short, and the mapper in a dialog. */
export function MappingsField({ value, onChange, id, describedBy, readOnly }: FieldProps) {
  const [open, setOpen] = useState(false);
  const mappings = rowsOf<FieldMapping>(value);
  return (
    // The label of the field must not become the name of the button.
    <div id={id} className="flex flex-col gap-2">
      {mappings.length > 0 && (
        <ul className="overflow-hidden rounded-md border border-line">
          {mappings.slice(0, 8).map((mapping, index) => (
            <li
              // biome-ignore lint/suspicious/noArrayIndexKey: a list that is only shown
              key={index}
              className="flex items-baseline gap-2 border-line border-b px-2.5 py-1 font-mono text-xs last:border-b-0"
            >
              <span className="min-w-0 flex-1 truncate">{mapping.target_field || '—'}</span>
              <span aria-hidden className="text-faint">
                ←
              </span>
              <span className="min-w-0 flex-1 truncate text-muted">{mapping.source_path || '—'}</span>
            </li>
          ))}
        </ul>
      )}
      <div className="flex items-center justify-between gap-2">
        <span className="text-muted text-xs">
          {mappings.length === 0 ? text.mapper.none : text.mapper.count(mappings.length)}
        </span>
        <Button aria-describedby={describedBy} onClick={() => setOpen(true)}>
          <Shuffle aria-hidden />
          {text.mapper.open}
        </Button>
      </div>
      <MapperDialog
        open={open}
        onOpenChange={setOpen}
        mappings={mappings}
        onChange={(next) => onChange(next.length === 0 ? undefined : next)}
        readOnly={readOnly}
      />
    </div>
  );
}
