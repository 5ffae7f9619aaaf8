import { organizationRoutes } from '@millrace/core';
import { type FormEvent, useState } from 'react';
import { messageOf } from '../../../api/errors.ts';
import { Button } from '../../../components/ui/button.tsx';
import { Dialog, DialogClose, DialogContent } from '../../../components/ui/dialog.tsx';
import { Field, FieldError } from '../../../components/ui/field.tsx';
import { Input } from '../../../components/ui/input.tsx';
import { Textarea } from '../../../components/ui/textarea.tsx';
import { toast } from '../../../components/ui/toast.tsx';
import { strings } from '../../../strings/en.ts';
import { changeVariables, type Variable } from './change_variables.ts';
import { printValue, readValue, typeOf } from './value_text.ts';

const t = strings.settings.variables;
const formId = 'variable';
const nameSchema = organizationRoutes.setVariables.body.shape.data.element.shape.name;

interface VariableDialogProps {
  /** The variable to change, `new`, or null while the dialog is closed. */
  edited: Variable | 'new' | null;
  taken: string[];
  onClose: () => void;
}

/** Adds a variable or changes its value. */
export function VariableDialog({ edited, taken, onClose }: VariableDialogProps) {
  return (
    <Dialog open={edited !== null} onOpenChange={(open) => !open && onClose()}>
      {edited && (
        <DialogContent
          title={edited === 'new' ? t.add_title : t.edit_title(edited.name)}
          footer={
            <>
              <DialogClose asChild>
                <Button>{strings.common.cancel}</Button>
              </DialogClose>
              <Button type="submit" form={formId} variant="primary">
                {strings.common.save}
              </Button>
            </>
          }
        >
          <VariableForm edited={edited} taken={taken} onClose={onClose} />
        </DialogContent>
      )}
    </Dialog>
  );
}

function VariableForm({
  edited,
  taken,
  onClose,
}: {
  edited: Variable | 'new';
  taken: string[];
  onClose: () => void;
}) {
  const isNew = edited === 'new';
  const [name, setName] = useState(isNew ? '' : edited.name);
  const [text, setText] = useState(isNew ? '' : printValue(edited.value));
  const [nameProblem, setNameProblem] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);

  async function submit(event: FormEvent) {
    event.preventDefault();
    const wrong = isNew ? problemOf(name, taken) : null;
    setNameProblem(wrong);
    if (wrong) return;
    const row = { name, value: readValue(text) };
    try {
      await changeVariables((now) => [...now.filter((each) => each.name !== name), row]);
      toast.success(t.saved(name));
      onClose();
    } catch (error) {
      setProblem(messageOf(error, strings.errors.unknown));
    }
  }

  return (
    <form id={formId} noValidate onSubmit={submit} className="flex flex-col gap-4">
      {isNew && (
        <Field label={t.name} hint={t.name_hint} error={nameProblem} required>
          {(field) => (
            <Input
              {...field}
              value={name}
              onChange={(event) => setName(event.target.value)}
              className="font-mono"
              spellCheck={false}
            />
          )}
        </Field>
      )}
      <Field
        label={t.value}
        hint={t.value_hint}
        aside={<span className="text-muted text-xs">{t.types[typeOf(readValue(text))]}</span>}
      >
        {(field) => (
          <Textarea
            {...field}
            value={text}
            onChange={(event) => setText(event.target.value)}
            className="max-h-72 font-mono text-xs"
            spellCheck={false}
          />
        )}
      </Field>
      <FieldError message={problem} />
    </form>
  );
}

function problemOf(name: string, taken: string[]): string | null {
  if (!nameSchema.safeParse(name).success) return t.name_bad;
  return taken.includes(name) ? t.name_taken : null;
}
