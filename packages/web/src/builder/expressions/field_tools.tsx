import { Braces, TextCursorInput } from 'lucide-react';
import { useState } from 'react';
import { Popover, PopoverContent, PopoverTrigger } from '../../components/ui/popover.tsx';
import { text } from '../../strings/builder.ts';
import { words } from '../../strings/expressions.ts';
import { FormatButton, toolClasses } from './json/format_button.tsx';
import { VariablePicker } from './variable_picker.tsx';

interface FieldToolsProps {
  label: string;
  /** Whether the text is shown without chips; null where there is nothing to switch. */
  raw: boolean | null;
  onRaw: (raw: boolean) => void;
  onPick: (path: string) => void;
  /** Lays the text out, where it is JSON. */
  onFormat?: (() => void) | undefined;
}

/** What stands at the right of an expression field: text or chips, and the variable picker. */
export function FieldTools({ label, raw, onRaw, onPick, onFormat }: FieldToolsProps) {
  const [picking, setPicking] = useState(false);
  return (
    // A long line scrolls behind it.
    <div className="absolute top-1 right-1 flex rounded-sm bg-surface">
      {onFormat && <FormatButton label={label} onFormat={onFormat} />}
      {raw !== null && (
        <button
          type="button"
          aria-label={words.chip.show_raw}
          aria-description={label}
          aria-pressed={raw}
          title={raw ? words.chip.show_chips : words.chip.show_raw}
          className={toolClasses}
          onClick={() => onRaw(!raw)}
        >
          <TextCursorInput aria-hidden className="size-3.5" />
        </button>
      )}
      <Popover open={picking} onOpenChange={setPicking}>
        <PopoverTrigger
          aria-label={text.expression.insert}
          aria-description={label}
          title={text.expression.insert}
          className={toolClasses}
        >
          <Braces aria-hidden className="size-3.5" />
        </PopoverTrigger>
        <PopoverContent
          align="end"
          aria-label={text.expression.insert}
          className="w-96 max-w-[calc(100vw-16px)] p-0"
          onCloseAutoFocus={(event) => event.preventDefault()}
        >
          <VariablePicker
            autoFocus
            onPick={(path) => {
              onPick(path);
              setPicking(false);
            }}
          />
        </PopoverContent>
      </Popover>
    </div>
  );
}
