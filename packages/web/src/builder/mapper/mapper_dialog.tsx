import type { FieldMapping } from '@millrace/core';
import { Plus, WandSparkles } from 'lucide-react';
import { type DragEvent, useMemo, useState } from 'react';
import { Button } from '../../components/ui/button.tsx';
import { CopyButton } from '../../components/ui/copy_button.tsx';
import { Dialog, DialogClose, DialogContent } from '../../components/ui/dialog.tsx';
import { FieldError } from '../../components/ui/field.tsx';
import { text } from '../../strings/builder.ts';
import { pathDragType } from '../expressions/expression_extensions.ts';
import { VariablePicker } from '../expressions/variable_picker.tsx';
import { useNodeForm } from '../properties/form/node_form_context.tsx';
import { MappingRow } from './mapping_row.tsx';
import { previewAll, sameNamed, targetOf } from './preview.ts';

interface MapperDialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  mappings: readonly FieldMapping[];
  onChange: (mappings: FieldMapping[]) => void;
  readOnly: boolean;
}

/** The field mapper: source data left, target fields right, the result below. Changes count at once and can be undone. */
export function MapperDialog({ open, onOpenChange, ...rest }: MapperDialogProps) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange}>
      <DialogContent
        size="full"
        title={text.mapper.title}
        description={text.mapper.description}
        className="max-h-[min(860px,calc(100dvh-32px))]"
        bodyClassName="p-0 overflow-hidden"
        footer={
          <DialogClose asChild>
            <Button variant="primary">{text.mapper.done}</Button>
          </DialogClose>
        }
      >
        <Mapper {...rest} />
      </DialogContent>
    </Dialog>
  );
}

function Mapper({ mappings, onChange, readOnly }: Omit<MapperDialogProps, 'open' | 'onOpenChange'>) {
  const { sources } = useNodeForm();
  // The row into which a click on the source goes: the one that had the focus last.
  const [active, setActive] = useState<number | null>(null);
  const add = (mapping: FieldMapping) => onChange([...mappings, mapping]);
  const replace = (at: number, mapping: FieldMapping) =>
    onChange(mappings.map((other, index) => (index === at ? mapping : other)));
  const input = sources.find((source) => source.name === '');
  const candidates = sameNamed(mappings, input?.value);

  function pick(path: string) {
    const row = active === null ? undefined : mappings[active];
    if (row && row.source_path.trim() === '')
      replace(active!, { ...row, source_path: path, target_field: row.target_field || targetOf(path) });
    else add({ target_field: targetOf(path), source_path: path });
  }
  function drop(event: DragEvent) {
    const path = event.dataTransfer.getData(pathDragType);
    if (path === '' || readOnly || event.defaultPrevented) return;
    event.preventDefault();
    add({ target_field: targetOf(path), source_path: path });
  }

  return (
    <div className="grid h-full min-h-0 grid-cols-[minmax(260px,1fr)_minmax(0,2.2fr)]">
      <section aria-label={text.mapper.source} className="flex min-h-0 flex-col border-line border-r">
        <h3 className="border-line border-b px-3 py-2 font-medium text-muted text-xs">
          {text.mapper.source}
        </h3>
        <VariablePicker onPick={readOnly ? undefined : pick} className="max-h-none flex-1" />
      </section>
      <div className="flex min-h-0 flex-col">
        {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping has its equal in the Add button and in a click on the source */}
        <div
          className="min-h-0 flex-1 overflow-y-auto p-4"
          onDragOver={(event) => event.dataTransfer.types.includes(pathDragType) && event.preventDefault()}
          onDrop={drop}
        >
          {mappings.length === 0 && <p className="py-8 text-center text-muted text-sm">{text.mapper.none}</p>}
          <ol className="flex flex-col gap-2">
            {mappings.map((mapping, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: mappings have no identity of their own; their fields are controlled
              <li key={index} onFocus={() => setActive(index)}>
                <MappingRow
                  mapping={mapping}
                  index={index}
                  readOnly={readOnly}
                  onChange={(next) => replace(index, next)}
                  onRemove={() => onChange(mappings.filter((_, other) => other !== index))}
                />
              </li>
            ))}
          </ol>
          {!readOnly && (
            <div className="mt-3 flex gap-2">
              <Button size="sm" onClick={() => add({ target_field: '', source_path: '' })}>
                <Plus aria-hidden />
                {text.mapper.add}
              </Button>
              {candidates.length > 0 && (
                <Button size="sm" variant="ghost" onClick={() => onChange([...mappings, ...candidates])}>
                  <WandSparkles aria-hidden />
                  {text.mapper.add_all}
                </Button>
              )}
            </div>
          )}
        </div>
        <Result mappings={mappings} />
      </div>
    </div>
  );
}

function Result({ mappings }: { mappings: readonly FieldMapping[] }) {
  const { scope, timezone } = useNodeForm();
  const result = useMemo(() => previewAll(mappings, scope, timezone), [mappings, scope, timezone]);
  const written = result.ok ? JSON.stringify(result.value, null, 2) : '';
  return (
    <section
      aria-label={text.mapper.preview}
      className="max-h-64 shrink-0 overflow-y-auto border-line border-t bg-sunken/50 p-4"
    >
      <div className="mb-1 flex items-center justify-between">
        <h3 className="font-medium text-muted text-xs">{text.mapper.preview}</h3>
        {result.ok && <CopyButton size="sm" text={written} />}
      </div>
      {result.ok ? (
        <pre className="whitespace-pre-wrap break-words font-mono text-xs">{written}</pre>
      ) : (
        <FieldError message={result.message} />
      )}
    </section>
  );
}
