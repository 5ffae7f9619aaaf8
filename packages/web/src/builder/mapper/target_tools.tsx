import { shapeOfValue } from '@millrace/core';
import { ClipboardPaste, Plus } from 'lucide-react';
import { type MouseEvent, useState } from 'react';
import { Button } from '../../components/ui/button.tsx';
import { Dialog, DialogClose, DialogContent } from '../../components/ui/dialog.tsx';
import { Field } from '../../components/ui/field.tsx';
import { IconButton } from '../../components/ui/icon_button.tsx';
import { Input } from '../../components/ui/input.tsx';
import { Popover, PopoverContent, PopoverTrigger } from '../../components/ui/popover.tsx';
import { Textarea } from '../../components/ui/textarea.tsx';
import { mapper as words } from '../../strings/mapper.ts';
import { isRecord } from '../document/edits/update_config.ts';
import { jsonProblem } from '../expressions/json/json_problem.ts';
import { parseJson } from '../expressions/parse_json.ts';
import { useMapperData } from './mapper_context.tsx';
import { targetProblem } from './target_name.tsx';
import { sameField } from './target_tree.ts';

interface AddFieldProps {
  small?: boolean;
  /** What was picked up became a field; the button may be gone with what it stood in. */
  onTaken?: () => void;
}

/** Adds a target field by its name; what is picked up becomes one under its own. */
export function AddField({ small, onTaken }: AddFieldProps) {
  const { store, connect } = useMapperData();
  const [open, setOpen] = useState(false);
  const [name, setName] = useState('');
  const [tried, setTried] = useState(false);
  const problem = targetProblem(name);

  function take(event: MouseEvent) {
    const { picked } = store.getState();
    if (picked?.end !== 'source') return;
    event.preventDefault();
    event.stopPropagation();
    connect(picked.node, null);
    onTaken?.();
  }
  function add() {
    setTried(true);
    if (problem !== null) return;
    store.getState().addField(sameField(name.trim()));
    setName('');
    setTried(false);
    setOpen(false);
  }
  return (
    <Popover open={open} onOpenChange={setOpen}>
      <PopoverTrigger asChild>
        {small ? (
          <IconButton size="sm" label={words.add_field} data-add-field data-small onClick={take}>
            <Plus aria-hidden />
          </IconButton>
        ) : (
          <Button size="sm" data-add-field onClick={take}>
            <Plus aria-hidden />
            {words.add_field}
          </Button>
        )}
      </PopoverTrigger>
      <PopoverContent align="end" aria-label={words.add_field}>
        <form
          className="flex flex-col gap-2"
          onSubmit={(event) => {
            event.preventDefault();
            event.stopPropagation();
            add();
          }}
        >
          <Field label={words.new_field} hint={words.new_field_hint} error={tried ? problem : null}>
            {(control) => (
              <Input
                {...control}
                className="font-mono"
                value={name}
                onChange={(event) => setName(event.target.value)}
              />
            )}
          </Field>
          <Button type="submit" variant="primary" size="sm" className="self-end">
            {words.add_field}
          </Button>
        </form>
      </PopoverContent>
    </Popover>
  );
}

/** Shows the fields of JSON that the other system takes. Only names and types stay. */
export function FromSample({ small }: { small?: boolean }) {
  const { store } = useMapperData();
  const [open, setOpen] = useState(false);
  const [text, setText] = useState('');
  const [problem, setProblem] = useState<string | null>(null);

  function add() {
    const parsed = parseJson(text);
    if (!parsed.ok) return setProblem(jsonProblem(text)?.message ?? null);
    const value = Array.isArray(parsed.value) ? parsed.value[0] : parsed.value;
    if (!isRecord(value)) return setProblem(words.sample_object);
    store.getState().setSample(shapeOfValue(value));
    setText('');
    setOpen(false);
  }
  return (
    <>
      {small ? (
        <IconButton size="sm" label={words.from_sample} onClick={() => setOpen(true)}>
          <ClipboardPaste aria-hidden />
        </IconButton>
      ) : (
        <Button size="sm" onClick={() => setOpen(true)}>
          <ClipboardPaste aria-hidden />
          {words.from_sample}
        </Button>
      )}
      <Dialog open={open} onOpenChange={setOpen}>
        <DialogContent
          size="md"
          title={words.sample_title}
          description={words.sample_body}
          footer={
            <>
              <DialogClose asChild>
                <Button>{words.cancel}</Button>
              </DialogClose>
              <Button variant="primary" onClick={add}>
                {words.sample_add}
              </Button>
            </>
          }
        >
          <Field label={words.sample_label} error={problem}>
            {(control) => (
              <Textarea
                {...control}
                className="max-h-80 min-h-48 font-mono text-xs"
                placeholder={'{\n  "number": "R-1",\n  "lines": [{ "sku": "A", "quantity": 2 }]\n}'}
                value={text}
                onChange={(event) => {
                  setText(event.target.value);
                  setProblem(null);
                }}
              />
            )}
          </Field>
        </DialogContent>
      </Dialog>
    </>
  );
}
