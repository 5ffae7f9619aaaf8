import { useState } from 'react';
import { Button } from '../../components/ui/button.tsx';
import { cn } from '../../components/ui/cn.ts';
import { strings } from '../../strings/en.ts';

/** More characters, or more lines, than this are folded. */
const longest = 400;
const mostLines = 6;

/** A text of any length: its beginning, and all of it when somebody asks. */
export function LongText({ text }: { text: string }) {
  const [open, setOpen] = useState(false);
  const folds = text.length > longest || text.split('\n').length > mostLines;
  return (
    <div>
      <p className={cn('whitespace-pre-wrap break-words text-sm', folds && !open && 'line-clamp-6')}>
        {text}
      </p>
      {folds && (
        <Button variant="link" className="mt-1 text-xs" aria-expanded={open} onClick={() => setOpen(!open)}>
          {open ? strings.approvals.show_less : strings.approvals.show_all}
        </Button>
      )}
    </div>
  );
}
