import { useState } from 'react';
import { strings } from '../../strings/en.ts';
import { useRawLines } from './use_raw_lines.ts';

const t = strings.json_viewer;
const rowHeight = 20;
const overscan = 20;
/** A longer line would freeze the browser's text layout. */
const longestLine = 5_000;

/** The data as indented JSON text, only the lines in view drawn. */
export function RawView({ value, label, maxHeight }: { value: unknown; label: string; maxHeight: number }) {
  const lines = useRawLines(value);
  const [top, setTop] = useState(0);
  // All lines are of one height: no place has to be remembered for each of what can be a million.
  const from = Math.max(0, Math.floor(top / rowHeight) - overscan);
  const to = Math.ceil((top + maxHeight) / rowHeight) + overscan;
  return (
    <section
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable with the keyboard
      tabIndex={0}
      aria-label={`${t.raw}: ${label}`}
      className="overflow-auto py-1 font-mono text-xs"
      style={{ maxHeight }}
      onScroll={(event) => setTop(event.currentTarget.scrollTop)}
    >
      <div className="relative" style={{ height: lines.length * rowHeight }}>
        {lines.slice(from, to).map((line, index) => (
          <pre
            // A line is its number: lines are only ever added at the end.
            // biome-ignore lint/suspicious/noArrayIndexKey: see above
            key={from + index}
            className="absolute top-0 left-0 whitespace-pre px-3 leading-5"
            style={{ transform: `translateY(${(from + index) * rowHeight}px)` }}
          >
            <RawLine text={line} />
          </pre>
        ))}
      </div>
    </section>
  );
}

function RawLine({ text }: { text: string }) {
  if (text.length <= longestLine) return text;
  return (
    <>
      {text.slice(0, longestLine)}
      <span className="text-faint">{t.cut(text.length - longestLine)}</span>
    </>
  );
}
