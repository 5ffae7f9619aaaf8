import {
  type Combine,
  type Condition,
  type ConditionEntry,
  type ConditionGroup,
  isConditionGroup,
} from '@millrace/core';
import { Brackets } from 'lucide-react';
import { useRef } from 'react';
import { Button } from '../../../../components/ui/button.tsx';
import { Tooltip } from '../../../../components/ui/tooltip.tsx';
import { text } from '../../../../strings/builder.ts';
import { conditionWords as words } from '../../../../strings/conditions.ts';
import { words as all } from '../../../../strings/expressions.ts';
import { focusAdded, Rows } from '../fields/rows.tsx';
import { CombineChoice } from './combine_choice.tsx';
import { ConditionRow } from './condition_row.tsx';
import type { EntryVerdict, Verdict } from './verdicts.ts';
import { VerdictLine } from './would_go.tsx';

const names = text.fields.conditions;

interface ConditionsEditorProps {
  entries: readonly ConditionEntry[];
  combine: Combine;
  onEntries: (entries: ConditionEntry[] | undefined) => void;
  onCombine: (combine: Combine) => void;
  verdicts: readonly EntryVerdict[];
  id: string;
  /** Where the entries lie in the configuration: `conditions`, `cases.0.conditions`. */
  place: string;
  readOnly: boolean;
}

const blank = (): Condition => ({ left: '', op: 'equals', right: '' });

/** Rows and groups of rows of which all or any must hold, each with what it comes to on the sample data. */
export function ConditionsEditor(props: ConditionsEditorProps) {
  const { entries, combine, onEntries, onCombine, verdicts, id, place, readOnly } = props;
  // There is always a row to fill in.
  const shown: readonly ConditionEntry[] = entries.length > 0 ? entries : [{ left: '', op: 'equals' }];
  const put = (next: ConditionEntry[]) => onEntries(next.length === 0 ? undefined : next);
  const whole = useRef<HTMLDivElement>(null);
  /** With its last row; the focus goes on where conditions are added. */
  const removeGroup = (at: number) => {
    put(shown.filter((_, other) => other !== at));
    requestAnimationFrame(() =>
      [...(whole.current?.querySelectorAll<HTMLElement>('[data-add]') ?? [])].at(-1)?.focus(),
    );
  };
  const addGroup = () => {
    put([...shown, newGroup(combine)]);
    focusAdded(whole.current?.querySelector<HTMLElement>(':scope > [data-rows]') ?? null, shown.length);
  };
  return (
    <div ref={whole} className="flex flex-col gap-2">
      {shown.length > 1 && <CombineChoice value={combine} onChange={onCombine} readOnly={readOnly} />}
      <Rows
        rows={shown}
        onChange={put}
        blank={(): ConditionEntry => blank()}
        addLabel={names.add}
        rowLabel={(n, entry) => (isConditionGroup(entry) ? words.group_row(String(n)) : words.row(String(n)))}
        readOnly={readOnly}
        aside={<AddGroup onAdd={addGroup} />}
      >
        {(entry, change, index) => (
          <div data-field={`${place}.${index}`} className="flex min-w-0 flex-col gap-2">
            {index > 0 && <Joint combine={combine} />}
            {isConditionGroup(entry) ? (
              <Group
                group={entry}
                onChange={(next) => (next.conditions.length > 0 ? change(next) : removeGroup(index))}
                verdict={verdicts[index] ?? { kind: 'open' }}
                id={`${id}-${index}`}
                place={`${place}.${index}.conditions`}
                number={index + 1}
                readOnly={readOnly}
              />
            ) : (
              <ConditionRow
                row={entry}
                onChange={change}
                id={`${id}-${index}`}
                verdict={verdicts[index] ?? { kind: 'open' }}
                readOnly={readOnly}
              />
            )}
          </div>
        )}
      </Rows>
    </div>
  );
}

/** A group asks the other way than what it lies in: else it would change nothing. */
function newGroup(around: Combine): ConditionGroup {
  return { combine: around === 'all' ? 'any' : 'all', conditions: [blank(), blank()] };
}

function AddGroup({ onAdd }: { onAdd: () => void }) {
  return (
    <Tooltip label={words.add_group_hint}>
      <Button size="sm" variant="ghost" onClick={onAdd}>
        <Brackets aria-hidden />
        {words.add_group}
      </Button>
    </Tooltip>
  );
}

function Joint({ combine }: { combine: Combine }) {
  const { and, or } = all.conditions;
  return <p className="font-medium text-muted text-xs">{combine === 'any' ? or : and}</p>;
}

interface GroupProps {
  group: ConditionGroup;
  onChange: (group: ConditionGroup) => void;
  verdict: EntryVerdict;
  id: string;
  place: string;
  number: number;
  readOnly: boolean;
}

/** Rows that count as one. */
function Group({ group, onChange, verdict, id, place, number, readOnly }: GroupProps) {
  const combine = group.combine ?? 'all';
  return (
    <>
      <CombineChoice
        value={combine}
        onChange={(next) => onChange({ ...group, combine: next })}
        readOnly={readOnly}
        label={words.combine_group}
      />
      <Rows
        rows={group.conditions}
        onChange={(conditions) => onChange({ ...group, conditions })}
        blank={blank}
        addLabel={words.add_to_group}
        rowLabel={(n) => words.row(`${number}.${n}`)}
        readOnly={readOnly}
      >
        {(row, change, index) => (
          <div data-field={`${place}.${index}`} className="flex min-w-0 flex-col gap-2">
            {index > 0 && <Joint combine={combine} />}
            <ConditionRow
              row={row}
              onChange={change}
              id={`${id}-${index}`}
              verdict={verdict.rows?.[index] ?? { kind: 'open' }}
              readOnly={readOnly}
            />
          </div>
        )}
      </Rows>
      <VerdictLine verdict={plain(verdict)} of="group" />
    </>
  );
}

/** What stops it is said at its row. */
function plain({ kind }: EntryVerdict): Verdict {
  return kind === 'holds' || kind === 'fails' ? { kind } : { kind: 'open' };
}
