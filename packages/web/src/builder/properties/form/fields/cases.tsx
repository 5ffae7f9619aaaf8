import { type Combine, type ConditionConfig, type ConditionEntry, caseWords } from '@millrace/core';
import { useMemo } from 'react';
import { Input } from '../../../../components/ui/input.tsx';
import { text } from '../../../../strings/builder.ts';
import { conditionWords as more } from '../../../../strings/conditions.ts';
import { words as all } from '../../../../strings/expressions.ts';
import { useDocumentStore } from '../../../document/context.tsx';
import { setCases } from '../../../document/edits/set_cases.ts';
import { ExpressionInput } from '../../../expressions/expression_input.tsx';
import { type KnownOrigin, type Origin, originOfText, weakest } from '../../../expressions/origin.ts';
import { asExpression, asRows, ModeChoice } from '../condition_mode.tsx';
import { ConditionsEditor } from '../conditions/conditions_editor.tsx';
import { useSample } from '../conditions/use_sample.ts';
import { allRows, conditionVerdict, entryVerdict, takenCase, type Verdict } from '../conditions/verdicts.ts';
import { VerdictLine, WouldGo, whyOpen } from '../conditions/would_go.tsx';
import type { FieldProps } from '../field_props.ts';
import { useNodeForm } from '../node_form_context.tsx';
import { Rows, rowsOf } from './rows.tsx';
import { written } from './text.tsx';

interface Case {
  label?: string;
  condition?: unknown;
  conditions?: ConditionEntry[];
  combine?: Combine;
}

const names = text.fields.cases;
const words = all.conditions;

/** The cases of a switch, each with its port; edges follow their case when cases move or go. */
export function CasesField({ path, value, id, readOnly }: FieldProps) {
  const store = useDocumentStore();
  const { node } = useNodeForm();
  const cases = rowsOf<Case>(value);
  const verdicts = useVerdicts(value);
  const taken = takenCase(verdicts);
  return (
    <div id={id} className="flex flex-col gap-2">
      <Rows
        rows={cases}
        path={path}
        sortable
        readOnly={readOnly}
        addLabel={names.add}
        rowLabel={(n, row) => titled(caseWords(row, n - 1))}
        blank={(): Case => ({ label: freeName(cases) })}
        onChange={(next, origin) => {
          const typed = next.length === cases.length && origin.every((old, index) => old === index);
          store.getState().edit((definition) => setCases(definition, node.id, next, origin), {
            group: typed ? `cases ${node.id}` : undefined,
          });
        }}
      >
        {(row, change, index) => (
          <div data-field={`${path.join('.')}.${index}`} className="flex min-w-0 flex-col gap-2">
            <Input
              aria-label={words.case_name(index + 1)}
              value={row.label ?? ''}
              placeholder={names.case(index + 1)}
              readOnly={readOnly}
              onChange={(event) => change({ ...row, label: event.target.value })}
            />
            <CaseCondition
              row={row}
              change={change}
              id={`${id}-${index}`}
              place={`${path.join('.')}.${index}.conditions`}
              name={caseWords(row, index)}
              readOnly={readOnly}
            />
            <CaseVerdict verdict={verdicts[index]} behind={behind(cases, taken, index)} />
          </div>
        )}
      </Rows>
      {cases.length > 0 && <Outlook cases={cases} taken={taken} verdicts={verdicts} />}
    </div>
  );
}

interface CaseConditionProps {
  row: Case;
  change: (row: Case) => void;
  id: string;
  place: string;
  name: string;
  readOnly: boolean;
}

/** What a case asks, as of a Conditional: rows, or an expression. */
function CaseCondition({ row, change, id, place, name, readOnly }: CaseConditionProps) {
  const sample = useSample();
  const { condition: _, conditions: __, combine: ___, ...rest } = row;
  const entries = rowsOf<ConditionEntry>(row.conditions);
  const combine: Combine = row.combine === 'any' ? 'any' : 'all';
  const { conditions } = row;
  const verdicts = useMemo(
    () => rowsOf<ConditionEntry>(conditions).map((entry) => entryVerdict(entry, sample)),
    [conditions, sample],
  );
  const mode = entries.length === 0 && row.condition !== undefined ? 'expression' : 'builder';
  return (
    <>
      <ModeChoice
        mode={mode}
        label={more.how_of_case(name)}
        readOnly={readOnly}
        onChange={(next) => change({ ...rest, ...(next === 'builder' ? asRows(row) : asExpression(row)) })}
      />
      {mode === 'builder' ? (
        <ConditionsEditor
          entries={entries}
          combine={combine}
          onEntries={(next) => change({ ...row, conditions: next })}
          onCombine={(next) => change({ ...row, combine: next })}
          verdicts={verdicts}
          id={id}
          place={place}
          readOnly={readOnly}
        />
      ) : (
        <ExpressionInput
          bare
          reading="condition"
          value={written(row.condition)}
          label={names.condition}
          id={id}
          placeholder="order.status == 'paid'"
          readOnly={readOnly}
          onChange={(condition) => change({ ...row, condition })}
        />
      )}
    </>
  );
}

function useVerdicts(value: unknown): Verdict[] {
  const sample = useSample();
  return useMemo(
    () => rowsOf<Case>(value).map((one) => conditionVerdict(one as ConditionConfig, sample)),
    [value, sample],
  );
}

const titled = (words: string) => words.charAt(0).toUpperCase() + words.slice(1);

/** A name that no other case has: after one was removed the number of the last is taken. */
function freeName(cases: readonly Case[]): string {
  const taken = new Set(cases.map(nameOf));
  let number = cases.length + 1;
  while (taken.has(names.case(number))) number++;
  return names.case(number);
}

const nameOf = ({ label }: Case, index: number) => label?.trim() || names.case(index + 1);

/** The case that is taken before this one, so that nobody looks at it. */
function behind(cases: readonly Case[], taken: number | null, index: number): string | null {
  return taken !== null && taken >= 0 && index > taken ? nameOf(cases[taken]!, taken) : null;
}

function CaseVerdict({ verdict, behind: before }: { verdict: Verdict | undefined; behind: string | null }) {
  // What does not compile is said below its field.
  if (!verdict || (verdict.kind !== 'holds' && verdict.kind !== 'fails')) return null;
  if (before) return <p className="text-faint text-xs">{words.not_looked_at(before)}</p>;
  return <VerdictLine verdict={verdict} />;
}

function originsOfCase({ condition, conditions }: Case, sources: readonly KnownOrigin[]): (Origin | null)[] {
  return [
    originOfText(written(condition), true, sources),
    ...allRows(rowsOf<ConditionEntry>(conditions)).flatMap(({ left, right }) => [
      originOfText(written(left), true, sources),
      originOfText(written(right), false, sources),
    ]),
  ];
}

interface OutlookProps {
  cases: readonly Case[];
  taken: number | null;
  verdicts: readonly Verdict[];
}

function Outlook({ cases, taken, verdicts }: OutlookProps) {
  const { sources } = useNodeForm();
  if (taken === null) return <WouldGo port={null} tone="other" reason={whyOpen(verdicts)} />;
  // Those after the one that is taken are not looked at.
  const read = taken < 0 ? cases : cases.slice(0, taken + 1);
  const origin = weakest(read.flatMap((one) => originsOfCase(one, sources)));
  if (taken < 0) return <WouldGo port={words.else} tone="false" reason={words.only_else} origin={origin} />;
  return <WouldGo port={nameOf(cases[taken]!, taken)} tone="true" origin={origin} />;
}
