import { zodResolver } from '@hookform/resolvers/zod';
import { organizationRoutes } from '@millrace/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Controller, useForm } from 'react-hook-form';
import { call } from '../../../api/call.ts';
import { keys } from '../../../api/queries.ts';
import { useSession } from '../../../api/session.ts';
import { showServerErrors } from '../../../components/form_errors.ts';
import { Button } from '../../../components/ui/button.tsx';
import { CopyButton } from '../../../components/ui/copy_button.tsx';
import { Dialog, DialogClose, DialogContent } from '../../../components/ui/dialog.tsx';
import { Field, FieldError } from '../../../components/ui/field.tsx';
import { FormDialogContent } from '../../../components/ui/form_dialog.tsx';
import { Input } from '../../../components/ui/input.tsx';
import { Select } from '../../../components/ui/select.tsx';
import { strings } from '../../../strings/en.ts';
import { roleOptions } from '../role_options.ts';

const t = strings.settings.api_keys;
const formId = 'create-key';
const fields = ['name', 'role'] as const;

interface CreateKeyDialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

/** Makes a key and shows it this once. */
export function CreateKeyDialog({ open, onOpenChange }: CreateKeyDialogProps) {
  const [secret, setSecret] = useState<string | null>(null);

  function change(next: boolean) {
    // The key must not wait in memory for the next time the dialog opens.
    if (!next) setSecret(null);
    onOpenChange(next);
  }

  return (
    <Dialog open={open} onOpenChange={change}>
      {secret === null ? (
        <FormDialogContent title={t.create_title} formId={formId} submit={t.create}>
          <CreateKeyForm onCreated={setSecret} />
        </FormDialogContent>
      ) : (
        <DialogContent
          title={t.shown_title}
          description={t.shown_hint}
          // A click beside the dialog must not lose what is shown only once.
          onInteractOutside={(event) => event.preventDefault()}
          footer={
            <DialogClose asChild>
              <Button variant="primary">{t.done}</Button>
            </DialogClose>
          }
        >
          <ShownKey secret={secret} />
        </DialogContent>
      )}
    </Dialog>
  );
}

function ShownKey({ secret }: { secret: string }) {
  return (
    <div className="flex items-center gap-2">
      <Input
        readOnly
        aria-label={t.key}
        value={secret}
        className="font-mono text-xs"
        onFocus={(event) => event.target.select()}
      />
      <CopyButton text={secret} withText />
    </div>
  );
}

function CreateKeyForm({ onCreated }: { onCreated: (secret: string) => void }) {
  const { role } = useSession();
  const queryClient = useQueryClient();
  const { register, control, handleSubmit, setError, formState } = useForm({
    resolver: zodResolver(organizationRoutes.createApiKey.body),
    defaultValues: { name: '', role: 'editor' },
  });
  const { errors } = formState;

  const submit = handleSubmit(async (values) => {
    try {
      const created = await call(organizationRoutes.createApiKey, { body: values });
      void queryClient.invalidateQueries({ queryKey: keys.api_keys });
      onCreated(created.key);
    } catch (error) {
      showServerErrors(error, fields, setError);
    }
  });

  return (
    <form id={formId} noValidate onSubmit={submit} className="flex flex-col gap-4">
      <Field label={t.name} hint={t.name_hint} error={errors.name?.message} required>
        {(field) => (
          <Input {...field} {...register('name')} placeholder={t.name_placeholder} autoComplete="off" />
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
