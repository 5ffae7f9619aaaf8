import type { FieldMapping } from '@millrace/core';
import { mapper as words } from '../../strings/mapper.ts';

const shown = 8;

/** What is mapped, in short: the form shows it, the mapper changes it. */
export function MappingSummary({ mappings }: { mappings: readonly FieldMapping[] }) {
  if (mappings.length === 0) return null;
  return (
    <ul className="overflow-hidden rounded-md border border-line">
      {mappings.slice(0, shown).map(({ target_field, source_path }, index) => (
        <li
          // biome-ignore lint/suspicious/noArrayIndexKey: a list that is only shown
          key={index}
          className="flex items-baseline gap-2 border-line border-b px-2.5 py-1 font-mono text-xs last:border-b-0"
        >
          <span className="min-w-0 flex-1 truncate">{target_field || '—'}</span>
          <span aria-hidden className="text-faint">
            ←
          </span>
          <span className="min-w-0 flex-1 truncate text-muted">{source_path || words.constant}</span>
        </li>
      ))}
      {mappings.length > shown && (
        <li className="px-2.5 py-1 text-muted text-xs">{words.more(mappings.length - shown)}</li>
      )}
    </ul>
  );
}
