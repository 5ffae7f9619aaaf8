import { ChevronRight, Sparkles } from 'lucide-react';
import { useState } from 'react';
import { cn } from '../../components/ui/cn.ts';
import { SearchInput } from '../../components/ui/search_input.tsx';
import { text } from '../../strings/builder.ts';
import { NodeIcon } from '../canvas/node_icon.tsx';
import { useNodeForm } from '../properties/form/node_form_context.tsx';
import { inline } from './evaluate.ts';
import type { ScopeSource } from './sample_scope.ts';
import { ValueTree } from './value_tree.tsx';

/** Everything the node may read, with real values where there are any; click or drag inserts the path. */
export function VariablePicker({
  onPick,
  className,
}: {
  onPick?: (path: string) => void;
  className?: string;
}) {
  const { sources } = useNodeForm();
  const [search, setSearch] = useState('');
  return (
    <div className={cn('flex max-h-96 min-h-0 flex-col', className)}>
      <div className="border-line border-b p-2">
        <SearchInput label={text.expression.search} value={search} onChange={setSearch} delay={120} />
      </div>
      <div className="min-h-0 flex-1 overflow-y-auto p-1">
        {sources.every((source) => source.node === null) && (
          <p className="px-2 py-2 text-muted text-xs">{text.expression.no_earlier}</p>
        )}
        {sources.map((source, index) => (
          <Source key={source.name} source={source} search={search} openAtFirst={index < 2} onPick={onPick} />
        ))}
      </div>
      <p className="border-line border-t px-3 py-1.5 text-muted text-xs">{text.expression.picker_hint}</p>
    </div>
  );
}

interface SourceProps {
  source: ScopeSource;
  search: string;
  openAtFirst: boolean;
  onPick?: (path: string) => void;
}

function Source({ source, search, openAtFirst, onPick }: SourceProps) {
  const [open, setOpen] = useState(openAtFirst);
  const shown = open || search !== '';
  const simple = typeof source.value !== 'object' || source.value === null;
  return (
    <section className="mb-1">
      <div className="flex items-center gap-1 rounded-sm pr-1 hover:bg-hover">
        <button
          type="button"
          aria-expanded={shown}
          aria-label={shown ? text.expression.fold(source.label) : text.expression.unfold(source.label)}
          className="flex size-6 shrink-0 items-center justify-center text-muted"
          onClick={() => setOpen(!open)}
        >
          <ChevronRight
            aria-hidden
            className={cn('size-3.5 transition-transform duration-150', shown && 'rotate-90')}
          />
        </button>
        <button
          type="button"
          className="flex min-w-0 flex-1 items-center gap-2 py-1 text-left"
          onClick={() => (onPick && source.name !== '' && simple ? onPick(source.name) : setOpen(!open))}
        >
          {source.node && <NodeIcon subtype={source.node.subtype} className="size-5 rounded-sm" />}
          <span className="truncate font-medium text-sm">{source.label}</span>
          {source.name && <code className="truncate font-mono text-muted text-xs">{source.name}</code>}
          {!source.real && source.node && (
            <span
              title={text.expression.made_up_hint}
              className="ml-auto flex shrink-0 items-center gap-1 text-muted text-xs"
            >
              <Sparkles aria-hidden className="size-3" />
              {text.expression.made_up}
            </span>
          )}
        </button>
      </div>
      {shown &&
        (simple ? (
          <p className="px-8 py-1 font-mono text-muted text-xs">{inline(source.value)}</p>
        ) : (
          <ValueTree root={source.name} value={source.value} search={search} onPick={onPick} openTo={1} />
        ))}
    </section>
  );
}
