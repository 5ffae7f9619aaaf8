import type { Combine, Condition, ConditionEntry } from '@millrace/core';
import { useMemo } from 'react';
import { words as all } from '../../../../strings/expressions.ts';
import { getAt } from '../../../document/edits/update_config.ts';
import { originOfText, weakest } from '../../../expressions/origin.ts';
import { ConditionsEditor } from '../conditions/conditions_editor.tsx';
import { useSample } from '../conditions/use_sample.ts';
import { allRows, combined, type EntryVerdict, entryVerdict, isFilledRow } from '../conditions/verdicts.ts';
import { WouldGo, whyOpen } from '../conditions/would_go.tsx';
import type { FieldProps } from '../field_props.ts';
import { useNodeForm } from '../node_form_context.tsx';
import { rowsOf } from './rows.tsx';
import { written } from './text.tsx';

const words = all.conditions;

/** A condition as rows and groups of rows; each and all together on the sample data. */
export function ConditionsField({ path, value, onChange, id, readOnly }: FieldProps) {
  const entries = rowsOf<ConditionEntry>(value);
  const { combine, setCombine } = useCombine(path);
  const verdicts = useVerdicts(value);
  return (
    <div id={id} className="flex flex-col gap-2">
      <ConditionsEditor
        entries={entries}
        combine={combine}
        onEntries={onChange}
        onCombine={setCombine}
        verdicts={verdicts}
        id={id}
        place={path.join('.')}
        readOnly={readOnly}
      />
      <Outlook rows={allRows(entries)} verdicts={verdicts} combine={combine} />
    </div>
  );
}

/** How the rows are combined is a field beside them. */
function useCombine(path: FieldProps['path']) {
  const { node, setConfig } = useNodeForm();
  const place = [...path.slice(0, -1), 'combine'];
  const combine: Combine = getAt(node.config, place) === 'any' ? 'any' : 'all';
  return {
    combine,
    setCombine: (next: Combine) => setConfig(place, next === 'all' ? undefined : next),
  };
}

function useVerdicts(value: unknown): EntryVerdict[] {
  const sample = useSample();
  return useMemo(
    () => rowsOf<ConditionEntry>(value).map((entry) => entryVerdict(entry, sample)),
    [value, sample],
  );
}

interface OutlookProps {
  rows: readonly Condition[];
  verdicts: readonly EntryVerdict[];
  combine: Combine;
}

function Outlook({ rows, verdicts, combine }: OutlookProps) {
  const { node, sources } = useNodeForm();
  if (!rows.some(isFilledRow)) return null;
  const { holds, decides } = combined(verdicts, combine);
  if (holds === null) return <WouldGo port={null} tone="other" reason={whyOpen(verdicts)} />;
  const reason = decides === null ? undefined : words.because(decides + 1);
  const port =
    node.subtype === 'if' ? words[holds ? 'true' : 'false'] : holds ? words.holds_short : words.fails_short;
  const origin = weakest(
    rows.flatMap(({ left, right }) => [
      originOfText(written(left), true, sources),
      originOfText(written(right), false, sources),
    ]),
  );
  return <WouldGo port={port} tone={holds ? 'true' : 'false'} origin={origin} {...(reason && { reason })} />;
}
