import { ListTree, X } from 'lucide-react';
import { IconButton } from '../../components/ui/icon_button.tsx';
import { outline as words } from '../../strings/outline.ts';
import { outlineHint } from '../canvas/keys.ts';
import { OutlineTree } from '../later_parts.ts';
import { usePanels, usePanelsStore } from '../panels.tsx';

/** The same workflow as a tree, beside the canvas. */
export function OutlinePanel() {
  const panels = usePanelsStore();
  return (
    <section aria-label={words.title} data-outline className="flex h-full min-h-0 flex-col bg-surface">
      <header className="flex h-10 shrink-0 items-center gap-2 border-line border-b pr-1.5 pl-3">
        <ListTree aria-hidden className="size-4 text-muted" />
        <h2 className="flex-1 font-medium text-sm">{words.title}</h2>
        <IconButton size="sm" label={words.close} onClick={() => panels.getState().closeOutline()}>
          <X aria-hidden />
        </IconButton>
      </header>
      <OutlineTree />
    </section>
  );
}

/** Shows and hides the outline, among the controls of the canvas. */
export function OutlineButton() {
  const open = usePanels((state) => state.outline.open);
  const panels = usePanelsStore();
  return (
    <IconButton
      side="top"
      size="sm"
      label={words.toggle}
      shortcut={outlineHint()}
      aria-pressed={open}
      data-opens-outline
      className={open ? 'bg-hover text-accent' : undefined}
      onClick={() => (open ? panels.getState().closeOutline() : panels.getState().openOutline())}
    >
      <ListTree aria-hidden />
    </IconButton>
  );
}
