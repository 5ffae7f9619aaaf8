/** Whether the choices of a field can be asked for, and with what. Pure. */
import { isExpression } from './field_spec.ts';

export type OptionsState =
  /** Another field has to be filled in first. */
  | { kind: 'needs'; fields: readonly string[] }
  /** Another field is given by an expression: what it gives is known only when it runs. */
  | { kind: 'computed'; field: string }
  | { kind: 'ready'; input: Record<string, unknown> };

/** @param depends_on names of inputs that decide the choices */
export function optionsState(
  depends_on: readonly string[],
  config: Readonly<Record<string, unknown>>,
): OptionsState {
  const computed = depends_on.find((name) => isExpression(config[name]));
  if (computed !== undefined) return { kind: 'computed', field: computed };
  const fields = depends_on.filter((name) => config[name] === undefined || config[name] === '');
  if (fields.length > 0) return { kind: 'needs', fields };
  return { kind: 'ready', input: Object.fromEntries(depends_on.map((name) => [name, config[name]])) };
}
