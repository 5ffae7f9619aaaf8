import { History } from 'lucide-react';
import { ExecutionStatusBadge } from '../../components/status_badge.tsx';
import { Button } from '../../components/ui/button.tsx';
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuTrigger,
} from '../../components/ui/dropdown_menu.tsx';
import { RelativeTime } from '../../components/ui/relative_time.tsx';
import { knowing } from '../../strings/knowing.ts';
import { useLastExecutions } from '../dialogs/test/use_executions.ts';
import { usePastExecution } from './use_past_execution.ts';

const words = knowing.past;

/** The last executions; choosing one shows its data in the editor. */
export function PastMenu() {
  const load = usePastExecution();
  return (
    <DropdownMenu>
      <DropdownMenuTrigger asChild>
        <Button size="sm" variant="ghost" loading={load.isPending} title={words.load}>
          <History aria-hidden />
          <span className="@max-[60rem]:sr-only">{words.load}</span>
        </Button>
      </DropdownMenuTrigger>
      <DropdownMenuContent align="end" className="max-h-80 w-80 overflow-y-auto">
        <Executions onChoose={(id) => load.mutate(id)} />
      </DropdownMenuContent>
    </DropdownMenu>
  );
}

function Executions({ onChoose }: { onChoose: (id: string) => void }) {
  const last = useLastExecutions();
  const rows = last.data?.data ?? [];
  if (rows.length === 0)
    return <DropdownMenuItem disabled>{last.isPending ? '…' : words.none}</DropdownMenuItem>;
  return rows.map(({ id, number, status, created_at }) => (
    <DropdownMenuItem key={id} onSelect={() => onChoose(id)}>
      <span className="flex items-center gap-2">
        <span className="tabular-nums">{words.loaded(number)}</span>
        <ExecutionStatusBadge status={status} />
        <span className="ml-auto text-muted text-xs">
          <RelativeTime at={created_at} />
        </span>
      </span>
    </DropdownMenuItem>
  ));
}
