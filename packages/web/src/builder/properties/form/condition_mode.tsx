import type { ConditionEntry } from '@millrace/core';
import { cn } from '../../../components/ui/cn.ts';
import { text } from '../../../strings/builder.ts';
import { useDocumentStore } from '../../document/context.tsx';
import { updateConfig } from '../../document/edits/update_config.ts';
import { type Rows, rowsToSource, sourceToRows } from './conditions/condition_text.ts';
import { rowsOf } from './fields/rows.tsx';
import { useNodeForm } from './node_form_context.tsx';

type Mode = 'builder' | 'expression';

interface ConditionModeProps {
  mode: Mode;
  onChange: (mode: Mode) => void;
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
  function choose(next: Mode) {
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
    if (values.condition !== undefined) put({ condition: undefined, ...asRows(values) });
  }
  function toExpression() {
    if (rowsOf(values.conditions).length > 0)
      put({ conditions: undefined, combine: undefined, ...asExpression(values) });
  }
  return <ModeChoice mode={mode} label={words.mode} readOnly={readOnly} onChange={choose} />;
}

interface Values {
  condition?: unknown;
  conditions?: unknown;
  combine?: unknown;
}

/** What a condition says as an expression, in rows. */
export function asRows({ condition }: Values): Partial<Rows> {
  const { conditions, combine } = sourceToRows(String(condition ?? ''));
  return {
    ...(conditions.length > 0 && { conditions }),
    ...(combine === 'any' && { combine }),
  };
}

/** What a condition says in rows, as an expression. */
export function asExpression({ conditions, combine }: Values): { condition: string } {
  return { condition: rowsToSource(rowsOf<ConditionEntry>(conditions), combine === 'any' ? 'any' : 'all') };
}

interface ModeChoiceProps {
  mode: Mode;
  label: string;
  readOnly: boolean;
  onChange: (mode: Mode) => void;
}

/** Rows or an expression, side by side. */
export function ModeChoice({ mode, label, readOnly, onChange }: ModeChoiceProps) {
  return (
    <div
      role="radiogroup"
      aria-label={label}
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
          onClick={() => each !== mode && onChange(each)}
        >
          {words[each]}
        </button>
      ))}
    </div>
  );
}
