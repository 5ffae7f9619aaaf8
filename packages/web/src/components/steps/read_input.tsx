import { parseDefinition, type Step } from '@millrace/core';
import { type ReactNode, useMemo } from 'react';
import { valuesRead } from '../../steps/values_read.ts';
import { results } from '../../strings/results.ts';
import { JsonViewer } from '../json_viewer/json_viewer.tsx';

interface ReadInputProps {
  /** As it is stored; an older format is upgraded. */
  definition: Record<string, unknown>;
  steps: readonly Step[];
  step: Step;
  label: string;
  /** Shown where nothing is known of what it read. */
  recorded: ReactNode;
}

/** The values that the expressions of a step read, where it records only how it is set up. */
export function ReadInput({ definition, steps, step, label, recorded }: ReadInputProps) {
  const read = useMemo(() => readIn(definition, steps, step), [definition, steps, step]);
  if (!read) return recorded;
  return (
    <div className="flex flex-col gap-1">
      <p className="text-muted text-xs">{results.read}</p>
      <JsonViewer value={read} label={label} />
    </div>
  );
}

function readIn(definition: Record<string, unknown>, steps: readonly Step[], step: Step) {
  try {
    return valuesRead(parseDefinition(definition).nodes, steps, step);
  } catch {
    // It cannot be read any more: what was recorded is shown.
    return null;
  }
}
