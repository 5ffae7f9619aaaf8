import type { ReactNode } from 'react';
import { SearchInput } from '../../components/ui/search_input.tsx';

interface TabToolbarProps {
  intro?: ReactNode;
  search?: { label: string; value: string; onChange: (text: string) => void };
  action?: ReactNode;
}

/** What a settings tab starts with: a sentence, a search, its one button. */
export function TabToolbar({ intro, search, action }: TabToolbarProps) {
  return (
    <>
      {intro && <p className="mb-3 max-w-2xl text-muted text-sm">{intro}</p>}
      <div className="mb-3 flex flex-wrap items-center justify-between gap-2">
        {search ? <SearchInput {...search} delay={120} className="w-full sm:w-72" /> : <span />}
        {action}
      </div>
    </>
  );
}
