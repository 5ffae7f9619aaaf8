/**
 * A select-only combobox, after the pattern of the ARIA Authoring Practices.
 *
 * 1. The focus never leaves the control; the list is told by `aria-activedescendant`. So nothing around it has to be hidden
 *    from screen readers while it is open, and the key that leaves the field leaves it at once.
 * 2. While it has the focus, no key that means something to it reaches the page: letters look for an option, and are no
 *    shortcuts.
 * 3. A value that is none of the options is shown as it is: what an import brought is not hidden.
 */
import { ChevronDown } from 'lucide-react';
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { cn } from './cn.ts';
import { controlClasses } from './input.tsx';
import { Popover, PopoverTrigger } from './popover.tsx';
import { findOption, selectCommand } from './select_keys.ts';
import { optionId, SelectList } from './select_list.tsx';

export interface SelectOption<Value extends string = string> {
  value: Value;
  label: string;
  description?: string;
  disabled?: boolean;
}

interface SelectProps<Value extends string> {
  options: readonly SelectOption<Value>[];
  value: Value | undefined;
  onChange: (value: Value) => void;
  /** Somebody is about to choose. */
  onOpen?: () => void;
  placeholder?: string;
  disabled?: boolean;
  className?: string;
  id?: string;
  'aria-label'?: string;
  'aria-describedby'?: string;
  'aria-invalid'?: true;
  'aria-required'?: true;
}

/** One of a short list; for long lists use `Combobox`. */
export function Select<Value extends string>(props: SelectProps<Value>) {
  const { options, value, onChange, onOpen, placeholder, disabled, className, ...control } = props;
  const list = useId();
  const button = useRef<HTMLButtonElement>(null);
  const [open, setOpen] = useState(false);
  // By its value: the options may come or change while the list is open.
  const [pointed, setPointed] = useState<Value | null>(null);
  const [name, setName] = useState('');
  const typed = useTyped();
  const chosen = options.find((option) => option.value === value);
  const enabled = options.map((option) => !option.disabled);
  const active = options.findIndex((option) => option.value === (pointed ?? value));

  function show(at: number | null) {
    setPointed(at === null ? null : (options[at]?.value ?? null));
    if (!open) onOpen?.();
    setOpen(true);
    setName(nameOf(button.current, control['aria-label']));
    // Safari does not focus a button that is clicked.
    button.current?.focus();
  }

  function close() {
    setOpen(false);
    setPointed(null);
    typed.forget();
  }

  function choose(at: number) {
    const option = options[at];
    close();
    if (option && !option.disabled && option.value !== value) onChange(option.value);
  }

  function find(letter: string) {
    const names = options.map((option) => option.label);
    const found = findOption(names, enabled, active, typed.add(letter));
    // A space that is part of no name is the one that chooses.
    if (found === null && letter === ' ') choose(active);
    else if (found !== null || !open) show(found);
  }

  function onKeyDown(event: KeyboardEvent) {
    // The popover has closed itself on Escape already.
    if (event.defaultPrevented || event.nativeEvent.isComposing) return;
    const command = selectCommand(event, { open, active, enabled, typing: typed.isTyping() });
    if (!command) return;
    if (command.do !== 'choose' || !command.leave) event.preventDefault();
    if (command.do === 'open') show(command.at);
    if (command.do === 'go') setPointed(options[command.to]?.value ?? null);
    if (command.do === 'choose') choose(active);
    if (command.do === 'close') close();
    if (command.do === 'find') find(command.letter);
  }

  return (
    <Popover open={open} onOpenChange={(next) => (next ? show(null) : close())}>
      <PopoverTrigger
        ref={button}
        role="combobox"
        aria-haspopup="listbox"
        aria-controls={open ? list : undefined}
        aria-activedescendant={open && active !== -1 ? optionId(list, active) : undefined}
        disabled={disabled}
        data-placeholder={chosen || value ? undefined : ''}
        className={cn(
          controlClasses,
          'flex h-8 items-center justify-between gap-2 text-left data-placeholder:text-faint',
          className,
        )}
        onKeyDown={onKeyDown}
        // Firefox makes a click of the space that is let go, whatever was done when it was pressed.
        onKeyUp={(event) => event.key === ' ' && event.preventDefault()}
        {...control}
      >
        <span className="truncate">{chosen?.label ?? (value || placeholder)}</span>
        <ChevronDown aria-hidden className="size-4 shrink-0 text-muted" />
      </PopoverTrigger>
      <SelectList
        id={list}
        label={name}
        options={options}
        value={value}
        active={active}
        onPoint={(at) => setPointed(options[at]?.value ?? null)}
        onChoose={choose}
      />
    </Popover>
  );
}

/** The list is called what its control is called. */
function nameOf(button: HTMLButtonElement | null, given: string | undefined): string {
  return given ?? button?.labels[0]?.textContent?.replace(/ \*$/, '') ?? '';
}

/** Milliseconds of rest after which letters begin a new word. */
const rest = 1_000;

/** The letters that were typed just now. */
function useTyped() {
  const word = useRef('');
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const forget = () => {
    clearTimeout(timer.current);
    word.current = '';
  };
  return {
    isTyping: () => word.current !== '',
    forget,
    add(letter: string): string {
      clearTimeout(timer.current);
      timer.current = setTimeout(forget, rest);
      word.current += letter;
      return word.current;
    },
  };
}
