import { cn } from '../../../../components/ui/cn.ts';
import { words as all } from '../../../../strings/expressions.ts';

const words = all.conditions;

interface CombineChoiceProps {
  value: 'all' | 'any';
  onChange: (value: 'all' | 'any') => void;
  readOnly: boolean;
  label?: string;
}

/** Whether all conditions must hold or any of them. */
export function CombineChoice({ value, onChange, readOnly, label = words.combine }: CombineChoiceProps) {
  return (
    <div
      role="radiogroup"
      aria-label={label}
      className="flex self-start rounded-md border border-line-strong p-0.5"
    >
      {(['all', 'any'] as const).map((each) => (
        // biome-ignore lint/a11y/useSemanticElements: a segmented control; radio inputs could not be drawn this way
        <button
          key={each}
          type="button"
          role="radio"
          aria-checked={value === each}
          disabled={readOnly}
          className={cn(
            'h-6 rounded-sm px-2.5 font-medium text-xs',
            value === each ? 'bg-hover text-fg' : 'text-muted hover:text-fg',
          )}
          onClick={() => onChange(each)}
        >
          {words[each]}
        </button>
      ))}
    </div>
  );
}
