import { ChartGantt, List } from 'lucide-react';
import { SearchInput } from '../../components/ui/search_input.tsx';
import { testing } from '../../strings/tests.ts';

const words = testing.results;

export type StepView = 'list' | 'timeline';
const icons = { list: List, timeline: ChartGantt };

interface StepToolsProps {
  view: StepView;
  onView: (view: StepView) => void;
  search: string;
  onSearch: (text: string) => void;
}

/** How the steps are listed, and which. */
export function StepTools({ view, onView, search, onSearch }: StepToolsProps) {
  return (
    <div className="flex shrink-0 items-center gap-2 border-line border-b p-1.5">
      <SearchInput
        label={words.search}
        placeholder={words.search}
        size="sm"
        delay={150}
        value={search}
        onChange={onSearch}
        className="min-w-0 flex-1"
      />
      <fieldset className="flex shrink-0 rounded-sm border border-line bg-surface p-0.5">
        <legend className="sr-only">{words.view}</legend>
        {(['list', 'timeline'] as const).map((each) => {
          const Icon = icons[each];
          return (
            <button
              key={each}
              type="button"
              aria-pressed={view === each}
              onClick={() => onView(each)}
              className="flex h-6 items-center gap-1 rounded-xs px-2 text-muted text-xs transition-colors duration-150 hover:text-fg aria-pressed:bg-accent-soft aria-pressed:text-accent-text"
            >
              <Icon aria-hidden className="size-3.5" />
              {words[each]}
            </button>
          );
        })}
      </fieldset>
    </div>
  );
}
