import { organizationRoutes } from '@millrace/core';
import { type FormEvent, useState } from 'react';
import { messageOf } from '../../../api/errors.ts';
import { Field, FieldError } from '../../../components/ui/field.tsx';
import { Textarea } from '../../../components/ui/textarea.tsx';
import { toast } from '../../../components/ui/toast.tsx';
import { strings } from '../../../strings/en.ts';
import { EditDialog, type Edited, NameField } from '../named_row.tsx';
import { changeVariables, type Variable } from './change_variables.ts';
import { printValue, readValue, typeOf } from './value_text.ts';

const t = strings.settings.variables;
const formId = 'variable';
const nameSchema = organizationRoutes.setVariables.body.shape.data.element.shape.name;

interface VariableDialogProps {
  edited: Edited<Variable>;
  taken: string[];
  onClose: () => void;
}

/** Adds a variable or changes its value. */
export function VariableDialog({ edited, taken, onClose }: VariableDialogProps) {
  return (
    <EditDialog edited={edited} words={t} formId={formId} onClose={onClose}>
      {(open) => <VariableForm edited={open} taken={taken} onClose={onClose} />}
    </EditDialog>
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
      {isNew && <NameField words={t} value={name} error={nameProblem} onChange={setName} />}
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
