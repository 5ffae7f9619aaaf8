import { Check, ChevronDown } from 'lucide-react';
import { Select as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import { cn } from './cn.ts';
import { controlClasses } from './input.tsx';
import { floatingClasses } from './popover.tsx';

export interface SelectOption<Value extends string = string> {
  value: Value;
  label: ReactNode;
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
  return (
    // Radix keeps '' for "nothing chosen"; no option may have it.
    <Radix.Root
      value={value ?? ''}
      onValueChange={(next) => onChange(next as Value)}
      onOpenChange={(open) => open && onOpen?.()}
      disabled={disabled}
    >
      <Radix.Trigger
        className={cn(
          controlClasses,
          'flex h-8 items-center justify-between gap-2 text-left data-placeholder:text-faint',
          className,
        )}
        {...control}
      >
        <span className="truncate">
          <Radix.Value placeholder={placeholder} />
        </span>
        <Radix.Icon>
          <ChevronDown aria-hidden className="size-4 text-muted" />
        </Radix.Icon>
      </Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          position="popper"
          sideOffset={4}
          collisionPadding={8}
          className={cn(
            floatingClasses,
            'max-h-(--radix-select-content-available-height) min-w-(--radix-select-trigger-width) p-1',
          )}
        >
          <Radix.Viewport>
            {options.map((option) => (
              <Radix.Item
                key={option.value}
                value={option.value}
                disabled={option.disabled}
                // With a description the whole text is its name: Radix would name it by its first line only.
                {...(option.description ? { 'aria-labelledby': undefined } : {})}
                className="flex select-none items-start gap-2 rounded-sm py-1.5 pr-2 pl-7 text-sm outline-none data-disabled:opacity-50 data-highlighted:bg-hover relative"
              >
                <Radix.ItemIndicator className="absolute top-2 left-2">
                  <Check aria-hidden className="size-3.5" />
                </Radix.ItemIndicator>
                <span className="flex flex-col">
                  <Radix.ItemText>{option.label}</Radix.ItemText>
                  {option.description && (
                    <span className="max-w-72 text-muted text-xs">{option.description}</span>
                  )}
                </span>
              </Radix.Item>
            ))}
          </Radix.Viewport>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
