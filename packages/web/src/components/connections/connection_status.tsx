import type { Connection } from '@millrace/core';
import { CircleAlert, CircleCheck, CircleDashed, type LucideIcon } from 'lucide-react';
import { connectionText as t } from '../../strings/connections.ts';
import { Badge, type Tone } from '../ui/badge.tsx';
import { Tooltip } from '../ui/tooltip.tsx';

const looks: Record<Connection['status'], { tone: Tone; icon: LucideIcon }> = {
  untested: { tone: 'neutral', icon: CircleDashed },
  working: { tone: 'success', icon: CircleCheck },
  failing: { tone: 'danger', icon: CircleAlert },
};

/** Whether a connection works, as far as it is known; why not, when it is pointed at. */
export function ConnectionStatus({
  connection,
}: {
  connection: Pick<Connection, 'status' | 'status_message'>;
}) {
  const { tone, icon: Icon } = looks[connection.status];
  const badge = (
    <Badge tone={tone}>
      <Icon aria-hidden />
      {t.status[connection.status]}
    </Badge>
  );
  if (!connection.status_message) return badge;
  return (
    <Tooltip label={connection.status_message} side="top">
      <button type="button" className="relative z-10 rounded-xs">
        {badge}
        <span className="sr-only">{connection.status_message}</span>
      </button>
    </Tooltip>
  );
}
