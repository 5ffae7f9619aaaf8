import { CircleAlert, X } from 'lucide-react';
import { IconButton } from '../../components/ui/icon_button.tsx';
import { problemWords as words } from '../../strings/problems.ts';
import { useProblems, useProblemsStore } from './context.tsx';

/** Below the top bar: why a deploy did not come about, where it was nothing in the draft. */
export function DeployFailure() {
  const refusal = useProblems((state) => state.refusal);
  const problems = useProblemsStore();
  if (refusal?.why !== 'failed') return null;
  return (
    <div
      role="alert"
      className="flex items-center gap-3 border-danger-line border-b bg-danger-soft px-4 py-1.5 text-sm"
    >
      <CircleAlert aria-hidden className="size-4 shrink-0 text-danger" />
      <p className="min-w-0 flex-1 break-words">{words.failed(refusal.message)}</p>
      <IconButton size="sm" label={words.dismiss} onClick={() => problems.getState().refuse(null)}>
        <X aria-hidden />
      </IconButton>
    </div>
  );
}
