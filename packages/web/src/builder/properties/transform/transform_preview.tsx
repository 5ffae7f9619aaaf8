import { Check, CircleAlert, X } from 'lucide-react';
import { useDeferredValue, useMemo } from 'react';
import { sentences } from '../../../components/format.ts';
import { cn } from '../../../components/ui/cn.ts';
import { conditionWords } from '../../../strings/conditions.ts';
import { words as all } from '../../../strings/expressions.ts';
import { inputOf } from '../../expressions/made_up.ts';
import { notKnownOf, untestedOf } from '../../expressions/not_known.ts';
import { shortValue } from '../../expressions/value_words.ts';
import { referencesOf } from '../../results/example_input.ts';
import { ValueView } from '../../results/value_view.tsx';
import { useNodeForm } from '../form/node_form_context.tsx';
import { type TransformPreview as Preview, previewTransform } from './preview_transform.ts';

const words = all.preview;
const shownRows = 8;

/** What the transform gives on the sample data, as one works on it. */
export function TransformPreview() {
  const { node, scope, timezone, shapes, sources } = useNodeForm();
  const config = useDeferredValue(node.config);
  const input = useMemo(() => inputOf({ ...node, config }, scope), [node, config, scope]);
  const preview = useMemo(
    () => previewTransform(config, input, scope, timezone),
    [config, input, scope, timezone],
  );
  const untested = useMemo(
    () => notKnownOf(referencesOf(config, ''), shapes, untestedOf(sources)),
    [config, shapes, sources],
  );
  // Of a mapping the other fields are as they will be.
  const isWorth = untested === null || (preview.kind === 'done' && preview.result.type === 'map_fields');
  return (
    <section aria-label={words.title} className="flex flex-col gap-2 border-line border-t pt-4">
      <h3 className="font-medium text-sm">{words.title}</h3>
      {untested !== null && <p className="text-muted text-xs">{conditionWords.not_known(untested)}</p>}
      {isWorth && <Shown preview={preview} name={node.key} />}
    </section>
  );
}

function Shown({ preview, name }: { preview: Preview; name: string }) {
  if (preview.kind === 'open') return <p className="text-muted text-xs">{words.nothing}</p>;
  if (preview.kind === 'no_input') return <p className="text-muted text-xs">{words.no_input}</p>;
  if (preview.kind === 'failed') return <Failed {...preview} />;
  const { result, input } = preview;
  return (
    <>
      <p role="status" className="font-medium text-sm empty:sr-only">
        <Summary preview={preview} />
      </p>
      {result.type === 'filter_array' && Array.isArray(input) && <Items items={input} kept={result.kept} />}
      {result.type === 'aggregate' && result.groups !== null ? (
        <Groups
          rows={result.output as Record<string, unknown>[]}
          sizes={result.groups.map(({ size }) => size)}
        />
      ) : (
        <ValueView title={words.output} value={result.output} root={name} />
      )}
    </>
  );
}

function Failed({ message, hint, row }: Extract<Preview, { kind: 'failed' }>) {
  const told = sentences(message, hint);
  return (
    <p role="status" className="flex items-start gap-1 text-danger text-xs">
      <CircleAlert aria-hidden className="mt-0.5 size-3 shrink-0" />
      <span className="min-w-0 break-words">
        {`${words.failed}: ${told}`}
        {row !== null && ` (${row + 1})`}
      </span>
    </p>
  );
}

function Summary({ preview: { result, input } }: { preview: Extract<Preview, { kind: 'done' }> }) {
  if (result.type === 'filter_array') return words.kept(result.kept.length, result.total);
  if (result.type === 'aggregate')
    return result.groups ? words.groups(result.groups.length, result.total) : words.one_group(result.total);
  return result.type === 'map_fields' && Array.isArray(input) ? words.mapped(input.length) : null;
}

/** The first entries of the input, each with what becomes of it. */
function Items({ items, kept }: { items: readonly unknown[]; kept: readonly number[] }) {
  const isKept = new Set(kept);
  return (
    <ul aria-label={words.table} className="overflow-hidden rounded-md border border-line text-xs">
      {items.slice(0, shownRows).map((item, index) => {
        const stays = isKept.has(index);
        const Icon = stays ? Check : X;
        return (
          <li
            // biome-ignore lint/suspicious/noArrayIndexKey: entries of a list have no identity of their own
            key={index}
            className="flex min-w-0 items-center gap-2 border-line border-b px-2 py-1 last:border-b-0"
          >
            <Icon aria-hidden className={cn('size-3 shrink-0', stays ? 'text-success' : 'text-danger')} />
            <span className="sr-only">{stays ? words.kept_item : words.dropped}</span>
            <code
              className={cn('min-w-0 truncate font-mono', !stays && 'text-faint line-through')}
              title={shortValue(item, 1_000)}
            >
              {shortValue(item, 120)}
            </code>
          </li>
        );
      })}
      {items.length > shownRows && (
        <li className="px-2 py-1 text-muted">{words.more(items.length - shownRows)}</li>
      )}
    </ul>
  );
}

/** The groups as a table: what they have in common, how many there are of each, and what was computed. */
function Groups({ rows, sizes }: { rows: readonly Record<string, unknown>[]; sizes: readonly number[] }) {
  const columns = Object.keys(rows[0] ?? {});
  return (
    <section
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard
      tabIndex={0}
      aria-label={words.group_table}
      className="overflow-x-auto rounded-md border border-line"
    >
      <table className="w-full text-left text-xs">
        <thead className="bg-sunken/50 text-muted">
          <tr>
            {columns.map((name) => (
              <th key={name} scope="col" className="px-2 py-1 font-medium font-mono">
                {name}
              </th>
            ))}
            <th scope="col" className="px-2 py-1 text-right font-medium">
              {words.size}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, shownRows).map((row, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: groups are in the order of the result
            <tr key={index} className="border-line border-t">
              {columns.map((name) => (
                <td
                  key={name}
                  className="max-w-40 truncate px-2 py-1 font-mono"
                  title={shortValue(row[name], 500)}
                >
                  {shortValue(row[name], 60)}
                </td>
              ))}
              <td className="px-2 py-1 text-right text-muted">{sizes[index]}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length > shownRows && (
        <p className="px-2 py-1 text-muted text-xs">{words.more(rows.length - shownRows)}</p>
      )}
    </section>
  );
}
