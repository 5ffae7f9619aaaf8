import { zodResolver } from '@hookform/resolvers/zod';
import { organizationRoutes } from '@millrace/core';
import { useNavigate } from '@tanstack/react-router';
import { useForm } from 'react-hook-form';
import { call } from '../../api/call.ts';
import { ApiError } from '../../api/errors.ts';
import { queryClient } from '../../api/query_client.ts';
import { Entrance } from '../../components/entrance.tsx';
import { showServerErrors } from '../../components/form_errors.ts';
import { Button } from '../../components/ui/button.tsx';
import { Field, FieldError } from '../../components/ui/field.tsx';
import { Input } from '../../components/ui/input.tsx';
import { PasswordInput } from '../../components/ui/password_input.tsx';
import { strings } from '../../strings/en.ts';

const t = strings.setup;
const schema = organizationRoutes.setup.body;
const fields = ['name', 'email', 'password', 'organization'] as const;

/** The first visit: the owner's account and the organization, then straight to the workflows. */
export function SetupPage() {
  const navigate = useNavigate();
  const { register, handleSubmit, setError, formState } = useForm({
    resolver: zodResolver(schema),
    defaultValues: { name: '', email: '', password: '', organization: '' },
  });
  const { errors, isSubmitting } = formState;

  const submit = handleSubmit(async (values) => {
    try {
      await call(organizationRoutes.setup, { body: values });
    } catch (error) {
      // Somebody else was faster, or this tab is old: the sign-in page is the right place now.
      if (error instanceof ApiError && error.status === 409) return void navigate({ to: '/login' });
      return showServerErrors(error, fields, setError);
    }
    queryClient.clear();
    await navigate({ to: '/workflows', replace: true });
  });

  return (
    <Entrance title={t.title} intro={t.intro}>
      <form noValidate onSubmit={submit} className="flex flex-col gap-4">
        <Field label={t.name} error={errors.name?.message} required>
          {(control) => <Input {...control} {...register('name')} autoComplete="name" autoFocus />}
        </Field>
        <Field label={t.email} error={errors.email?.message} required>
          {(control) => <Input {...control} {...register('email')} type="email" autoComplete="username" />}
        </Field>
        <Field label={t.password} hint={t.password_hint} error={errors.password?.message} required>
          {(control) => <PasswordInput {...control} {...register('password')} autoComplete="new-password" />}
        </Field>
        <Field
          label={t.organization}
          hint={t.organization_hint}
          error={errors.organization?.message}
          required
        >
          {(control) => <Input {...control} {...register('organization')} autoComplete="organization" />}
        </Field>
        <FieldError message={errors.root?.message} />
        <Button type="submit" variant="primary" size="lg" loading={isSubmitting}>
          {t.submit}
        </Button>
      </form>
    </Entrance>
  );
}
