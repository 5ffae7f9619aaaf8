import { type FormEvent, useState } from 'react';
import { messageOf } from '../../api/errors.ts';
import { Dialog } from '../../components/ui/dialog.tsx';
import { Field, FieldError } from '../../components/ui/field.tsx';
import { FormDialogContent } from '../../components/ui/form_dialog.tsx';
import { Textarea } from '../../components/ui/textarea.tsx';
import { strings } from '../../strings/en.ts';

const t = strings.waiting;
const formId = 'mark-done';

interface MarkDoneDialogProps {
  open: boolean;
  label: string;
  onClose: () => void;
  /** Tells it; rejects with the reason where it is not taken. */
  onMark: (output: unknown) => Promise<unknown>;
}

/** What came out of a step that happened although nobody saw its end. */
export function MarkDoneDialog({ open, label, onClose, onMark }: MarkDoneDialogProps) {
  return (
    <Dialog open={open} onOpenChange={(next) => !next && onClose()}>
      {open && (
        <FormDialogContent
          title={t.done_title(label)}
          description={t.done_about}
          formId={formId}
          submit={t.mark}
        >
          <OutputForm onClose={onClose} onMark={onMark} />
        </FormDialogContent>
      )}
    </Dialog>
  );
}

function OutputForm({ onClose, onMark }: Pick<MarkDoneDialogProps, 'onClose' | 'onMark'>) {
  const [text, setText] = useState('');
  const [bad, setBad] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);

  async function submit(event: FormEvent) {
    event.preventDefault();
    const output = read(text);
    setBad(output === undefined);
    if (output === undefined) return;
    try {
      await onMark(output);
      onClose();
    } catch (error) {
      setProblem(messageOf(error, strings.errors.unknown));
    }
  }

  return (
    <form id={formId} noValidate onSubmit={submit} className="flex flex-col gap-3">
      <Field label={t.done_output} hint={t.done_output_hint} error={bad ? t.done_bad : null}>
        {(field) => (
          <Textarea
            {...field}
            value={text}
            placeholder={'{ "id": 1 }'}
            onChange={(event) => setText(event.target.value)}
            className="max-h-72 min-h-24 font-mono text-xs"
            spellCheck={false}
          />
        )}
      </Field>
      <FieldError message={problem} />
    </form>
  );
}

/** No text is null; undefined where the text is not JSON. */
function read(text: string): unknown {
  if (text.trim() === '') return null;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
