import { CircleAlert, CircleCheck, Info } from 'lucide-react';
import { Toaster as Sonner } from 'sonner';
import { strings } from '../../strings/en.ts';
import { useTheme } from '../theme.ts';

export { toast } from 'sonner';

/** The toasts themselves, with the library that draws them; `toast.tsx` fetches it. Sonner makes it a live region. */
export function ToastList() {
  const theme = useTheme();
  return (
    <Sonner
      theme={theme}
      position="bottom-right"
      visibleToasts={2}
      style={{ fontFamily: 'inherit' }}
      containerAriaLabel={strings.common.notifications}
      icons={{
        success: <CircleCheck aria-hidden className="size-4 text-success" />,
        error: <CircleAlert aria-hidden className="size-4 text-danger" />,
        info: <Info aria-hidden className="size-4 text-info" />,
      }}
      toastOptions={{
        style: {
          background: 'var(--raised)',
          color: 'var(--fg)',
          border: '1px solid var(--line-strong)',
          borderRadius: '8px',
          boxShadow: 'var(--float)',
          fontSize: '0.8125rem',
        },
        classNames: { description: '!text-muted', actionButton: '!bg-accent !text-on-accent' },
      }}
    />
  );
}
