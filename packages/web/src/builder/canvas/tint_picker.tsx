import { type Tint, tints } from '@millrace/core';
import { Check } from 'lucide-react';
import { RadioGroup } from 'radix-ui';
import { text } from '../../strings/canvas.ts';

/** The six colours of notes and groups, as a group of radio buttons. */
export function TintPicker({ value, onChange }: { value: Tint; onChange: (tint: Tint) => void }) {
  return (
    <RadioGroup.Root
      aria-label={text.tint}
      className="flex items-center gap-1 px-1"
      orientation="horizontal"
      value={value}
      onValueChange={(tint) => onChange(tint as Tint)}
    >
      {tints.map((tint) => (
        <RadioGroup.Item
          key={tint}
          value={tint}
          data-tint={tint}
          aria-label={text.tints[tint]}
          title={text.tints[tint]}
          className="tint-dot flex size-5 items-center justify-center rounded-full border"
        >
          <RadioGroup.Indicator>
            <Check aria-hidden className="size-3" strokeWidth={3} />
          </RadioGroup.Indicator>
        </RadioGroup.Item>
      ))}
    </RadioGroup.Root>
  );
}
