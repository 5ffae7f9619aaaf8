import { useId, useState } from 'react';
import { cn } from '../../components/ui/cn.ts';
import { Dialog, DialogContent } from '../../components/ui/dialog.tsx';
import { Kbd } from '../../components/ui/kbd.tsx';
import { SearchInput } from '../../components/ui/search_input.tsx';
import { Switch } from '../../components/ui/switch.tsx';
import { keys as words } from '../../strings/adding.ts';
import { text } from '../../strings/builder.ts';
import { singleLetters } from '../../strings/small_window.ts';
import { usePanels, usePanelsStore } from '../panels.tsx';
import { isRowOff, type Shortcut, shortcuts, shownKeys } from './keys.ts';
import { setSingleLetters, useSingleLetters } from './single_letters.ts';

/** All keys of the builder, shown by `?`: what the handler looks up, and nothing else. */
export function ShortcutsSheet() {
  const open = usePanels((state) => state.dialog === 'shortcuts');
  const panels = usePanelsStore();
  return (
    <Dialog open={open} onOpenChange={(next) => !next && panels.getState().openDialog(null)}>
      <DialogContent title={text.canvas.shortcuts} size="lg">
        <Sections />
      </DialogContent>
    </Dialog>
  );
}

function Sections() {
  const [search, setSearch] = useState('');
  const found = shortcuts
    .map(({ title, rows }) => ({ title, rows: rows.filter((row) => matches(row, title, search)) }))
    .filter(({ rows }) => rows.length > 0);
  return (
    <div className="flex flex-col gap-4">
      <SearchInput label={words.filter} value={search} onChange={setSearch} delay={0} />
      <SingleLetters />
      {found.length === 0 && <p className="py-4 text-center text-muted text-sm">{words.none(search)}</p>}
      <div className="columns-1 gap-8 sm:columns-2">
        {found.map(({ title, rows }) => (
          <section key={title} className="mb-5 break-inside-avoid">
            <h3 className="mb-1 font-medium text-muted text-xs">{title}</h3>
            <dl>
              {rows.map((row) => (
                <Row key={row.does} row={row} />
              ))}
            </dl>
          </section>
        ))}
      </div>
    </div>
  );
}

function SingleLetters() {
  const on = useSingleLetters();
  const id = useId();
  return (
    <div className="flex items-start justify-between gap-4 rounded-md border border-line px-3 py-2">
      <div className="min-w-0">
        <label htmlFor={id} className="font-medium text-sm">
          {singleLetters.label}
        </label>
        <p id={`${id}-hint`} className="text-muted text-xs">
          {singleLetters.hint}
        </p>
      </div>
      <Switch
        id={id}
        className="mt-0.5"
        aria-describedby={`${id}-hint`}
        checked={on}
        onCheckedChange={setSingleLetters}
      />
    </div>
  );
}

/** Every word is in what it does, in the name of its section, or is one of its keys. */
function matches(row: Shortcut, title: string, search: string): boolean {
  const texts = `${row.does} ${title} ${shownKeys(row).flat().join(' ')}`.toLowerCase();
  return search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => texts.includes(word));
}

function Row({ row }: { row: Shortcut }) {
  const on = useSingleLetters();
  const off = isRowOff(row, on);
  return (
    <div className="flex min-h-8 items-center justify-between gap-3 border-line border-b py-1 last:border-b-0">
      <dt className="text-sm">{row.does}</dt>
      <dd className="flex shrink-0 items-center gap-2">
        {off && <span className="text-muted text-xs">{singleLetters.off}</span>}
        {shownKeys(row).map((keys) => (
          <span key={keys.join(' ')} className={cn('flex gap-1', off && 'line-through')}>
            {keys.map((key) => (
              <Kbd key={key}>{key}</Kbd>
            ))}
          </span>
        ))}
      </dd>
    </div>
  );
}
