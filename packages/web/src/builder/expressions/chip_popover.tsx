import { Check, Trash2 } from 'lucide-react';
import { type ReactNode, type RefObject, useMemo, useRef } from 'react';
import { Button } from '../../components/ui/button.tsx';
import { Popover, PopoverAnchor, PopoverContent } from '../../components/ui/popover.tsx';
import { words } from '../../strings/expressions.ts';
import type { EditorHandle } from './code_editor.tsx';
import { regionsOf } from './regions.ts';

interface ChipPopoverProps {
  editor: RefObject<EditorHandle | null>;
  /** The whole text of the field. */
  text: string;
  /** Where the chip begins in it. */
  from: number;
  onClose: () => void;
  /** Draws the editor of the expression. */
  children: (field: { source: string; change: (source: string) => void; close: () => void }) => ReactNode;
}

/** The expression of one chip, beside it; every key goes into the field at once. */
export function ChipPopover({ editor, text, from, onClose, children }: ChipPopoverProps) {
  const content = useRef<HTMLDivElement>(null);
  const region = regionsOf(text).find((each) => each.from === from);
  // Where the chip was when it was opened: it may become wider or narrower while one types, the popover stays.
  const anchor = useMemo(() => {
    const rect = editor.current?.rectOf(from) ?? new DOMRect();
    return { current: { getBoundingClientRect: () => rect } };
  }, [editor, from]);
  if (!region) return null;
  const { start, end, to } = region;
  const source = text.slice(start, end);
  const [, before = '', after = ''] = /^(\s*)[\s\S]*?(\s*)$/.exec(source) ?? [];

  function remove() {
    onClose();
    editor.current?.change({ from, to, insert: '' });
  }

  function close() {
    // Braces around nothing are no expression.
    if (source.trim() === '') return remove();
    onClose();
    editor.current?.select(to);
  }

  return (
    <Popover open onOpenChange={(open) => !open && close()}>
      <PopoverAnchor virtualRef={anchor} />
      <PopoverContent
        ref={content}
        align="start"
        aria-label={words.chip.edit}
        // The list of completions hangs out of it.
        className="flex w-96 max-w-[calc(100vw-16px)] flex-col gap-2 overflow-visible p-2"
        onOpenAutoFocus={(event) => {
          event.preventDefault();
          content.current?.querySelector<HTMLElement>('[contenteditable="true"]')?.focus();
        }}
        onCloseAutoFocus={(event) => event.preventDefault()}
      >
        {children({
          source: source.trim(),
          change: (next) =>
            editor.current?.change(
              { from: start, to: end, insert: `${before || ' '}${next}${after || ' '}` },
              true,
            ),
          close,
        })}
        <div className="flex justify-between gap-2">
          <Button size="sm" variant="ghost" onClick={remove}>
            <Trash2 aria-hidden />
            {words.chip.remove}
          </Button>
          <Button size="sm" onClick={close}>
            <Check aria-hidden />
            {words.chip.done}
          </Button>
        </div>
      </PopoverContent>
    </Popover>
  );
}
