import { Link } from '@tanstack/react-router';
import { ExternalLink, X } from 'lucide-react';
import { formatDuration } from '../../components/format.ts';
import { asText } from '../../components/json_viewer/as_text.ts';
import { ExecutionStatusBadge } from '../../components/status_badge.tsx';
import { Badge } from '../../components/ui/badge.tsx';
import { Button } from '../../components/ui/button.tsx';
import { CopyButton } from '../../components/ui/copy_button.tsx';
import { IconButton } from '../../components/ui/icon_button.tsx';
import { text } from '../../strings/builder.ts';
import { knowing } from '../../strings/knowing.ts';
import { results as words } from '../../strings/results.ts';
import { testing } from '../../strings/tests.ts';
import { SaveAsTest } from '../tests/save_as_test.tsx';
import { useResults, useResultsStore } from './context.tsx';
import type { ShownRun } from './store.ts';

/** Which test or run is shown, and how it went. */
export function RunSummary() {
  const run = useResults((state) => state.run);
  const results = useResultsStore();
  if (!run) return null;
  return (
    <div className="flex min-w-0 flex-1 items-center gap-2" role="status">
      <Badge tone="outline" className="min-w-0 @max-[38rem]:hidden">
        <span className="truncate">{nameOf(run)}</span>
      </Badge>
      <ExecutionStatusBadge status={run.status} />
      {run.duration_ms !== null && (
        <span className="@min-[34rem]:@max-[44rem]:hidden whitespace-nowrap text-muted text-xs tabular-nums">
          {formatDuration(run.duration_ms)}
        </span>
      )}
      {run.kind === 'test' && <SaveAsTest />}
      {run.execution_id && (
        <Button asChild size="sm" variant="ghost">
          <Link to="/executions/$id" params={{ id: run.execution_id }} title={text.results.view_details}>
            <ExternalLink aria-hidden className="@min-[50rem]:hidden" />
            <span className="@max-[50rem]:sr-only">{text.results.view_details}</span>
          </Link>
        </Button>
      )}
      {run.steps.length > 0 && (
        <CopyButton size="sm" label={testing.results.copy} text={() => asText(run.steps)} />
      )}
      <IconButton size="sm" side="top" label={text.results.clear} onClick={() => results.getState().clear()}>
        <X aria-hidden />
      </IconButton>
    </div>
  );
}

/** A run is of the deployed version, which the draft beside it need not be. */
function nameOf({ kind, ran, loaded }: ShownRun): string {
  if (kind === 'test') return text.results.test;
  if (!ran) return text.results.run;
  return loaded ? knowing.past.loaded(ran.number) : words.ran.run(ran.version);
}
