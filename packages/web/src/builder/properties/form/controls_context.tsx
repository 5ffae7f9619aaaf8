import { type ComponentType, createContext, useContext } from 'react';
import type { FieldProps } from './field_props.ts';
import type { ControlKind } from './field_spec.ts';

export type Controls = Readonly<Record<ControlKind, ComponentType<FieldProps>>>;

const Context = createContext<Controls | null>(null);

export const ControlsProvider = Context.Provider;

/** The control of every kind of field. */
export function useControls(): Controls {
  const controls = useContext(Context);
  if (!controls) throw new Error('useControls is used outside of ControlsProvider');
  return controls;
}

/** Kinds whose fixed value is no text: these have a switch to give an expression instead. */
export const switchable: ReadonlySet<ControlKind> = new Set<ControlKind>([
  'number',
  'switch',
  'select',
  'date',
  'datetime',
  'timezone',
  'list',
  'key_value',
  'options',
  'file',
]);
