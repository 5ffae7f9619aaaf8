import { FileText, Trash2, Upload } from 'lucide-react';
import { type DragEvent, useRef, useState } from 'react';
import { Button } from '../../../../components/ui/button.tsx';
import { cn } from '../../../../components/ui/cn.ts';
import { FieldError } from '../../../../components/ui/field.tsx';
import { IconButton } from '../../../../components/ui/icon_button.tsx';
import { fieldText } from '../../../../strings/fields.ts';
import type { FieldProps } from '../field_props.ts';
import { bytesOf, isFileValue, readFile, sizeInWords } from '../read_file.ts';

const t = fieldText.file;

/** A file, chosen or dropped; it is kept in the workflow. A larger one comes from an earlier step, by an expression. */
export function FileField({ spec, value, onChange, id, describedBy, invalid, readOnly }: FieldProps) {
  const input = useRef<HTMLInputElement>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [isOver, setOver] = useState(false);
  const [reading, setReading] = useState(false);
  const file = isFileValue(value) ? value : null;

  async function take(files: FileList | null) {
    if (!files || files.length === 0) return;
    if (files.length > 1) {
      setProblem(t.one);
      return;
    }
    setReading(true);
    const read = await readFile(files[0]!, spec.accept);
    setReading(false);
    if ('problem' in read) {
      setProblem(read.problem);
      return;
    }
    setProblem(null);
    onChange(read);
  }

  function drop(event: DragEvent) {
    event.preventDefault();
    setOver(false);
    void take(event.dataTransfer.files);
  }

  return (
    <div className="flex flex-col gap-1.5">
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the button inside does the same without a mouse */}
      <div
        className={cn(
          'flex min-h-8 items-center gap-2 rounded-md border border-line-strong border-dashed bg-surface py-1 pr-1 pl-2.5 text-sm',
          isOver && 'border-accent bg-accent-soft',
          invalid && 'border-danger',
        )}
        onDragOver={(event) => {
          if (readOnly || !event.dataTransfer.types.includes('Files')) return;
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={readOnly ? undefined : drop}
      >
        {file ? (
          <>
            <FileText aria-hidden className="size-4 shrink-0 text-muted" />
            <span className="min-w-0 flex-1">
              <span className="block truncate" title={file.filename}>
                {file.filename}
              </span>
              <span className="block truncate text-muted text-xs">
                {file.content_type} · {sizeInWords(bytesOf(file.data))}
              </span>
            </span>
          </>
        ) : (
          <span className="min-w-0 flex-1 truncate text-muted">
            {reading ? t.reading : readOnly ? t.none : t.drop}
          </span>
        )}
        {!readOnly && (
          <Button
            id={id}
            size="sm"
            aria-describedby={describedBy}
            aria-label={`${file ? t.replace : t.choose}: ${spec.title}`}
            onClick={() => input.current?.click()}
          >
            <Upload aria-hidden />
            {file ? t.replace : t.choose}
          </Button>
        )}
        {file && !readOnly && (
          <IconButton size="sm" label={t.remove} onClick={() => onChange(undefined)}>
            <Trash2 aria-hidden />
          </IconButton>
        )}
        <input
          ref={input}
          type="file"
          hidden
          accept={spec.accept}
          aria-label={spec.title}
          onChange={(event) => {
            void take(event.target.files);
            // The same file again is a choice too.
            event.target.value = '';
          }}
        />
      </div>
      {value !== undefined && value !== null && !file && !problem && <FieldError message={t.no_file} />}
      <FieldError message={problem} />
    </div>
  );
}
