import { ListIndentIncrease } from 'lucide-react';
import { jsonWords as words } from '../../../strings/json_editor.ts';

/** A tool in the corner of an editor. */
export const toolClasses =
  'flex size-6 items-center justify-center rounded-sm bg-surface text-muted transition-colors duration-150 hover:bg-hover hover:text-fg aria-pressed:bg-accent-soft aria-pressed:text-accent-text';

/** Lays the JSON of an editor out. */
export function FormatButton({ label, onFormat }: { label: string; onFormat: () => void }) {
  return (
    <button
      type="button"
      aria-label={words.format}
      aria-description={label}
      aria-keyshortcuts="Shift+Alt+F"
      title={words.format_hint}
      className={toolClasses}
      onClick={onFormat}
    >
      <ListIndentIncrease aria-hidden className="size-3.5" />
    </button>
  );
}
