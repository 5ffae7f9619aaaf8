import { Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../../../../components/ui/button.tsx';
import { IconButton } from '../../../../components/ui/icon_button.tsx';
import { Input } from '../../../../components/ui/input.tsx';
import { text } from '../../../../strings/builder.ts';
import { fieldText } from '../../../../strings/fields.ts';
import { isRecord } from '../../../document/edits/update_config.ts';
import { ExpressionInput } from '../../../expressions/expression_input.tsx';
import type { FieldProps } from '../field_props.ts';
import { type Pair, readPairs } from '../read_pairs.ts';
import { written } from './text.tsx';

/** Names and values (headers, query): an object on the wire, rows for the person. */
export function KeyValueField({ spec, value, onChange, id, readOnly }: FieldProps) {
  // A row whose name is still empty, or for a moment the same as another's, cannot live in the object; it lives here.
  const [draft, setDraft] = useState<Pair[]>(() => pairsOf(value ?? spec.fallback));
  const pairs = same(toObject(draft), toObject(pairsOf(value ?? spec.fallback)))
    ? draft
    : pairsOf(value ?? spec.fallback);

  function change(next: Pair[]) {
    setDraft(next);
    const object = toObject(next);
    onChange(Object.keys(object).length === 0 ? undefined : object);
  }
  const replace = (at: number, pair: Pair) =>
    change(pairs.map((other, index) => (index === at ? pair : other)));

  const twice = pairs.find(
    ([name], index) =>
      name.trim() !== '' && pairs.some(([other], at) => at > index && other.trim() === name.trim()),
  );

  return (
    <div id={id} className="flex flex-col gap-1.5">
      {readOnly && pairs.length === 0 && <p className="text-muted text-xs">{text.fields.none}</p>}
      {pairs.map(([name, content], index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows have no identity of their own
        <fieldset key={index} aria-label={`${spec.title} ${index + 1}`} className="flex items-start gap-1">
          <Input
            className="w-2/5 shrink-0 font-mono"
            value={name}
            placeholder={text.fields.name}
            readOnly={readOnly}
            aria-label={`${spec.title} ${index + 1} ${text.fields.name}`}
            onChange={(event) => replace(index, [event.target.value, content])}
            onPaste={(event) => {
              const pasted = readOnly ? null : readPairs(event.clipboardData.getData('text/plain'));
              if (!pasted) return;
              event.preventDefault();
              change([...pairs.slice(0, index), ...pasted, ...pairs.slice(name === '' ? index + 1 : index)]);
            }}
          />
          <ExpressionInput
            className="flex-1"
            value={content}
            placeholder={text.fields.value}
            readOnly={readOnly}
            label={`${spec.title} ${index + 1} ${text.fields.value}`}
            id={`${id}-${index}`}
            onChange={(next) => replace(index, [name, next])}
          />
          {!readOnly && (
            <IconButton
              size="md"
              label={text.fields.remove_named(`${spec.title} ${index + 1}`)}
              onClick={() => change(pairs.filter((_, other) => other !== index))}
            >
              <Trash2 aria-hidden />
            </IconButton>
          )}
        </fieldset>
      ))}
      {twice && (
        <p role="status" className="text-warning text-xs">
          {fieldText.key_value.twice(twice[0].trim())}
        </p>
      )}
      {!readOnly && (
        <Button size="sm" className="self-start" onClick={() => setDraft([...pairs, ['', '']])}>
          <Plus aria-hidden />
          {text.fields.add_row}
        </Button>
      )}
    </div>
  );
}

function pairsOf(value: unknown): Pair[] {
  return isRecord(value) ? Object.entries(value).map(([name, content]) => [name, written(content)]) : [];
}

function toObject(pairs: readonly Pair[]): Record<string, string> {
  return Object.fromEntries(
    pairs.filter(([name]) => name.trim() !== '').map(([name, content]) => [name.trim(), content]),
  );
}

function same(a: Record<string, string>, b: Record<string, string>): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
