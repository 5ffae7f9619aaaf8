import { cn } from '../../../components/ui/cn.ts';
import { text } from '../../../strings/builder.ts';
import { useNodeForm } from './node_form_context.tsx';

interface ConditionModeProps {
  mode: 'builder' | 'expression';
  onChange: (mode: 'builder' | 'expression') => void;
  values: Readonly<Record<string, unknown>>;
}

const words = text.fields.conditions;

/** Rows or an expression. The one that is left is emptied: two conditions at once would leave open which one counts. */
export function ConditionMode({ mode, onChange, values }: ConditionModeProps) {
  const { setConfig, readOnly } = useNodeForm();
  function choose(next: 'builder' | 'expression') {
    if (next === mode) return;
    if (next === 'builder' && values.condition !== undefined) setConfig(['condition'], undefined);
    if (next === 'expression' && values.conditions !== undefined) setConfig(['conditions'], undefined);
    onChange(next);
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
