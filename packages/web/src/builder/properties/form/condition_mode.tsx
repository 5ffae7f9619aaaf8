import type { Condition } from '@millrace/core';
import { cn } from '../../../components/ui/cn.ts';
import { text } from '../../../strings/builder.ts';
import { useDocumentStore } from '../../document/context.tsx';
import { updateConfig } from '../../document/edits/update_config.ts';
import { rowsToSource, sourceToRows } from './conditions/condition_text.ts';
import { useNodeForm } from './node_form_context.tsx';

interface ConditionModeProps {
  mode: 'builder' | 'expression';
  onChange: (mode: 'builder' | 'expression') => void;
  values: Readonly<Record<string, unknown>>;
}

const words = text.fields.conditions;

/**
 * Rows or an expression. What was given in one way is said in the other, so that nothing is lost; the one that is left is
 * emptied, because two conditions at once would leave open which one counts.
 */
export function ConditionMode({ mode, onChange, values }: ConditionModeProps) {
  const { node, readOnly } = useNodeForm();
  const store = useDocumentStore();
  function choose(next: 'builder' | 'expression') {
    if (next === mode) return;
    if (next === 'builder') toRows();
    else toExpression();
    onChange(next);
  }
  /** One step for undo, whatever it changes. */
  function put(config: Readonly<Record<string, unknown>>) {
    store
      .getState()
      .edit((definition) =>
        Object.entries(config).reduce(
          (changed, [name, value]) => updateConfig(changed, node.id, [name], value),
          definition,
        ),
      );
  }
  function toRows() {
    if (values.condition === undefined) return;
    const { conditions, combine } = sourceToRows(String(values.condition));
    put({
      condition: undefined,
      conditions: conditions.length > 0 ? conditions : undefined,
      combine: combine === 'any' ? combine : undefined,
    });
  }
  function toExpression() {
    const rows = Array.isArray(values.conditions) ? (values.conditions as Condition[]) : [];
    if (rows.length === 0) return;
    const source = rowsToSource(rows, values.combine === 'any' ? 'any' : 'all');
    put({ conditions: undefined, combine: undefined, condition: source === '' ? undefined : source });
  }
  return (
    <div
      role="radiogroup"
      aria-label={words.mode}
      className="flex self-start rounded-md border border-line-strong p-0.5"
    >
      {(['builder', 'expression'] as const).map((each) => (
        // biome-ignore lint/a11y/useSemanticElements: a segmented control; radio inputs could not be drawn this way
        <button
          key={each}
          type="button"
          role="radio"
          aria-checked={mode === each}
          disabled={readOnly}
          className={cn(
            'h-6 rounded-sm px-2.5 font-medium text-xs',
            mode === each ? 'bg-hover text-fg' : 'text-muted hover:text-fg',
          )}
          onClick={() => choose(each)}
        >
          {words[each]}
        </button>
      ))}
    </div>
  );
}
