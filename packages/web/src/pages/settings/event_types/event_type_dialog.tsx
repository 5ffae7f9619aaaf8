import { eventRoutes } from '@millrace/core';
import { type FormEvent, useState } from 'react';
import { messageOf } from '../../../api/errors.ts';
import { Field, FieldError } from '../../../components/ui/field.tsx';
import { Input } from '../../../components/ui/input.tsx';
import { Textarea } from '../../../components/ui/textarea.tsx';
import { toast } from '../../../components/ui/toast.tsx';
import { strings } from '../../../strings/en.ts';
import { EditDialog, type Edited, NameField } from '../named_row.tsx';
import { changeEventTypes, type EventType } from './change_event_types.ts';

const t = strings.settings.event_types;
const formId = 'event-type';
const nameSchema = eventRoutes.publish.body.shape.type;

interface EventTypeDialogProps {
  edited: Edited<EventType>;
  taken: string[];
  onClose: () => void;
}

/** Adds an event type, or changes its description and sample. */
export function EventTypeDialog({ edited, taken, onClose }: EventTypeDialogProps) {
  return (
    <EditDialog edited={edited} words={t} formId={formId} onClose={onClose}>
      {(open) => <EventTypeForm edited={open} taken={taken} onClose={onClose} />}
    </EditDialog>
  );
}

function EventTypeForm({
  edited,
  taken,
  onClose,
}: {
  edited: EventType | 'new';
  taken: string[];
  onClose: () => void;
}) {
  const before = edited === 'new' ? null : edited;
  const [name, setName] = useState(before?.name ?? '');
  const [description, setDescription] = useState(before?.description ?? '');
  const [sample, setSample] = useState(
    before?.sample === undefined ? '' : JSON.stringify(before.sample, null, 2),
  );
  const [problems, setProblems] = useState<Problems>({});

  async function submit(event: FormEvent) {
    event.preventDefault();
    const parsed = parseSample(sample);
    const found = {
      name: before ? undefined : nameProblem(name, taken),
      sample: parsed === null ? t.sample_bad : undefined,
    };
    setProblems(found);
    if (found.name || parsed === null) return;
    const row: EventType = { name, description: description.trim() || null, ...parsed };
    try {
      await changeEventTypes((now) => [...now.filter((each) => each.name !== name), row]);
      toast.success(t.saved(name));
      onClose();
    } catch (error) {
      setProblems({ root: messageOf(error, strings.errors.unknown) });
    }
  }

  return (
    <form id={formId} noValidate onSubmit={submit} className="flex flex-col gap-4">
      {!before && <NameField words={t} value={name} error={problems.name} onChange={setName} />}
      <Field label={t.description}>
        {(field) => (
          <Input
            {...field}
            value={description}
            maxLength={1_000}
            onChange={(event) => setDescription(event.target.value)}
          />
        )}
      </Field>
      <Field label={t.sample} hint={t.sample_hint} error={problems.sample}>
        {(field) => (
          <Textarea
            {...field}
            value={sample}
            onChange={(event) => setSample(event.target.value)}
            className="max-h-72 min-h-24 font-mono text-xs"
            spellCheck={false}
          />
        )}
      </Field>
      <FieldError message={problems.root} />
    </form>
  );
}

interface Problems {
  name?: string;
  sample?: string;
  root?: string;
}

function nameProblem(name: string, taken: string[]): string | undefined {
  const parsed = nameSchema.safeParse(name);
  if (!parsed.success) return t.name_hint;
  return taken.includes(name) ? t.name_taken : undefined;
}

/** No text is no sample; null where the text is not JSON. */
function parseSample(text: string): { sample?: unknown } | null {
  if (text.trim() === '') return {};
  try {
    return { sample: JSON.parse(text) };
  } catch {
    return null;
  }
}
