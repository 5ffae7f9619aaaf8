import { ChevronDown, ChevronUp } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { strings } from '../../strings/en.ts';
import { cn } from '../ui/cn.ts';
import { CopyButton } from '../ui/copy_button.tsx';
import { IconButton } from '../ui/icon_button.tsx';
import { SearchInput } from '../ui/search_input.tsx';
import { asText } from './as_text.ts';
import type { Path } from './path.ts';
import { RawView } from './raw_view.tsx';
import { TreeView } from './tree_view.tsx';
import { useSearch } from './use_search.ts';

const t = strings.json_viewer;

interface JsonViewerProps {
  value: unknown;
  /** Names the data for a screen reader: "Output of HTTP Request". */
  label: string;
  /** How expressions call the value (`http_response`); with it a path can be copied as an expression. */
  expression?: string;
  /** Pixels that the data may be high before it scrolls. */
  maxHeight?: number;
  className?: string;
  /** What can be done with the value that one stands on, beside copying it. */
  actions?: (path: Path) => ReactNode;
}

/** Shows data as a tree or raw, with search and copy. Draws only what is in view, so 10 MB do not freeze it. */
export function JsonViewer({
  value,
  label,
  expression,
  maxHeight = 384,
  className,
  actions,
}: JsonViewerProps) {
  const [view, setView] = useState<'tree' | 'raw'>('tree');
  const [text, setText] = useState('');
  const [chosen, setChosen] = useState(0);
  const search = useSearch(value, view === 'tree' ? text : '');
  const isBranch = typeof value === 'object' && value !== null;
  const position = search.matches.length === 0 ? 0 : chosen % search.matches.length;
  const match = search.matches[position] ?? null;

  if (value === undefined)
    return <p className={cn('px-3 py-2 text-muted text-sm', className)}>{t.nothing}</p>;

  function step(by: number) {
    if (search.matches.length > 0) setChosen((position + by + search.matches.length) % search.matches.length);
  }

  return (
    // No landmark: a page has many of them, often of one name. biome would have a fieldset, which is for forms.
    // biome-ignore lint/a11y/useSemanticElements: see above
    <div
      role="group"
      aria-label={label}
      className={cn(
        'flex min-w-0 flex-col overflow-hidden rounded-md border border-line bg-surface',
        className,
      )}
    >
      <div className="flex flex-wrap items-center gap-1 border-line border-b bg-sunken/50 p-1">
        <ViewSwitch view={view} onChange={setView} />
        {isBranch && view === 'tree' && (
          <search
            className="flex min-w-0 flex-1 items-center gap-1"
            onKeyDown={(event) => {
              if (event.key === 'Enter') step(event.shiftKey ? -1 : 1);
            }}
          >
            <SearchInput
              label={t.search}
              value={text}
              delay={100}
              size="sm"
              onChange={(next) => {
                setText(next);
                setChosen(0);
              }}
              className="min-w-24 max-w-64 flex-1"
            />
            {text && (
              <>
                <span aria-live="polite" className="whitespace-nowrap text-muted text-xs tabular-nums">
                  {search.matches.length === 0 && !search.done
                    ? t.searching
                    : t.matches(position + 1, search.matches.length, search.more)}
                </span>
                <IconButton label={t.previous_match} size="sm" onClick={() => step(-1)}>
                  <ChevronUp aria-hidden />
                </IconButton>
                <IconButton label={t.next_match} size="sm" onClick={() => step(1)}>
                  <ChevronDown aria-hidden />
                </IconButton>
              </>
            )}
          </search>
        )}
        <CopyButton label={t.copy_all} size="sm" className="ml-auto" text={() => asText(value)} />
      </div>
      {view === 'tree' ? (
        <TreeView
          value={value}
          label={label}
          expression={expression}
          maxHeight={maxHeight}
          match={match}
          actions={actions}
        />
      ) : (
        <RawView value={value} label={label} maxHeight={maxHeight} />
      )}
    </div>
  );
}

function ViewSwitch({ view, onChange }: { view: 'tree' | 'raw'; onChange: (view: 'tree' | 'raw') => void }) {
  return (
    <fieldset className="flex rounded-sm border border-line bg-surface p-0.5">
      <legend className="sr-only">{t.view}</legend>
      {(['tree', 'raw'] as const).map((each) => (
        <button
          key={each}
          type="button"
          aria-pressed={view === each}
          onClick={() => onChange(each)}
          className="h-6 rounded-xs px-2 text-muted text-xs transition-colors duration-150 hover:text-fg aria-pressed:bg-accent-soft aria-pressed:text-accent-text"
        >
          {t[each]}
        </button>
      ))}
    </fieldset>
  );
}
