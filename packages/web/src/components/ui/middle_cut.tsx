import { cn } from './cn.ts';
import { cutParts } from './cut_parts.ts';

/**
 * A text on one line that is cut in its middle where it is too long: names that begin alike often differ at their ends. All of
 * it stays in the page, for who reads it by ear and for the search.
 */
export function MiddleCut({ text, className }: { text: string; className?: string }) {
  const { head, tail } = cutParts(text);
  if (tail === '') return <span className={cn('min-w-0 truncate', className)}>{text}</span>;
  return (
    // A name from right to left has its end on the left.
    <span dir="auto" className={cn('flex min-w-0 whitespace-pre', className)}>
      <span className="min-w-0 truncate">{head}</span>
      <span className="shrink-0">{tail}</span>
    </span>
  );
}
