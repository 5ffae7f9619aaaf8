import { zodResolver } from '@hookform/resolvers/zod';
import { changePasswordSchema } from '@millrace/core';
import { useForm } from 'react-hook-form';
import { changePassword, useSession } from '../../api/session.ts';
import { showServerErrors } from '../../components/form_errors.ts';
import { Dialog } from '../../components/ui/dialog.tsx';
import { Field, FieldError } from '../../components/ui/field.tsx';
import { FormDialogContent } from '../../components/ui/form_dialog.tsx';
import { PasswordInput } from '../../components/ui/password_input.tsx';
import { toast } from '../../components/ui/toast.tsx';
import { strings } from '../../strings/en.ts';

const t = strings.password;
const formId = 'change-password';
const fields = ['currentPassword', 'newPassword'] as const;

interface ChangePasswordDialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

/** Changes the own password. */
export function ChangePasswordDialog({ open, onOpenChange }: ChangePasswordDialogProps) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange}>
      <FormDialogContent title={t.title} description={t.about} formId={formId} submit={t.submit}>
        <ChangePasswordForm onDone={() => onOpenChange(false)} />
      </FormDialogContent>
    </Dialog>
  );
}

function ChangePasswordForm({ onDone }: { onDone: () => void }) {
  const { user } = useSession();
  const { register, handleSubmit, setError, formState } = useForm({
    resolver: zodResolver(changePasswordSchema),
    defaultValues: { currentPassword: '', newPassword: '' },
  });
  const { errors, isSubmitting } = formState;

  const submit = handleSubmit(async (values) => {
    try {
      await changePassword(values);
    } catch (error) {
      return showServerErrors(error, fields, setError);
    }
    toast.success(t.changed);
    onDone();
  });

  return (
    <form id={formId} noValidate onSubmit={submit} aria-busy={isSubmitting} className="flex flex-col gap-4">
      {/* A password manager learns from it whose password changes. */}
      <input type="text" autoComplete="username" value={user.email} readOnly hidden />
      <Field label={t.current} error={errors.currentPassword?.message} required>
        {(field) => (
          <PasswordInput {...field} {...register('currentPassword')} autoComplete="current-password" />
        )}
      </Field>
      <Field label={t.new} hint={t.new_hint} error={errors.newPassword?.message} required>
        {(field) => <PasswordInput {...field} {...register('newPassword')} autoComplete="new-password" />}
      </Field>
      <FieldError message={errors.root?.message} />
    </form>
  );
}
