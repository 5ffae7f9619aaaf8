import { useState } from 'react';
import { jsonWords } from '../../../../strings/json_editor.ts';
import { ExpressionInput } from '../../../expressions/expression_input.tsx';
import { useJsonProblem } from '../../../expressions/json/use_json_problem.ts';
import { JsonEditor } from '../../../expressions/json_editor.tsx';
import { parseJson } from '../../../expressions/parse_json.ts';
import type { FieldProps } from '../field_props.ts';
import { useNodeForm } from '../node_form_context.tsx';

/**
 * JSON with expressions in it. Kept as data where it is JSON, and as text where an expression stands outside of a
 * string (`{ "total": {{ order.total }} }`), or while it is being typed.
 */
export function JsonField({ spec, value, onChange, id, describedBy, invalid, readOnly }: FieldProps) {
  const { expressions } = useNodeForm();
  const [draft, setDraft] = useState(() => shown(value ?? spec.fallback));
  const stored = value ?? spec.fallback;
  const current = sameValue(read(draft), stored) ? draft : shown(stored);
  const problem = useJsonProblem(current, true);
  const change = (next: string) => {
    setDraft(next);
    onChange(read(next));
  };
  if (!expressions) {
    return <JsonEditor label={spec.title} id={id} value={current} readOnly={readOnly} onChange={change} />;
  }
  return (
    <div className="flex flex-col gap-1">
      <ExpressionInput
        value={current}
        label={spec.title}
        id={id}
        describedBy={[describedBy, problem && `${id}-json`].filter(Boolean).join(' ') || undefined}
        invalid={invalid}
        readOnly={readOnly}
        required={spec.required}
        multiline
        reading="json"
        placeholder={spec.placeholder ?? '{ "name": "{{ trigger.data.name }}" }'}
        onChange={change}
      />
      {problem && (
        <p id={`${id}-json`} className="text-warning text-xs">
          {problem.message} {jsonWords.would_be_text}
        </p>
      )}
    </div>
  );
}

/** What a text stands for: data where it is an object or list, the text itself otherwise. */
function read(draft: string): unknown {
  if (draft.trim() === '') return undefined;
  const parsed = parseJson(draft);
  return parsed.ok && typeof parsed.value === 'object' && parsed.value !== null ? parsed.value : draft;
}

function shown(value: unknown): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'string' ? value : JSON.stringify(value, null, 2);
}

function sameValue(a: unknown, b: unknown): boolean {
  return a === b || JSON.stringify(a ?? null) === JSON.stringify(b ?? null);
}
