import { Search, X } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { strings } from '../../strings/en.ts';
import { cn } from './cn.ts';
import { IconButton } from './icon_button.tsx';
import { Input } from './input.tsx';

interface SearchInputProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
  placeholder?: string;
  className?: string;
  /** Milliseconds of rest before a typed text is searched for. */
  delay?: number;
  size?: 'sm' | 'md';
}

/** A search field: waits for a rest in typing, Escape empties it. */
export function SearchInput({
  label,
  value,
  onChange,
  placeholder,
  className,
  delay = 250,
  size = 'md',
}: SearchInputProps) {
  const [text, setText] = useState(value);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

  useEffect(() => setText(value), [value]);
  useEffect(() => () => clearTimeout(timer.current), []);

  function change(next: string, wait: number) {
    setText(next);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => onChange(next.trim()), wait);
  }

  return (
    <div className={cn('relative', className)}>
      <Search
        aria-hidden
        className="-translate-y-1/2 pointer-events-none absolute top-1/2 left-2.5 size-4 text-faint"
      />
      <Input
        type="search"
        aria-label={label}
        placeholder={placeholder ?? label}
        value={text}
        className={cn('pr-8 pl-8 [&::-webkit-search-cancel-button]:hidden', size === 'sm' && 'h-7 text-xs')}
        onChange={(event) => change(event.target.value, delay)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') change(text, 0);
          if (event.key === 'Escape' && text) {
            event.stopPropagation();
            change('', 0);
          }
        }}
      />
      {text && (
        <IconButton
          label={strings.common.clear_search}
          size="sm"
          className={cn('absolute right-0.5', size === 'sm' ? 'top-0' : 'top-0.5')}
          onClick={() => change('', 0)}
        >
          <X aria-hidden />
        </IconButton>
      )}
    </div>
  );
}
