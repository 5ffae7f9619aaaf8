import type { WorkflowSettings } from '@millrace/core';
import { type ReactNode, useState } from 'react';
import { Field } from '../../components/ui/field.tsx';
import { Input } from '../../components/ui/input.tsx';
import { Select, type SelectOption } from '../../components/ui/select.tsx';
import { text } from '../../strings/builder.ts';
import { SettingPlace, useSettingFinding } from './setting_place.tsx';
import { useSetting } from './use_setting.ts';

/** Settings that belong together. */
export function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="flex flex-col gap-5 border-line border-t pt-5">
      <h3 className="font-semibold text-base">{title}</h3>
      {children}
    </section>
  );
}

type Values<T> = {
  [Name in keyof WorkflowSettings]-?: NonNullable<WorkflowSettings[Name]> extends T ? Name : never;
}[keyof WorkflowSettings];
type NumberName = Values<number>;
type ChoiceName = 'retry_policy' | 'on_overlap' | 'missed_schedules' | 'save_data';

interface NumberSettingProps {
  name: NumberName;
  label: string;
  hint: string;
  /** What holds while it is empty. */
  placeholder: string;
  range: readonly [min: number, max: number];
}

/** A number. What is not valid stays in the field with the reason, and is not kept. */
export function NumberSetting({ name, label, hint, placeholder, range: [min, max] }: NumberSettingProps) {
  const { value, readOnly, change } = useSetting(name);
  const finding = useSettingFinding(name);
  const [refused, setRefused] = useState<string | null>(null);
  const error = refused === null ? finding.error : text.settings.out_of_range(min, max);
  return (
    <SettingPlace name={name}>
      <Field label={label} hint={hint} error={error} warning={finding.warning}>
        {(control) => (
          <Input
            {...control}
            type="number"
            className="max-w-60"
            min={min}
            max={max}
            placeholder={placeholder}
            value={refused ?? value ?? ''}
            readOnly={readOnly}
            onChange={(event) => {
              const { value: typed, valueAsNumber } = event.target;
              setRefused(change(typed === '' ? undefined : valueAsNumber) ? null : typed);
            }}
            onBlur={() => setRefused(null)}
          />
        )}
      </Field>
    </SettingPlace>
  );
}

interface ChoiceSettingProps<Name extends ChoiceName> {
  name: Name;
  label: string;
  hint?: string;
  options: readonly SelectOption<NonNullable<WorkflowSettings[Name]>>[];
  /** What holds while nothing is chosen. */
  fallback: NonNullable<WorkflowSettings[Name]>;
  disabled?: boolean;
}

/** One of a few ways. */
export function ChoiceSetting<Name extends ChoiceName>(props: ChoiceSettingProps<Name>) {
  const { name, label, hint, options, fallback, disabled } = props;
  const { value, readOnly, change } = useSetting(name);
  const finding = useSettingFinding(name);
  return (
    <SettingPlace name={name}>
      <Field label={label} hint={hint} {...finding}>
        {({ id, 'aria-describedby': describedBy }) => (
          <Select
            id={id}
            aria-label={label}
            aria-describedby={describedBy}
            options={options}
            value={value ?? fallback}
            disabled={readOnly || disabled}
            onChange={(next) => change(next)}
          />
        )}
      </Field>
    </SettingPlace>
  );
}
