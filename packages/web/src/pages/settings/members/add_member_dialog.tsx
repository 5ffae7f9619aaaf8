import { zodResolver } from '@hookform/resolvers/zod';
import { organizationRoutes } from '@millrace/core';
import { useQueryClient } from '@tanstack/react-query';
import { Controller, useForm } from 'react-hook-form';
import { call } from '../../../api/call.ts';
import { keys } from '../../../api/queries.ts';
import { useSession } from '../../../api/session.ts';
import { showServerErrors } from '../../../components/form_errors.ts';
import { Dialog } from '../../../components/ui/dialog.tsx';
import { Field, FieldError } from '../../../components/ui/field.tsx';
import { FormDialogContent } from '../../../components/ui/form_dialog.tsx';
import { Input } from '../../../components/ui/input.tsx';
import { PasswordInput } from '../../../components/ui/password_input.tsx';
import { Select } from '../../../components/ui/select.tsx';
import { toast } from '../../../components/ui/toast.tsx';
import { strings } from '../../../strings/en.ts';
import { roleOptions } from '../role_options.ts';

const t = strings.settings.members;
const formId = 'add-member';
const fields = ['name', 'email', 'password', 'role'] as const;

interface AddMemberDialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

/** Adds a person: a new account with a first password, or somebody who already has one on this server. */
export function AddMemberDialog({ open, onOpenChange }: AddMemberDialogProps) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange}>
      <FormDialogContent title={t.add_title} description={t.add_hint} formId={formId} submit={t.add}>
        <AddMemberForm onDone={() => onOpenChange(false)} />
      </FormDialogContent>
    </Dialog>
  );
}

function AddMemberForm({ onDone }: { onDone: () => void }) {
  const { role } = useSession();
  const queryClient = useQueryClient();
  const { register, control, handleSubmit, setError, formState } = useForm({
    resolver: zodResolver(organizationRoutes.addMember.body),
    defaultValues: { name: '', email: '', role: 'editor' },
  });
  const { errors, isSubmitting } = formState;

  const submit = handleSubmit(async (values) => {
    try {
      const member = await call(organizationRoutes.addMember, { body: values });
      toast.success(t.added(member.name));
    } catch (error) {
      return showServerErrors(error, fields, setError);
    }
    await queryClient.invalidateQueries({ queryKey: keys.members });
    onDone();
  });

  return (
    <form id={formId} noValidate onSubmit={submit} aria-busy={isSubmitting} className="flex flex-col gap-4">
      <Field label={t.name} error={errors.name?.message} required>
        {(field) => <Input {...field} {...register('name')} autoComplete="off" />}
      </Field>
      <Field label={t.email} error={errors.email?.message} required>
        {(field) => <Input {...field} {...register('email')} type="email" autoComplete="off" />}
      </Field>
      <Field label={t.password} hint={t.password_hint} error={errors.password?.message}>
        {(field) => (
          <PasswordInput
            {...field}
            // An empty field is no password, which the contract says by leaving it out.
            {...register('password', { setValueAs: (value) => value || undefined })}
            autoComplete="new-password"
          />
        )}
      </Field>
      <Controller
        control={control}
        name="role"
        render={({ field: { value, onChange } }) => (
          <Field label={t.role} error={errors.role?.message}>
            {(field) => <Select {...field} options={roleOptions(role)} value={value} onChange={onChange} />}
          </Field>
        )}
      />
      <FieldError message={errors.root?.message} />
    </form>
  );
}
