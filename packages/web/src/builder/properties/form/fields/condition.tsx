import { useMemo } from 'react';
import { words as all } from '../../../../strings/expressions.ts';
import { ExpressionInput } from '../../../expressions/expression_input.tsx';
import { originOfText } from '../../../expressions/origin.ts';
import { useSample } from '../conditions/use_sample.ts';
import { expressionVerdict } from '../conditions/verdicts.ts';
import { VerdictLine, WouldGo } from '../conditions/would_go.tsx';
import type { FieldProps } from '../field_props.ts';
import { useNodeForm } from '../node_form_context.tsx';
import { written } from './text.tsx';

const words = all.conditions;

/** A condition as one expression; says whether it holds on the sample data, and where the node would go. */
export function ConditionField({ spec, value, onChange, id, describedBy, invalid, readOnly }: FieldProps) {
  const { node, sources } = useNodeForm();
  const sample = useSample();
  const shown = written(value ?? spec.fallback);
  const verdict = useMemo(() => expressionVerdict(shown, sample), [shown, sample]);
  const isBranch = node.subtype === 'if' && spec.name === 'condition';
  const told = verdict.kind === 'holds' || verdict.kind === 'fails';
  return (
    <div className="flex flex-col gap-1">
      <ExpressionInput
        bare
        reading="condition"
        multiline
        value={shown}
        label={spec.title}
        id={id}
        describedBy={describedBy}
        invalid={invalid}
        readOnly={readOnly}
        required={spec.required}
        placeholder={spec.placeholder}
        onChange={(next) => onChange(next === '' ? undefined : next)}
        className="[&_.cm-content]:!min-h-8"
      />
      {told && !isBranch && <VerdictLine verdict={verdict} />}
      {told && isBranch && (
        <WouldGo
          port={verdict.kind === 'holds' ? words.true : words.false}
          tone={verdict.kind === 'holds' ? 'true' : 'false'}
          origin={originOfText(shown, true, sources)}
        />
      )}
    </div>
  );
}
