import type { Condition } from '@millrace/core';
import { useMemo } from 'react';
import { Select } from '../../../../components/ui/select.tsx';
import { text } from '../../../../strings/builder.ts';
import { words as all } from '../../../../strings/expressions.ts';
import { getAt } from '../../../document/edits/update_config.ts';
import { ExpressionInput } from '../../../expressions/expression_input.tsx';
import { originOfText, weakest } from '../../../expressions/origin.ts';
import { CombineChoice } from '../conditions/combine_choice.tsx';
import { combined, isFilledRow, rowVerdict, type Verdict } from '../conditions/verdicts.ts';
import { VerdictLine, WouldGo } from '../conditions/would_go.tsx';
import type { FieldProps } from '../field_props.ts';
import { useNodeForm } from '../node_form_context.tsx';
import { opOf, opOptionsFor, takesRight, typedValue } from './ops.ts';
import { Rows, rowsOf } from './rows.tsx';
import { written } from './text.tsx';

const names = text.fields.conditions;
const words = all.conditions;

/** A condition as rows: a value, an operator, and what it is compared with; each and all together on the sample data. */
export function ConditionsField({ path, value, onChange, id, readOnly }: FieldProps) {
  const given = rowsOf<Condition>(value);
  // There is always a row to fill in.
  const rows = given.length > 0 ? given : [{ left: '', op: 'equals' }];
  const { combine, setCombine } = useCombine(path);
  const verdicts = useVerdicts(value);
  return (
    <div id={id} className="flex flex-col gap-2">
      {rows.length > 1 && <CombineChoice value={combine} onChange={setCombine} readOnly={readOnly} />}
      <Rows
        rows={rows}
        onChange={(next) => onChange(next.length === 0 ? undefined : next)}
        blank={(): Condition => ({ left: '', op: 'equals', right: '' })}
        addLabel={names.add}
        rowLabel={names.row}
        readOnly={readOnly}
      >
        {(row, change, index) => (
          <>
            {index > 0 && (
              <p className="font-medium text-muted text-xs">{combine === 'any' ? words.or : words.and}</p>
            )}
            <ConditionRow
              row={row}
              onChange={change}
              id={`${id}-${index}`}
              verdict={verdicts[index] ?? { kind: 'open' }}
              readOnly={readOnly}
            />
          </>
        )}
      </Rows>
      <Outlook rows={given} verdicts={verdicts} combine={combine} />
    </div>
  );
}

/** How the rows are combined is a field beside them. */
function useCombine(path: FieldProps['path']) {
  const { node, setConfig } = useNodeForm();
  const place = [...path.slice(0, -1), 'combine'];
  const combine: 'all' | 'any' = getAt(node.config, place) === 'any' ? 'any' : 'all';
  return {
    combine,
    setCombine: (next: 'all' | 'any') => setConfig(place, next === 'all' ? undefined : next),
  };
}

function useVerdicts(value: unknown): Verdict[] {
  const { scope, timezone } = useNodeForm();
  return useMemo(
    () => rowsOf<Condition>(value).map((row) => rowVerdict(row, scope, timezone)),
    [value, scope, timezone],
  );
}

interface OutlookProps {
  rows: readonly Condition[];
  verdicts: readonly Verdict[];
  combine: 'all' | 'any';
}

function Outlook({ rows, verdicts, combine }: OutlookProps) {
  const { node, sources } = useNodeForm();
  if (!rows.some(isFilledRow)) return null;
  const { holds, decides } = combined(verdicts, combine);
  if (holds === null) return <WouldGo port={null} tone="other" reason={words.some_broken} />;
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

interface ConditionRowProps {
  row: Condition;
  onChange: (row: Condition) => void;
  id: string;
  verdict: Verdict;
  readOnly: boolean;
}

function ConditionRow({ row, onChange, id, verdict, readOnly }: ConditionRowProps) {
  const op = opOf(row.op);
  const left = 'left' in verdict ? verdict.left : undefined;
  return (
    <>
      <ExpressionInput
        bare
        value={written(row.left)}
        label={names.left}
        id={`${id}-left`}
        placeholder="trigger.data.total"
        readOnly={readOnly}
        onChange={(next) => onChange({ ...row, op, left: next })}
      />
      <Select
        options={opOptionsFor(left, op)}
        value={op}
        aria-label={names.op}
        disabled={readOnly}
        onChange={(next) => onChange({ ...row, op: next })}
      />
      {takesRight(op) && (
        <ExpressionInput
          value={written(row.right)}
          label={names.right}
          id={`${id}-right`}
          placeholder="1000"
          readOnly={readOnly}
          onChange={(right) => onChange({ ...row, op, right: typedValue(right) })}
        />
      )}
      <VerdictLine
        verdict={verdict.kind === 'holds' || verdict.kind === 'fails' ? { kind: verdict.kind } : verdict}
      />
    </>
  );
}
