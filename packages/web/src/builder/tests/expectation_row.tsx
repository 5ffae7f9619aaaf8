import { type Expectation, expectationOps, finalStatuses } from '@millrace/core';
import { X } from 'lucide-react';
import { useId, useMemo, useState } from 'react';
import { cn } from '../../components/ui/cn.ts';
import { IconButton } from '../../components/ui/icon_button.tsx';
import { Input } from '../../components/ui/input.tsx';
import { Select } from '../../components/ui/select.tsx';
import { testing } from '../../strings/tests.ts';
import { useDocument } from '../document/context.tsx';
import {
  actualOf,
  expectationKinds,
  kindOf,
  needsValue,
  pathsOf,
  readValue,
  type TestedRun,
  wholeOf,
  withKind,
  writeValue,
} from './test_draft.ts';

const words = testing.saved;

interface ExpectationRowProps {
  expectation: Expectation;
  /** The test in the results: what is chosen is filled with what was there. */
  run: TestedRun | null;
  readOnly: boolean;
  /** It is offered and not ticked. */
  unwanted?: boolean | undefined;
  onChange: (expectation: Expectation) => void;
  onRemove: () => void;
}

/** One thing that a test expects, as a sentence of controls. */
export function ExpectationRow({
  expectation,
  run,
  readOnly,
  unwanted,
  onChange,
  onRemove,
}: ExpectationRowProps) {
  const nodes = useDocument((state) => state.draft.definition.nodes);
  const steps = nodes.filter((node) => node.type !== 'trigger');
  return (
    <fieldset
      disabled={readOnly}
      className={cn(
        'flex min-w-0 flex-1 flex-wrap items-center gap-1.5 rounded-md border border-line p-1.5',
        unwanted && 'border-dashed bg-sunken',
      )}
    >
      <Select
        aria-label={words.kind}
        className="h-7 w-40 text-xs"
        disabled={readOnly}
        options={expectationKinds.map((kind) => ({ value: kind, label: words.kinds[kind] }))}
        value={kindOf(expectation)}
        onChange={(kind) => onChange(withKind(expectation, kind, steps, run))}
      />
      {'step' in expectation && (
        <Select
          aria-label={words.step}
          className="h-7 w-32 text-xs"
          disabled={readOnly}
          placeholder={words.no_such_step}
          options={optionsFor(steps, expectation.step)}
          value={expectation.step}
          onChange={(step) => onChange({ ...expectation, step, round: undefined })}
        />
      )}
      <What expectation={expectation} run={run} readOnly={readOnly} onChange={onChange} />
      {!readOnly && (
        <IconButton size="sm" className="ml-auto" label={words.remove} onClick={onRemove}>
          <X aria-hidden />
        </IconButton>
      )}
    </fieldset>
  );
}

/** A step that is gone stays to be seen, with what is wrong about it. */
function optionsFor(steps: readonly { key: string; label: string }[], chosen: string) {
  const options = steps.map(({ key, label }) => ({ value: key, label, description: key }));
  if (steps.some(({ key }) => key === chosen)) return options;
  return [...options, { value: chosen, label: chosen, description: words.no_such_step }];
}

type WhatProps = Omit<ExpectationRowProps, 'onRemove' | 'unwanted'>;

function What({ expectation, run, readOnly, onChange }: WhatProps) {
  if (expectation.on === 'status')
    return (
      <Select
        aria-label={words.status}
        className="h-7 w-32 text-xs"
        disabled={readOnly}
        options={finalStatuses.map((value) => ({ value, label: words.statuses[value] }))}
        value={expectation.equals}
        onChange={(equals) => onChange({ on: 'status', equals })}
      />
    );
  if (expectation.on === 'step' && expectation.op === undefined)
    return (
      <Select
        aria-label={words.status}
        className="h-7 w-32 text-xs"
        disabled={readOnly}
        options={(['success', 'error', 'skipped'] as const).map((value) => ({
          value,
          label: words.statuses[value],
        }))}
        value={expectation.status}
        onChange={(status) => onChange({ ...expectation, status })}
      />
    );
  if (expectation.on === 'call' && expectation.op === undefined)
    return (
      <Input
        aria-label={words.count}
        inputMode="numeric"
        className="h-7 w-16 text-xs tabular-nums"
        value={String(expectation.count ?? '')}
        onChange={(event) => onChange({ ...expectation, count: wholeNumber(event.target.value) })}
      />
    );
  return <Comparison expectation={expectation} run={run} readOnly={readOnly} onChange={onChange} />;
}

function wholeNumber(text: string): number {
  const digits = text.replace(/\D/g, '').slice(0, 6);
  return digits === '' ? 0 : Number(digits);
}

function Comparison({
  expectation,
  run,
  readOnly,
  onChange,
}: WhatProps & { expectation: Exclude<Expectation, { on: 'status' }> }) {
  const { path = '', op = 'equals', value } = expectation;
  const list = useId();
  const whole = useMemo(() => wholeOf(expectation, run), [expectation, run]);
  const paths = useMemo(() => [...pathsOf(whole).keys()], [whole]);
  const setPath = (next: string) => {
    const moved = { ...expectation, path: next === '' ? undefined : next };
    const actual = actualOf(moved, run);
    onChange(actual !== undefined && needsValue(op) ? { ...moved, value: actual } : moved);
  };
  return (
    <>
      <Input
        aria-label={words.path}
        list={list}
        placeholder={words.path_hint}
        className="h-7 w-32 font-mono text-xs"
        value={path}
        onChange={(event) => setPath(event.target.value)}
      />
      <datalist id={list}>
        {paths.map((each) => (
          <option key={each} value={each} />
        ))}
      </datalist>
      <Select
        aria-label={words.op}
        className="h-7 w-32 text-xs"
        disabled={readOnly}
        options={expectationOps.map((each) => ({ value: each, label: words.ops[each] }))}
        value={op}
        onChange={(next) => onChange({ ...expectation, op: next, ...valueFor(next, value) })}
      />
      {needsValue(op) && (
        <ValueInput value={value} onChange={(next) => onChange({ ...expectation, value: next })} />
      )}
    </>
  );
}

function valueFor(op: (typeof expectationOps)[number], value: unknown) {
  return { value: needsValue(op) ? (value ?? null) : undefined };
}

/** What is typed stays as it is typed until the field is left: `1.` is on its way to `1.5`. */
function ValueInput({ value, onChange }: { value: unknown; onChange: (value: unknown) => void }) {
  const [typed, setTyped] = useState<string | null>(null);
  return (
    <Input
      aria-label={words.value}
      className="h-7 min-w-32 flex-1 font-mono text-xs"
      value={typed ?? writeValue(value)}
      onChange={(event) => {
        setTyped(event.target.value);
        onChange(readValue(event.target.value));
      }}
      onBlur={() => setTyped(null)}
    />
  );
}
