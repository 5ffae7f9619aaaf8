import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useId, useState } from 'react';
import { ApiError, messageOf } from '../../api/errors.ts';
import { sessionQuery } from '../../api/queries.ts';
import { signInAgain } from '../../api/session.ts';
import { Dialog } from '../../components/ui/dialog.tsx';
import { Field, FieldError } from '../../components/ui/field.tsx';
import { FormDialogContent } from '../../components/ui/form_dialog.tsx';
import { Input } from '../../components/ui/input.tsx';
import { PasswordInput } from '../../components/ui/password_input.tsx';
import { strings } from '../../strings/en.ts';
import { words } from '../../strings/saving.ts';
import { usePanels, usePanelsStore } from '../panels.tsx';
import { useSaver, useSaveState } from './context.tsx';

/** The session is over: signs in without leaving the page, and saves what is there. */
export function SignInDialog() {
  const open = usePanels((state) => state.dialog === 'sign_in');
  const panels = usePanelsStore();
  const close = () => panels.getState().openDialog(null);
  return (
    <Dialog open={open} onOpenChange={(next) => !next && close()}>
      {open && <SignInForm close={close} />}
    </Dialog>
  );
}

function SignInForm({ close }: { close: () => void }) {
  const saver = useSaver();
  const id = useId();
  const [email, setEmail] = useState(useQuery({ ...sessionQuery(), enabled: false }).data?.user.email ?? '');
  const [password, setPassword] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const other = useSaveState((state) => state.kind === 'signed_out' && state.how === 'other_person');

  async function submit(event: FormEvent) {
    event.preventDefault();
    setProblem(null);
    try {
      await signInAgain(email.trim(), password);
    } catch (error) {
      setPassword('');
      return setProblem(reason(error));
    }
    saver.wake();
    close();
  }
  return (
    <FormDialogContent
      title={words.sign_in.title}
      description={other ? words.sign_in.body_other : words.sign_in.body}
      formId={id}
      submit={words.sign_in.submit}
    >
      <form id={id} noValidate className="flex flex-col gap-4" onSubmit={(event) => void submit(event)}>
        <Field label={words.sign_in.email}>
          {(control) => (
            <Input
              {...control}
              type="email"
              autoComplete="username"
              value={email}
              onChange={(event) => setEmail(event.target.value)}
            />
          )}
        </Field>
        <Field label={words.sign_in.password}>
          {(control) => (
            <PasswordInput
              {...control}
              autoFocus
              autoComplete="current-password"
              value={password}
              onChange={(event) => setPassword(event.target.value)}
            />
          )}
        </Field>
        <FieldError message={problem} />
      </form>
    </FormDialogContent>
  );
}

function reason(error: unknown): string {
  if (error instanceof ApiError && error.status === 429) return strings.login.limited(error.retry_after);
  if (error instanceof ApiError && error.status < 500) return words.sign_in.wrong;
  return messageOf(error, strings.errors.unknown);
}
