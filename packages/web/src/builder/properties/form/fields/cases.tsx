import { useMemo } from 'react';
import { Input } from '../../../../components/ui/input.tsx';
import { text } from '../../../../strings/builder.ts';
import { words as all } from '../../../../strings/expressions.ts';
import { useDocumentStore } from '../../../document/context.tsx';
import { setCases } from '../../../document/edits/set_cases.ts';
import { ExpressionInput } from '../../../expressions/expression_input.tsx';
import { originOfText, weakest } from '../../../expressions/origin.ts';
import { expressionVerdict, takenCase, type Verdict } from '../conditions/verdicts.ts';
import { VerdictLine, WouldGo } from '../conditions/would_go.tsx';
import type { FieldProps } from '../field_props.ts';
import { useNodeForm } from '../node_form_context.tsx';
import { Rows, rowsOf } from './rows.tsx';
import { written } from './text.tsx';

interface Case {
  label?: string;
  condition?: unknown;
}

const names = text.fields.cases;
const words = all.conditions;

/** The cases of a switch, each with its port; edges follow their case when cases move or go. */
export function CasesField({ value, id, readOnly }: FieldProps) {
  const store = useDocumentStore();
  const { node } = useNodeForm();
  const cases = rowsOf<Case>(value);
  const verdicts = useVerdicts(value);
  const taken = takenCase(verdicts);
  return (
    <div id={id} className="flex flex-col gap-2">
      <Rows
        rows={cases}
        sortable
        readOnly={readOnly}
        addLabel={names.add}
        rowLabel={names.case}
        blank={(): Case => ({ label: names.case(cases.length + 1), condition: '' })}
        onChange={(next, origin) => {
          const typed = next.length === cases.length && origin.every((old, index) => old === index);
          store.getState().edit((definition) => setCases(definition, node.id, next, origin), {
            group: typed ? `cases ${node.id}` : undefined,
          });
        }}
      >
        {(row, change, index) => (
          <>
            <Input
              aria-label={words.case_name(index + 1)}
              value={row.label ?? ''}
              placeholder={names.case(index + 1)}
              readOnly={readOnly}
              onChange={(event) => change({ ...row, label: event.target.value })}
            />
            <ExpressionInput
              bare
              reading="condition"
              value={written(row.condition)}
              label={names.condition}
              id={`${id}-${index}`}
              placeholder="order.status == 'paid'"
              readOnly={readOnly}
              onChange={(condition) => change({ ...row, condition })}
            />
            <CaseVerdict verdict={verdicts[index]} behind={behind(cases, taken, index)} />
          </>
        )}
      </Rows>
      {cases.length > 0 && <Outlook cases={cases} taken={taken} />}
    </div>
  );
}

function useVerdicts(value: unknown): Verdict[] {
  const { scope, timezone } = useNodeForm();
  return useMemo(
    () => rowsOf<Case>(value).map(({ condition }) => expressionVerdict(condition, scope, timezone)),
    [value, scope, timezone],
  );
}

const nameOf = ({ label }: Case, index: number) => label?.trim() || names.case(index + 1);

/** The case that is taken before this one, so that nobody looks at it. */
function behind(cases: readonly Case[], taken: number | null, index: number): string | null {
  return taken !== null && taken >= 0 && index > taken ? nameOf(cases[taken]!, taken) : null;
}

function CaseVerdict({ verdict, behind: before }: { verdict: Verdict | undefined; behind: string | null }) {
  // What does not compile is said below its field.
  if (!verdict || verdict.kind === 'open' || verdict.kind === 'error') return null;
  if (before) return <p className="text-faint text-xs">{words.not_looked_at(before)}</p>;
  return <VerdictLine verdict={verdict} />;
}

function Outlook({ cases, taken }: { cases: readonly Case[]; taken: number | null }) {
  const { sources } = useNodeForm();
  if (taken === null) return <WouldGo port={null} tone="other" reason={words.some_broken} />;
  // Those after the one that is taken are not looked at.
  const read = taken < 0 ? cases : cases.slice(0, taken + 1);
  const origin = weakest(read.map(({ condition }) => originOfText(written(condition), true, sources)));
  if (taken < 0) return <WouldGo port={words.else} tone="false" reason={words.only_else} origin={origin} />;
  return <WouldGo port={nameOf(cases[taken]!, taken)} tone="true" origin={origin} />;
}
