import { zodResolver } from '@hookform/resolvers/zod';
import { organizationRoutes } from '@millrace/core';
import { useForm } from 'react-hook-form';
import { call } from '../../../api/call.ts';
import { showServerErrors } from '../../../components/form_errors.ts';
import { Dialog } from '../../../components/ui/dialog.tsx';
import { Field, FieldError } from '../../../components/ui/field.tsx';
import { FormDialogContent } from '../../../components/ui/form_dialog.tsx';
import { PasswordInput } from '../../../components/ui/password_input.tsx';
import { toast } from '../../../components/ui/toast.tsx';
import { strings } from '../../../strings/en.ts';
import type { Member } from './members_tab.tsx';

const t = strings.settings.members;
const formId = 'new-password';
const fields = ['password'] as const;

interface NewPasswordDialogProps {
  member: Member;
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

/** Gives a member a new first password: for whoever forgot theirs. */
export function NewPasswordDialog({ member, open, onOpenChange }: NewPasswordDialogProps) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange}>
      <FormDialogContent
        title={t.new_password_title(member.name)}
        description={t.new_password_about}
        formId={formId}
        submit={t.set_password}
      >
        <NewPasswordForm member={member} onDone={() => onOpenChange(false)} />
      </FormDialogContent>
    </Dialog>
  );
}

function NewPasswordForm({ member, onDone }: { member: Member; onDone: () => void }) {
  const { register, handleSubmit, setError, formState } = useForm({
    resolver: zodResolver(organizationRoutes.setMemberPassword.body),
    defaultValues: { password: '' },
  });
  const { errors, isSubmitting } = formState;

  const submit = handleSubmit(async (body) => {
    try {
      await call(organizationRoutes.setMemberPassword, { params: { id: member.id }, body });
    } catch (error) {
      return showServerErrors(error, fields, setError);
    }
    toast.success(t.password_set(member.name));
    onDone();
  });

  return (
    <form id={formId} noValidate onSubmit={submit} aria-busy={isSubmitting} className="flex flex-col gap-4">
      <Field label={t.new_password} hint={t.new_password_hint} error={errors.password?.message} required>
        {(field) => <PasswordInput {...field} {...register('password')} autoComplete="new-password" />}
      </Field>
      <FieldError message={errors.root?.message} />
    </form>
  );
}
