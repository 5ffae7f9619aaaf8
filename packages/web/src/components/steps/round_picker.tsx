import type { Step } from '@millrace/core';
import { ChevronLeft, ChevronRight } from 'lucide-react';
import { useMemo, useState } from 'react';
import { pathInRound, type RoundChoice, roundChoices } from '../../steps/round_choice.ts';
import { strings } from '../../strings/en.ts';
import { IconButton } from '../ui/icon_button.tsx';
import { Input } from '../ui/input.tsx';

const t = strings.rounds;

interface RoundPickerProps {
  /** Every step; those of the shown node are what can be chosen. */
  steps: readonly Step[];
  shown: Step;
  /** The names of loops by node id. */
  labelOf: (nodeId: string) => string;
  onSelect: (path: string) => void;
}

/** In which round of each loop around it the shown step is, and the way to the others. Nothing outside of loops. */
export function RoundPicker({ steps, shown, labelOf, onSelect }: RoundPickerProps) {
  const paths = useMemo(
    () => steps.filter((step) => step.node_id === shown.node_id).map((step) => step.path),
    [steps, shown.node_id],
  );
  const choices = useMemo(() => roundChoices(paths, shown.path), [paths, shown.path]);
  if (choices.length === 0) return null;
  return (
    <fieldset className="mb-3 flex flex-wrap items-center gap-x-4 gap-y-2">
      <legend className="sr-only">{t.picker}</legend>
      {choices.map((choice, level) => (
        <OneLoop
          key={choice.loop}
          choice={choice}
          label={labelOf(choice.loop)}
          onChoose={(index) => {
            const path = pathInRound(paths, shown.path, level, index);
            if (path !== null) onSelect(path);
          }}
        />
      ))}
    </fieldset>
  );
}

interface OneLoopProps {
  choice: RoundChoice;
  label: string;
  onChoose: (index: number) => void;
}

function OneLoop({ choice: { index, indexes }, label, onChoose }: OneLoopProps) {
  const [typed, setTyped] = useState<string | null>(null);
  const at = indexes.indexOf(index);
  const before = indexes[at - 1];
  const after = indexes[at + 1];
  const last = indexes.at(-1) ?? index;

  function go() {
    const wanted = Number(typed);
    if (typed !== null && typed.trim() !== '' && Number.isInteger(wanted)) onChoose(wanted);
    setTyped(null);
  }

  return (
    <div className="flex items-center gap-1.5 text-sm">
      <span className="max-w-40 truncate text-muted text-xs" title={label}>
        {label}
      </span>
      <IconButton
        size="sm"
        label={t.previous}
        disabled={before === undefined}
        onClick={() => before !== undefined && onChoose(before)}
      >
        <ChevronLeft aria-hidden />
      </IconButton>
      <Input
        inputMode="numeric"
        aria-label={t.picker_of(label)}
        className="h-7 w-18 text-center tabular-nums"
        value={typed ?? String(index)}
        onChange={(event) => setTyped(event.target.value)}
        onBlur={go}
        onKeyDown={(event) => {
          if (event.key === 'Enter') go();
          if (event.key === 'Escape') setTyped(null);
        }}
      />
      <span className="text-muted text-xs tabular-nums">{t.range(indexes[0] ?? index, last)}</span>
      <IconButton
        size="sm"
        label={t.next}
        disabled={after === undefined}
        onClick={() => after !== undefined && onChoose(after)}
      >
        <ChevronRight aria-hidden />
      </IconButton>
    </div>
  );
}
