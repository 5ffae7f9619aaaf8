import type { ReactNode } from 'react';
import { strings } from '../../strings/en.ts';
import { Button } from './button.tsx';
import { DialogClose, DialogContent } from './dialog.tsx';

interface FormDialogContentProps {
  title: ReactNode;
  description?: ReactNode;
  /** The id of the form inside. */
  formId: string;
  /** The verb on the button that sends it. */
  submit: string;
  children: ReactNode;
}

/** What is in a dialog that holds one form: the form, Cancel, and the button that sends it. */
export function FormDialogContent({ title, description, formId, submit, children }: FormDialogContentProps) {
  return (
    <DialogContent
      title={title}
      description={description}
      footer={
        <>
          <DialogClose asChild>
            <Button>{strings.common.cancel}</Button>
          </DialogClose>
          <Button type="submit" form={formId} variant="primary">
            {submit}
          </Button>
        </>
      }
    >
      {children}
    </DialogContent>
  );
}
