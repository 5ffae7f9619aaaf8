import type { Execution, Step } from '@millrace/core';
import { lazy, type ReactNode, Suspense, useState } from 'react';
import { adviceBeside } from '../../components/format.ts';
import { JsonViewer } from '../../components/json_viewer/json_viewer.tsx';
import { StepStatusBadge } from '../../components/status_badge.tsx';
import { BlobValue } from '../../components/steps/blob_value.tsx';
import { FailureDetails } from '../../components/steps/failure_details.tsx';
import { Badge } from '../../components/ui/badge.tsx';
import { Duration } from '../../components/ui/duration.tsx';
import { Notice } from '../../components/ui/notice.tsx';
import { Tab, TabPanel, Tabs, TabsList } from '../../components/ui/tabs.tsx';
import { isReading } from '../../steps/is_reading.ts';
import { isFinal } from '../../steps/live_steps.ts';
import { strings } from '../../strings/en.ts';
import { FailureFacts } from './failure_notice.tsx';
import { ChildLink, InlineApproval, WaitPanel } from './wait_panel.tsx';

const t = strings.execution;

/** It reads expressions: what understands them is fetched when it is needed. */
const ReadInput = lazy(() =>
  import('../../components/steps/read_input.tsx').then((module) => ({ default: module.ReadInput })),
);

type View = 'input' | 'output' | 'error';

interface StepDetailProps {
  execution: Pick<Execution, 'id' | 'status' | 'workflow_definition'>;
  steps: readonly Step[];
  step: Step;
  /** How its node is set up, where the definition could be read. */
  config: Readonly<Record<string, unknown>> | undefined;
  /** Chooses the round of the loops around it. */
  picker: ReactNode;
}

/** One step: what it waits for and its error first, then its input and output. */
export function StepDetail({ execution, steps, step, config, picker }: StepDetailProps) {
  const executionId = execution.id;
  const over = isFinal(execution.status);
  const [chosen, setChosen] = useState<View | null>(null);
  const recorded = (
    <Data
      executionId={executionId}
      value={step.input}
      blob={step.input_blob}
      label={`${t.input}: ${step.label}`}
      why={whyNothing(step.status, over)}
    />
  );
  const waits = step.status === 'waiting' && !over;
  // A waiting step says above what went wrong, and what is done about it.
  const failed = step.error && !waits;
  const view =
    chosen ?? (failed ? 'error' : step.output === undefined && step.input !== undefined ? 'input' : 'output');
  return (
    <section aria-labelledby="step-heading" className="min-w-0 lg:sticky lg:top-5">
      <div className="mb-2 flex min-h-5 flex-wrap items-center gap-2">
        <h2 id="step-heading" className="min-w-0 truncate font-semibold text-sm">
          {step.label}
        </h2>
        <code className="truncate font-mono text-muted text-xs">{step.key}</code>
        <span className="ml-auto flex flex-wrap items-center gap-2">
          {step.handle && step.handle !== 'out' && <Badge tone="outline">{t.took(step.handle)}</Badge>}
          {(step.attempts ?? 1) > 1 && <Badge tone="outline">{t.attempts(step.attempts!)}</Badge>}
          {step.repeated && <Badge tone="warning">{t.repeated}</Badge>}
          {step.duration_ms != null && (
            <span className="text-muted text-xs tabular-nums">
              <Duration ms={step.duration_ms} />
            </span>
          )}
          <StepStatusBadge status={step.status} />
        </span>
      </div>
      {picker}
      {waits && <WaitPanel executionId={executionId} step={step} config={config} />}
      <ChildLink step={step} />
      {!waits && step.approval_id && (
        <div className="mb-3">
          <InlineApproval id={step.approval_id} />
        </div>
      )}
      {step.iterations && (
        <p className="mb-3 text-muted text-sm tabular-nums">{strings.rounds.progress(step.iterations)}</p>
      )}
      {step.warnings?.map((warning) => (
        <Notice key={warning} tone="warning" title={warning} className="mb-3" />
      ))}
      <Tabs value={view} onValueChange={(next) => setChosen(next as View)}>
        <TabsList aria-label={step.label} className="mb-3">
          {failed && <Tab value="error">{t.error}</Tab>}
          <Tab value="input">{t.input}</Tab>
          <Tab value="output">{t.output}</Tab>
        </TabsList>
        {failed && (
          <TabPanel value="error" className="flex flex-col gap-3">
            <StepError step={step} config={config} />
          </TabPanel>
        )}
        <TabPanel value="input">
          {isReading(step) ? (
            <Suspense fallback={recorded}>
              <ReadInput
                definition={execution.workflow_definition}
                steps={steps}
                step={step}
                label={`${t.input}: ${step.label}`}
                recorded={recorded}
              />
            </Suspense>
          ) : (
            recorded
          )}
        </TabPanel>
        <TabPanel value="output">
          <Data
            executionId={executionId}
            value={step.output}
            blob={step.output_blob}
            label={`${t.output}: ${step.label}`}
            why={whyNothing(step.status, over)}
            expression={step.key}
          />
        </TabPanel>
      </Tabs>
    </section>
  );
}

function StepError({ step, config }: Pick<StepDetailProps, 'step' | 'config'>) {
  const error = step.error!;
  const advice = adviceBeside(error);
  return (
    <>
      <Notice tone="danger" title={error.message}>
        <FailureFacts error={error} node={{ subtype: step.subtype, config }} />
        {advice && <p className="mt-1">{advice}</p>}
      </Notice>
      <FailureDetails failure={error} label={step.label} maxHeight={384} />
    </>
  );
}

interface DataProps {
  executionId: string;
  value: unknown;
  blob: Step['output_blob'];
  label: string;
  /** Said where there is no value. */
  why: string;
  expression?: string;
}

function Data({ executionId, value, blob, label, why, expression }: DataProps) {
  if (blob)
    return (
      <BlobValue key={blob.hash} executionId={executionId} blob={blob} preview={value}>
        {(whole) => <JsonViewer value={whole} label={label} expression={expression} />}
      </BlobValue>
    );
  if (value !== undefined) return <JsonViewer value={value} label={label} expression={expression} />;
  return <p className="rounded-md border border-line bg-surface px-3 py-2 text-muted text-sm">{why}</p>;
}

function whyNothing(status: Step['status'], over: boolean): string {
  const unsettled: Partial<Record<Step['status'], string>> = {
    pending: t.pending_hint,
    running: t.running_hint,
    waiting: t.waiting_hint,
  };
  if (status in unsettled) return over ? t.cut_off_hint : unsettled[status]!;
  return status === 'skipped' ? t.skipped_hint : t.no_value;
}
