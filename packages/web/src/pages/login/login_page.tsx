import { zodResolver } from '@hookform/resolvers/zod';
import { useRouter, useSearch } from '@tanstack/react-router';
import { useForm } from 'react-hook-form';
import { z } from 'zod';
import { ApiError, messageOf } from '../../api/errors.ts';
import { signIn } from '../../api/session.ts';
import { Entrance } from '../../components/entrance.tsx';
import { Button } from '../../components/ui/button.tsx';
import { Field, FieldError } from '../../components/ui/field.tsx';
import { Input } from '../../components/ui/input.tsx';
import { PasswordInput } from '../../components/ui/password_input.tsx';
import { strings } from '../../strings/en.ts';
import { localPath } from './local_path.ts';

const t = strings.login;
const schema = z.object({
  email: z.string().trim().min(1, t.email_needed),
  password: z.string().min(1, t.password_needed),
});

/** Signs in and goes where one wanted to go. */
export function LoginPage() {
  const router = useRouter();
  const { next } = useSearch({ from: '/login' });
  const { register, handleSubmit, setError, resetField, setFocus, formState } = useForm({
    resolver: zodResolver(schema),
    defaultValues: { email: '', password: '' },
  });
  const { errors, isSubmitting } = formState;

  const submit = handleSubmit(async ({ email, password }) => {
    try {
      await signIn(email, password);
    } catch (error) {
      resetField('password');
      setFocus('password');
      setError('root', { message: reason(error) });
      return;
    }
    router.history.replace(localPath(next));
  });

  return (
    <Entrance title={t.title}>
      <form noValidate onSubmit={submit} className="flex flex-col gap-4">
        <Field label={t.email} error={errors.email?.message}>
          {(control) => (
            <Input {...control} {...register('email')} type="email" autoComplete="username" autoFocus />
          )}
        </Field>
        <Field label={t.password} error={errors.password?.message}>
          {(control) => (
            <PasswordInput {...control} {...register('password')} autoComplete="current-password" />
          )}
        </Field>
        <FieldError message={errors.root?.message} />
        <Button type="submit" variant="primary" size="lg" loading={isSubmitting}>
          {t.submit}
        </Button>
        <p className="text-muted text-xs">{t.forgotten}</p>
      </form>
    </Entrance>
  );
}

function reason(error: unknown): string {
  if (error instanceof ApiError && error.status === 429) return t.limited(error.retry_after);
  if (error instanceof ApiError && (error.status === 401 || error.status === 400 || error.status === 422))
    return t.wrong;
  return messageOf(error, strings.errors.unknown);
}
