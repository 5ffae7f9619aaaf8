import { Check } from 'lucide-react';
import { useEffect, useState } from 'react';
import { selectText } from '../../strings/select.ts';
import { cn } from './cn.ts';
import { PopoverContent } from './popover.tsx';
import type { SelectOption } from './select.tsx';

interface SelectListProps<Value extends string> {
  id: string;
  label: string;
  options: readonly SelectOption<Value>[];
  value: Value | undefined;
  /** Which option the keys stand on; -1 for none. */
  active: number;
  onPoint: (at: number) => void;
  onChoose: (at: number) => void;
}

/** The id that `aria-activedescendant` names. */
export const optionId = (list: string, at: number): string => `${list}-${at}`;

const rowClasses =
  'relative flex cursor-default select-none items-start gap-2 rounded-sm py-1.5 pr-2 pl-7 text-sm aria-disabled:opacity-50';

/** The list of a select. It never takes the focus: that stays on the control, which says where in the list it is. */
export function SelectList<Value extends string>(props: SelectListProps<Value>) {
  const { id, label, options, value, active, onPoint, onChoose } = props;
  const list = useShownOption(active);
  return (
    <PopoverContent
      ref={list}
      role="listbox"
      id={id}
      aria-label={label}
      align="start"
      className="relative max-h-[min(24rem,var(--radix-popover-content-available-height,24rem))] w-auto min-w-(--radix-popover-trigger-width) max-w-(--radix-popover-content-available-width) overflow-y-auto p-1"
      onOpenAutoFocus={(event) => event.preventDefault()}
      onCloseAutoFocus={(event) => event.preventDefault()}
      onMouseDown={(event) => event.preventDefault()}
    >
      {options.length === 0 && (
        <div role="option" aria-selected={false} aria-disabled tabIndex={-1} className={rowClasses}>
          {selectText.nothing}
        </div>
      )}
      {options.map((option, at) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are heard where the focus is, on the control
        <div
          key={option.value}
          role="option"
          id={optionId(id, at)}
          tabIndex={-1}
          aria-selected={option.value === value}
          aria-disabled={option.disabled || undefined}
          data-active={at === active || undefined}
          className={cn(rowClasses, 'data-active:bg-hover')}
          // A list that is scrolled by keys moves under a pointer that stands still.
          onPointerMove={({ movementX, movementY }) =>
            !option.disabled && (movementX !== 0 || movementY !== 0) && onPoint(at)
          }
          onClick={() => !option.disabled && onChoose(at)}
        >
          {option.value === value && <Check aria-hidden className="absolute top-2 left-2 size-3.5" />}
          <span className="flex min-w-0 flex-col">
            <span className="break-words">{option.label}</span>
            {option.description && <span className="max-w-72 text-muted text-xs">{option.description}</span>}
          </span>
        </div>
      ))}
    </PopoverContent>
  );
}

/** Keeps the option that the keys stand on in view, also when the list gets its size only after it was drawn. */
function useShownOption(active: number): (list: HTMLDivElement | null) => void {
  const [list, setList] = useState<HTMLDivElement | null>(null);
  useEffect(() => {
    if (!list) return;
    const show = () => scrollTo(list, list.querySelector<HTMLElement>('[data-active]'), active);
    show();
    const watched = new ResizeObserver(show);
    watched.observe(list);
    return () => watched.disconnect();
  }, [list, active]);
  return setList;
}

/** By hand: `scrollIntoView` would move the page and the dialog around the list as well. */
function scrollTo(box: HTMLElement, option: HTMLElement | null, at: number): void {
  if (!option) return;
  const { offsetTop: top, offsetHeight: height } = option;
  if (at === 0) box.scrollTop = 0;
  else if (top < box.scrollTop) box.scrollTop = top;
  else if (top + height > box.scrollTop + box.clientHeight) box.scrollTop = top + height - box.clientHeight;
}
