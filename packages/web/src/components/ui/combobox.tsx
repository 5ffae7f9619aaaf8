import { Command } from 'cmdk';
import { Check, ChevronsUpDown } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, useRef, useState } from 'react';
import { strings } from '../../strings/en.ts';
import { cn } from './cn.ts';
import { controlClasses } from './input.tsx';
import { Popover, PopoverContent, PopoverTrigger } from './popover.tsx';

export interface ComboboxOption {
  value: string;
  label: string;
  description?: string;
  icon?: ReactNode;
}

interface ComboboxProps {
  options: readonly ComboboxOption[];
  value: string | undefined;
  onChange: (value: string) => void;
  placeholder?: string;
  searchPlaceholder?: string;
  emptyText?: string;
  /** The list is searched elsewhere: what is typed goes there, and the options are what was found. */
  onSearch?: (text: string) => void;
  /** Lets a text that is not in the list be chosen as it is. */
  allowCustom?: boolean | ((typed: string) => boolean);
  disabled?: boolean;
  className?: string;
  id?: string;
  'aria-label'?: string;
  'aria-describedby'?: string;
  'aria-invalid'?: true;
  'aria-required'?: true;
}

const itemClasses =
  'flex cursor-default select-none items-center gap-2 rounded-sm px-2 py-1.5 text-sm outline-none data-[selected=true]:bg-hover';

/** One of a long list, found by typing. */
export function Combobox(props: ComboboxProps) {
  const {
    options,
    value,
    onChange,
    placeholder,
    searchPlaceholder,
    emptyText,
    allowCustom,
    onSearch,
    disabled,
    className,
    ...control
  } = props;
  const [open, setOpen] = useState(false);
  const [search, setSearch] = useState('');
  const input = useRef<HTMLInputElement>(null);
  const chosen = options.find((option) => option.value === value);
  const custom = search.trim();
  const takesCustom = typeof allowCustom === 'function' ? allowCustom(custom) : allowCustom;
  const offersCustom = takesCustom && custom !== '' && !options.some((option) => option.value === custom);

  function choose(next: string) {
    onChange(next);
    setOpen(false);
    type('');
  }

  /** What is typed on the closed list is looked for in it. */
  function onKeyDown(event: KeyboardEvent) {
    const { key, ctrlKey, metaKey, altKey } = event;
    const isLetter = key.length === 1 && key !== ' ' && !ctrlKey && !metaKey && !altKey;
    if (open || !(isLetter || key === 'ArrowDown' || key === 'ArrowUp')) return;
    event.preventDefault();
    setOpen(true);
    if (isLetter) type(key);
  }

  function type(next: string) {
    setSearch(next);
    onSearch?.(next);
  }

  return (
    <Popover open={open} onOpenChange={setOpen}>
      <PopoverTrigger
        role="combobox"
        aria-expanded={open}
        disabled={disabled}
        onKeyDown={onKeyDown}
        className={cn(controlClasses, 'flex h-8 items-center justify-between gap-2 text-left', className)}
        {...control}
      >
        <span className={cn('truncate', !value && 'text-faint')}>
          {chosen?.label ?? (value || placeholder)}
        </span>
        <ChevronsUpDown aria-hidden className="size-4 shrink-0 text-muted" />
      </PopoverTrigger>
      <PopoverContent
        aria-label={props['aria-label'] ?? placeholder}
        align="start"
        className="w-(--radix-popover-trigger-width) min-w-60 p-0"
        onOpenAutoFocus={(event) => {
          // By hand: what was typed already would be selected, and the next letter written over it.
          event.preventDefault();
          input.current?.focus();
          input.current?.setSelectionRange(search.length, search.length);
        }}
      >
        <Command label={searchPlaceholder ?? strings.common.search} shouldFilter={onSearch === undefined}>
          <Command.Input
            ref={input}
            value={search}
            onValueChange={type}
            placeholder={searchPlaceholder ?? strings.common.search}
            className="h-9 w-full border-line border-b bg-transparent px-3 text-sm outline-none"
          />
          <Command.List className="max-h-72 overflow-y-auto p-1">
            {options.map((option) => (
              <Command.Item
                key={option.value}
                value={option.value}
                keywords={[option.label, option.description ?? '']}
                onSelect={() => choose(option.value)}
                className={itemClasses}
              >
                {option.icon}
                <span className="flex min-w-0 flex-1 flex-col">
                  <span className="truncate">{option.label}</span>
                  {option.description && (
                    <span className="truncate text-muted text-xs">{option.description}</span>
                  )}
                </span>
                {option.value === value && <Check aria-hidden className="size-4 shrink-0" />}
              </Command.Item>
            ))}
            {offersCustom && (
              <Command.Item value={custom} onSelect={() => choose(custom)} className={itemClasses}>
                {strings.common.use_text(custom)}
              </Command.Item>
            )}
          </Command.List>
          {/* Beside the list: a list that says so itself would be one without options. */}
          <div role="status">
            {!offersCustom && (
              <Command.Empty className="px-3 pt-1 pb-3 text-muted text-sm">
                {emptyText ?? strings.common.no_match}
              </Command.Empty>
            )}
          </div>
        </Command>
      </PopoverContent>
    </Popover>
  );
}
