import { Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../../../components/ui/button.tsx';
import { Field } from '../../../components/ui/field.tsx';
import { FoldButton, useFold } from '../../../components/ui/fold.tsx';
import { IconButton } from '../../../components/ui/icon_button.tsx';
import { Input } from '../../../components/ui/input.tsx';
import { Select } from '../../../components/ui/select.tsx';
import { callText as words } from '../../../strings/test_call.ts';
import {
  type CallParts,
  type CallRequest,
  type CallRow,
  callMethods,
  partsOf,
  requestOf,
} from './call_parts.ts';

interface CallFormProps {
  request: CallRequest | null;
  onChange: (request: CallRequest | null) => void;
  readOnly?: boolean;
}

/** What `trigger.headers`, `trigger.query` and `trigger.method` are in the test; folded, because few workflows read them. */
export function CallForm({ request, onChange, readOnly = false }: CallFormProps) {
  const fold = useFold();
  // Rows that are being typed have no place in the request; what comes from elsewhere (another sample) replaces them.
  const [draft, setDraft] = useState(() => partsOf(request));
  const parts = same(requestOf(draft), request) ? draft : partsOf(request);

  function change(part: Partial<CallParts>) {
    const next = { ...parts, ...part };
    setDraft(next);
    onChange(requestOf(next));
  }

  return (
    <section className="overflow-hidden rounded-md border border-line-strong">
      <FoldButton fold={fold} className="w-full gap-2 px-2.5 py-2 text-left hover:bg-hover">
        <span className="flex-1 font-medium text-sm">{words.title}</span>
        <span className="truncate text-muted text-xs">{words.summary(parts)}</span>
      </FoldButton>
      {fold.open && (
        <div id={fold.id} className="flex flex-col gap-3 p-2.5 pt-1">
          <p className="text-muted text-xs">{words.hint}</p>
          <Field label={words.method}>
            {(control) => (
              <Select
                {...control}
                className="w-40"
                disabled={readOnly}
                options={methodOptions(parts.method)}
                value={parts.method || none}
                onChange={(method) => change({ method: method === none ? '' : method })}
              />
            )}
          </Field>
          <Pairs
            title={words.headers}
            one={words.header}
            rows={parts.headers}
            readOnly={readOnly}
            onChange={(headers) => change({ headers })}
          />
          <Pairs
            title={words.query}
            one={words.parameter}
            rows={parts.query}
            readOnly={readOnly}
            onChange={(query) => change({ query })}
          />
        </div>
      )}
    </section>
  );
}

const none = 'none';
const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);

/** One that a saved test says stays a choice, whatever it is. */
function methodOptions(method: string) {
  const all = new Set<string>([...callMethods, ...(method === '' ? [] : [method])]);
  return [{ value: none, label: words.no_method }, ...[...all].map((value) => ({ value, label: value }))];
}

interface PairsProps {
  title: string;
  /** Names a row. */
  one: (number: number) => string;
  rows: readonly CallRow[];
  readOnly: boolean;
  onChange: (rows: CallRow[]) => void;
}

function Pairs({ title, one, rows, readOnly, onChange }: PairsProps) {
  const replace = (at: number, part: Partial<CallRow>) =>
    onChange(rows.map((row, index) => (index === at ? { ...row, ...part } : row)));
  return (
    <fieldset className="flex flex-col gap-1.5">
      <legend className="mb-1 font-medium text-sm">{title}</legend>
      {rows.map(({ name, value }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows have no identity of their own
        <div key={index} className="flex items-center gap-1">
          <Input
            className="w-2/5 shrink-0 font-mono"
            aria-label={words.name_of(one(index + 1))}
            placeholder={words.name}
            value={name}
            readOnly={readOnly}
            onChange={(event) => replace(index, { name: event.target.value })}
          />
          <Input
            className="flex-1 font-mono"
            aria-label={words.value_of(one(index + 1))}
            placeholder={words.value}
            value={value}
            readOnly={readOnly}
            onChange={(event) => replace(index, { value: event.target.value })}
          />
          {!readOnly && (
            <IconButton
              label={words.remove(one(index + 1))}
              size="sm"
              onClick={() => onChange(rows.filter((_, at) => at !== index))}
            >
              <Trash2 aria-hidden />
            </IconButton>
          )}
        </div>
      ))}
      {!readOnly && (
        <Button
          size="sm"
          variant="ghost"
          className="self-start"
          onClick={() => onChange([...rows, { name: '', value: '' }])}
        >
          <Plus aria-hidden />
          {words.add(title)}
        </Button>
      )}
    </fieldset>
  );
}
