import type { Failure, OriginSide, Step, WorkflowNode } from '@millrace/core';
import { CircleAlert, TriangleAlert } from 'lucide-react';
import { type ReactNode, useMemo } from 'react';
import { adviceBeside } from '../../components/format.ts';
import { BlobValue } from '../../components/steps/blob_value.tsx';
import { FailureDetails } from '../../components/steps/failure_details.tsx';
import { RoundPicker } from '../../components/steps/round_picker.tsx';
import { Button } from '../../components/ui/button.tsx';
import { cn } from '../../components/ui/cn.ts';
import { ChildLink, WaitPanel } from '../../pages/execution/wait_panel.tsx';
import { isFinal } from '../../steps/live_steps.ts';
import { findNode, type StepNode } from '../../steps/step_tree.ts';
import { text } from '../../strings/builder.ts';
import { strings } from '../../strings/en.ts';
import { useDocument } from '../document/context.tsx';
import { usePanelsStore } from '../panels.tsx';
import { ExpectButton } from '../tests/expect_button.tsx';
import { PinButton } from './pin_button.tsx';
import { RoundTable } from './round_table.tsx';
import type { ShownRun } from './store.ts';
import { useBeside } from './use_beside.ts';
import { useRan } from './use_ran.ts';
import { useStepInput } from './use_step_input.ts';
import { ValueView } from './value_view.tsx';

interface StepDataProps {
  step: Step;
  /** All steps, each loop with its rounds. */
  tree: readonly StepNode[];
  /** The test or run that it belongs to. */
  run: ShownRun;
  onSelect: (path: string) => void;
}

/** Input, output and error of one step; of one in a loop, with the way to the other rounds. */
export function StepData({ step, run, tree, onSelect }: StepDataProps) {
  const nodes = useDocument((state) => state.draft.definition.nodes);
  const node = nodes.find((each) => each.id === step.node_id);
  const labelOf = (id: string) => nodes.find((node) => node.id === id)?.label ?? id;
  return (
    <div className="@container flex flex-col gap-3">
      <RoundPicker steps={run.steps} shown={step} labelOf={labelOf} onSelect={onSelect} />
      {step.status === 'waiting' && run.execution_id && !isFinal(run.status) && (
        <WaitPanel executionId={run.execution_id} step={step} config={node?.config} />
      )}
      {step.subtype === 'loop' && <Rounds step={step} tree={tree} onSelect={onSelect} />}
      <StepBody step={step} node={node} run={run} />
    </div>
  );
}

interface StepBodyProps {
  step: Step;
  /** As the draft has it; it may be gone. */
  node: WorkflowNode | undefined;
  run: ShownRun;
}

/** The rounds of a loop, wherever in other loops it stands. */
function Rounds({ step, tree, onSelect }: Pick<StepDataProps, 'step' | 'tree' | 'onSelect'>) {
  const loop = useMemo(() => findNode(tree, step.path), [tree, step.path]);
  return loop && <RoundTable key={step.path} loop={loop} onSelect={onSelect} />;
}

function StepBody({ step, node, run }: StepBodyProps) {
  const executionId = run.execution_id;
  const input = useStepInput(step);
  const [grid, beside] = useBeside();
  if (step.status === 'skipped') return <p className="text-muted text-sm">{text.results.skipped}</p>;
  if (step.status === 'running') return <p className="text-muted text-sm">{text.results.running}</p>;
  const failed = step.error && step.status !== 'waiting';
  const given = (
    <Data
      key="input"
      title={text.results.input}
      {...input}
      blob={step.input_blob}
      executionId={executionId}
      expect={<ExpectButton step={step} what="input" />}
      origin={node && !input.note ? { step, side: 'input' } : undefined}
    />
  );
  return (
    <>
      {failed && <StepError error={step.error!} nodeId={step.node_id} />}
      {step.warnings?.map((warning) => (
        <p
          key={warning}
          className="flex items-start gap-1.5 rounded-md border border-warning-line bg-warning-soft px-3 py-2 text-sm text-warning"
        >
          <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
          {warning}
        </p>
      ))}
      <StepFacts step={step} />
      <ChildLink step={step} />
      <div ref={grid} className="grid gap-4 @2xl:grid-cols-2">
        {beside && given}
        <div key="output" className="flex min-w-0 flex-col gap-4">
          {failed && <FailureDetails failure={step.error!} label={step.label} />}
          {(!failed || step.output !== undefined) && (
            <Data
              title={text.results.output}
              value={step.output}
              blob={step.output_blob}
              executionId={executionId}
              root={step.subtype && step.key}
              node={step.status === 'success' ? node : undefined}
              origin={node && node.type !== 'trigger' ? { step, side: 'output' } : undefined}
              expect={
                step.subtype && node?.type !== 'trigger' ? <ExpectButton step={step} what="output" /> : null
              }
            />
          )}
        </div>
        {!beside && given}
      </div>
    </>
  );
}

interface DataProps {
  title: string;
  value: unknown;
  note?: string;
  blob: Step['output_blob'];
  executionId: string | null;
  root?: string;
  className?: string;
  /** Whose sample it can become. */
  node?: WorkflowNode;
  /** Where its values come from can be told. */
  origin?: { step: Step; side: OriginSide } | undefined;
  /** Makes it what a test expects. */
  expect?: ReactNode;
}

/** A value, or the beginning of a large one that is stored apart. */
function Data({ blob, executionId, node, expect, ...shown }: DataProps) {
  const { ran, changes } = useRan();
  const differing = changes?.length === 0 ? undefined : ran?.version;
  const actions = (value: unknown) => (
    <span className="ml-auto flex flex-wrap justify-end gap-1">
      {expect}
      {node && <PinButton node={node} value={value} version={differing} />}
    </span>
  );
  if (!blob || !executionId) return <ValueView maxHeight={260} {...shown} actions={actions(shown.value)} />;
  return (
    <div className={cn('flex min-w-0 flex-col gap-1', shown.className)}>
      <h3 className="font-medium text-sm">{shown.title}</h3>
      <BlobValue key={blob.hash} executionId={executionId} blob={blob} preview={shown.value}>
        {(whole) => <ValueView maxHeight={260} {...shown} value={whole} actions={actions(whole)} />}
      </BlobValue>
    </div>
  );
}

function StepFacts({ step }: { step: Step }) {
  const facts = [
    step.handle && step.handle !== 'out' ? text.results.taken(step.handle) : null,
    step.iterations ? strings.rounds.progress(step.iterations) : null,
    (step.attempts ?? 1) > 1 ? text.results.attempts(step.attempts!) : null,
  ].filter((fact) => fact !== null);
  if (facts.length === 0) return null;
  return <p className="text-muted text-xs">{facts.join(' · ')}</p>;
}

/** What happened, where, and what to do; the field can be opened. */
function StepError({ error, nodeId }: { error: Failure; nodeId: string }) {
  const panels = usePanelsStore();
  const advice = adviceBeside(error);
  return (
    <div
      role="alert"
      className="flex flex-wrap items-start gap-2 rounded-md border border-danger-line bg-danger-soft px-3 py-2 text-sm"
    >
      <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-danger" />
      <div className="min-w-0 flex-1 basis-48">
        <p className="break-words text-danger">{error.message}</p>
        {advice && <p className="mt-0.5 break-words text-fg">{advice}</p>}
      </div>
      <Button size="sm" onClick={() => panels.getState().focus(nodeId, error.field ?? null)}>
        {text.results.fix}
      </Button>
    </div>
  );
}
