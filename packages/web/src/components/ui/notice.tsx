import { CircleAlert, CircleCheck, Info, TriangleAlert, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { strings } from '../../strings/en.ts';
import { cn } from './cn.ts';
import { IconButton } from './icon_button.tsx';

const looks = {
  danger: { icon: CircleAlert, box: 'border-danger-line bg-danger-soft', mark: 'text-danger' },
  warning: { icon: TriangleAlert, box: 'border-warning-line bg-warning-soft', mark: 'text-warning' },
  success: { icon: CircleCheck, box: 'border-success-line bg-success-soft', mark: 'text-success' },
  info: { icon: Info, box: 'border-info-line bg-info-soft', mark: 'text-info' },
};

interface NoticeProps {
  tone: keyof typeof looks;
  /** It was told before: a screen reader does not interrupt for it. */
  known?: boolean;
  title: ReactNode;
  children?: ReactNode;
  actions?: ReactNode;
  onDismiss?: () => void;
  className?: string;
}

/** Something to know on this page, in place. */
export function Notice({ tone, known, title, children, actions, onDismiss, className }: NoticeProps) {
  const look = looks[tone];
  const Icon = look.icon;
  return (
    <section
      role={known ? 'group' : tone === 'danger' ? 'alert' : 'status'}
      className={cn('flex items-start gap-3 rounded-md border px-4 py-3 text-sm', look.box, className)}
    >
      <Icon aria-hidden className={cn('mt-0.5 size-4 shrink-0', look.mark)} />
      <div className="min-w-0 flex-1">
        <p className="break-words font-medium">{title}</p>
        {children && <div className="mt-1 break-words">{children}</div>}
        {actions && <div className="mt-2 flex flex-wrap gap-2">{actions}</div>}
      </div>
      {onDismiss && (
        <IconButton
          label={strings.common.close}
          size="sm"
          className="-my-1 -mr-2 text-fg"
          onClick={onDismiss}
        >
          <X aria-hidden />
        </IconButton>
      )}
    </section>
  );
}
