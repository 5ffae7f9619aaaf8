import { ChevronLeft, ChevronRight, CircleAlert } from 'lucide-react';
import { useMemo } from 'react';
import { cn } from '../../components/ui/cn.ts';
import { CopyButton } from '../../components/ui/copy_button.tsx';
import { IconButton } from '../../components/ui/icon_button.tsx';
import { mapper as words } from '../../strings/mapper.ts';
import { useMapper, useMapperData } from './mapper_context.tsx';
import { resultLines } from './result_lines.ts';
import { PaneHead } from './source_pane.tsx';
import { previewedEntries } from './use_mapper_view.ts';

export interface Stepping {
  /** The entry of the input that is shown, of how many. */
  at: number;
  all: number;
  onStep: (at: number) => void;
}

/** The object as it will be made, on the sample data; what fails says so at its field. */
export function ResultPanel({ stepping }: { stepping: Stepping | null }) {
  const { view } = useMapperData();
  const selected = useMapper((state) => state.selected);
  const { value } = view.preview;
  const lines = useMemo(() => resultLines(value, view.failed), [value, view.failed]);
  const isEmpty = Object.keys(value).length === 0 && view.failed.size === 0;
  const isCut = useMemo(() => hasFullList(value), [value]);
  return (
    <section
      aria-label={words.result}
      className="flex min-h-0 min-w-0 flex-col border-line border-l bg-sunken/50 @max-[48rem]:max-h-56 @max-[48rem]:border-t @max-[48rem]:border-l-0"
    >
      <PaneHead title={words.result}>
        {stepping ? <Steps {...stepping} /> : <span />}
        <CopyButton size="sm" text={() => JSON.stringify(value, null, 2)} />
      </PaneHead>
      {isEmpty ? (
        <p className="px-3 py-3 text-muted text-sm">{words.result_empty}</p>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard
        <pre tabIndex={0} className="min-h-0 flex-1 overflow-auto p-3 font-mono text-xs leading-5">
          {lines.map(({ depth, text, error, field }, index) => (
            <div
              // biome-ignore lint/suspicious/noArrayIndexKey: lines have no identity of their own
              key={index}
              className={cn(
                'w-fit min-w-full rounded-xs',
                field !== '' && field === selected && 'bg-accent-soft',
              )}
            >
              {'  '.repeat(depth)}
              {text}
              {error && (
                <span className="whitespace-normal text-danger">
                  {' '}
                  <CircleAlert aria-hidden className="inline size-3 align-[-2px]" /> {error}
                </span>
              )}
              {'\n'}
            </div>
          ))}
        </pre>
      )}
      {isCut && (
        <p className="border-line border-t px-3 py-1.5 text-muted text-xs">
          {words.result_cut(previewedEntries)}
        </p>
      )}
    </section>
  );
}

function Steps({ at, all, onStep }: Stepping) {
  return (
    <span className="ml-auto flex items-center gap-0.5 text-muted text-xs">
      <IconButton size="sm" label={words.previous_entry} disabled={at === 0} onClick={() => onStep(at - 1)}>
        <ChevronLeft aria-hidden />
      </IconButton>
      <span aria-live="polite">{words.entry(at + 1, all)}</span>
      <IconButton size="sm" label={words.next_entry} disabled={at >= all - 1} onClick={() => onStep(at + 1)}>
        <ChevronRight aria-hidden />
      </IconButton>
    </span>
  );
}

function hasFullList(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (Array.isArray(value) && value.length === previewedEntries) return true;
  return Object.values(value).slice(0, previewedEntries).some(hasFullList);
}
