/** What the two lists of named rows (variables, event types) share. */
import { Pencil, Plus, Trash2 } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { Button } from '../../components/ui/button.tsx';
import { ConfirmDialog } from '../../components/ui/confirm_dialog.tsx';
import { Dialog } from '../../components/ui/dialog.tsx';
import { Field } from '../../components/ui/field.tsx';
import { FormDialogContent } from '../../components/ui/form_dialog.tsx';
import { IconButton } from '../../components/ui/icon_button.tsx';
import { Input } from '../../components/ui/input.tsx';
import { toast } from '../../components/ui/toast.tsx';
import { strings } from '../../strings/en.ts';

/** The row to change, `new`, or null while the dialog is closed. */
export type Edited<Row> = Row | 'new' | null;

export function AddButton({ label, onClick }: { label: string; onClick: () => void }) {
  return (
    <Button variant="primary" onClick={onClick}>
      <Plus aria-hidden />
      {label}
    </Button>
  );
}

interface RowActionsProps {
  name: string;
  words: {
    edit_name: (name: string) => string;
    delete_name: (name: string) => string;
    delete_title: (name: string) => string;
    delete_hint: string;
    deleted: (name: string) => string;
  };
  onEdit: () => void;
  onDelete: () => Promise<void>;
}

/** Edit and delete at the end of a row. */
export function RowActions({ name, words, onEdit, onDelete }: RowActionsProps) {
  const [deleting, setDeleting] = useState(false);
  return (
    <>
      <IconButton label={words.edit_name(name)} onClick={onEdit}>
        <Pencil aria-hidden />
      </IconButton>
      <IconButton label={words.delete_name(name)} side="left" onClick={() => setDeleting(true)}>
        <Trash2 aria-hidden />
      </IconButton>
      <ConfirmDialog
        open={deleting}
        onOpenChange={setDeleting}
        title={words.delete_title(name)}
        description={words.delete_hint}
        action={strings.common.delete}
        onConfirm={async () => {
          await onDelete();
          toast.success(words.deleted(name));
        }}
      />
    </>
  );
}

interface EditDialogProps<Row> {
  edited: Edited<Row>;
  words: { add_title: string; edit_title: (name: string) => string };
  formId: string;
  onClose: () => void;
  children: (edited: Row | 'new') => ReactNode;
}

/** The dialog around the form that adds or changes a row. */
export function EditDialog<Row extends { name: string }>(props: EditDialogProps<Row>) {
  const { edited, words, formId, onClose, children } = props;
  return (
    <Dialog open={edited !== null} onOpenChange={(open) => !open && onClose()}>
      {edited && (
        <FormDialogContent
          title={edited === 'new' ? words.add_title : words.edit_title(edited.name)}
          formId={formId}
          submit={strings.common.save}
        >
          {children(edited)}
        </FormDialogContent>
      )}
    </Dialog>
  );
}

interface NameFieldProps {
  words: { name: string; name_hint: string };
  value: string;
  error: string | null | undefined;
  onChange: (name: string) => void;
}

/** The name of a new row; it does not change later. */
export function NameField({ words, value, error, onChange }: NameFieldProps) {
  return (
    <Field label={words.name} hint={words.name_hint} error={error} required>
      {(field) => (
        <Input
          {...field}
          value={value}
          onChange={(event) => onChange(event.target.value)}
          className="font-mono"
          spellCheck={false}
        />
      )}
    </Field>
  );
}
