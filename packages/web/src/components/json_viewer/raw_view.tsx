import { useVirtualizer } from '@tanstack/react-virtual';
import { useMemo, useRef } from 'react';
import { strings } from '../../strings/en.ts';

const t = strings.json_viewer;
const rowHeight = 20;
/** A longer line would freeze the browser's text layout. */
const longestLine = 5_000;

/** The data as indented JSON text, only the lines in view drawn. */
export function RawView({ value, label, maxHeight }: { value: unknown; label: string; maxHeight: number }) {
  const lines = useMemo(() => (JSON.stringify(value, null, 2) ?? '').split('\n'), [value]);
  const scroller = useRef<HTMLElement>(null);
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 20,
  });

  return (
    <section
      ref={scroller}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable with the keyboard
      tabIndex={0}
      aria-label={`${t.raw}: ${label}`}
      className="overflow-auto py-1 font-mono text-xs"
      style={{ maxHeight }}
    >
      <div className="relative" style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map((item) => (
          <pre
            key={item.key}
            className="absolute top-0 left-0 whitespace-pre px-3 leading-5"
            style={{ transform: `translateY(${item.start}px)` }}
          >
            <RawLine text={lines[item.index]!} />
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
