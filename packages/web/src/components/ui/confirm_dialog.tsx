import { AlertDialog } from 'radix-ui';
import { type ReactNode, useState } from 'react';
import { strings } from '../../strings/en.ts';
import { Button } from './button.tsx';
import { cn } from './cn.ts';
import { dialogClasses, overlayClasses } from './dialog.tsx';
import { FieldError } from './field.tsx';
import { Opened, useReturnedFocus } from './use_returned_focus.ts';

interface ConfirmDialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: ReactNode;
  /** What will be gone or different afterwards. */
  description: ReactNode;
  /** The verb on the button: "Delete", not "OK". */
  action: string;
  /** On the other button, where "Cancel" would be read as the action. */
  dismiss?: string;
  danger?: boolean;
  /** Does it; the dialog closes when it succeeded and shows the message when not. */
  onConfirm: () => unknown;
}

/** Asks before what cannot be undone. */
export function ConfirmDialog({
  open,
  onOpenChange,
  title,
  description,
  action,
  dismiss = strings.common.cancel,
  danger = true,
  onConfirm,
}: ConfirmDialogProps) {
  const returned = useReturnedFocus();
  const [working, setWorking] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);

  async function confirm() {
    setWorking(true);
    setProblem(null);
    try {
      await onConfirm();
      onOpenChange(false);
    } catch (error) {
      setProblem(error instanceof Error ? error.message : strings.errors.unknown);
    } finally {
      setWorking(false);
    }
  }

  return (
    <AlertDialog.Root
      open={open}
      onOpenChange={(next) => {
        setProblem(null);
        onOpenChange(next);
      }}
    >
      <AlertDialog.Portal>
        <AlertDialog.Overlay className={overlayClasses} />
        <AlertDialog.Content
          className={cn(dialogClasses, 'max-w-md gap-2 overflow-y-auto p-5')}
          {...returned.content}
        >
          <Opened say={returned.opened} />
          <AlertDialog.Title className="break-words font-semibold text-lg">{title}</AlertDialog.Title>
          <AlertDialog.Description className="text-muted text-sm">{description}</AlertDialog.Description>
          <FieldError message={problem} />
          <div className="mt-3 flex justify-end gap-2">
            <AlertDialog.Cancel asChild>
              <Button>{dismiss}</Button>
            </AlertDialog.Cancel>
            <Button variant={danger ? 'danger' : 'primary'} loading={working} onClick={confirm}>
              {action}
            </Button>
          </div>
        </AlertDialog.Content>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}
