import type { FieldSpec } from './field_spec.ts';

/** What every control gets: what it is for, its value, and what to call when the person changes it. */
export interface FieldProps {
  spec: FieldSpec;
  /** Where in the configuration it lies; `['headers']`, `['auth', 'token']`. */
  path: readonly (string | number)[];
  value: unknown;
  /** `undefined` empties the field. Changes of the same field in quick succession are one undo step. */
  onChange: (value: unknown) => void;
  id: string;
  describedBy: string | undefined;
  invalid: boolean;
  readOnly: boolean;
}
