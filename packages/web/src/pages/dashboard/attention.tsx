import { Link } from '@tanstack/react-router';
import { ChevronRight, CircleAlert, CircleQuestionMark, type LucideIcon, UserRoundCheck } from 'lucide-react';
import type { ReactNode } from 'react';
import { cn } from '../../components/ui/cn.ts';
import { strings } from '../../strings/en.ts';

const t = strings.attention;

interface AttentionProps {
  failed: number;
  approvals: number;
  questions: number;
}

/** What waits for somebody; nothing where nothing does. */
export function Attention({ failed, approvals, questions }: AttentionProps) {
  if (failed + approvals + questions === 0) return null;
  return (
    <section aria-labelledby="attention-heading">
      <h2 id="attention-heading" className="mb-2 font-semibold text-sm">
        {t.title}
      </h2>
      <ul className="grid grid-cols-1 gap-3 sm:grid-cols-3">
        {approvals > 0 && (
          <Tile
            icon={UserRoundCheck}
            tone="text-warning"
            name={t.approvals(approvals)}
            hint={t.approvals_hint}
          >
            <Link to="/approvals" search={{ status: 'pending' }} className={coverClasses}>
              <span className="sr-only">{strings.approvals.title}</span>
            </Link>
          </Tile>
        )}
        {questions > 0 && (
          <Tile
            icon={CircleQuestionMark}
            tone="text-warning"
            name={t.questions(questions)}
            hint={t.questions_hint}
          >
            <Link to="/executions" search={{ status: 'waiting' }} className={coverClasses}>
              <span className="sr-only">{t.questions(questions)}</span>
            </Link>
          </Tile>
        )}
        {failed > 0 && (
          <Tile icon={CircleAlert} tone="text-danger" name={t.failed(failed)} hint={t.failed_hint}>
            <Link to="/executions" search={{ status: 'error' }} className={coverClasses}>
              <span className="sr-only">{t.failed(failed)}</span>
            </Link>
          </Tile>
        )}
      </ul>
    </section>
  );
}

const coverClasses = 'absolute inset-0 rounded-md';

interface TileProps {
  icon: LucideIcon;
  tone: string;
  name: string;
  hint: string;
  /** The link that covers it. */
  children: ReactNode;
}

function Tile({ icon: Icon, tone, name, hint, children }: TileProps) {
  return (
    <li className="relative flex items-center gap-3 rounded-md border border-line bg-surface px-4 py-3 transition-colors duration-150 hover:bg-hover/60">
      <Icon aria-hidden className={cn('size-5 shrink-0', tone)} />
      <div className="min-w-0 flex-1">
        <p className="truncate font-medium text-sm">{name}</p>
        <p className="truncate text-muted text-xs">{hint}</p>
      </div>
      <ChevronRight aria-hidden className="size-4 shrink-0 text-muted" />
      {children}
    </li>
  );
}
