/** How an app is stated: once, with what its operations share; they import it and call its builders. */
import type { z } from 'zod';
import type { AuthKind } from './auth/auth_kind.ts';
import type { Action } from './operation.ts';
import { type OptionsField, optionsField } from './options.ts';

export interface AppDefinition {
  /** The name of its folder, and its name in definitions (`config.app`). */
  id: string;
  name: string;
  description: string;
  /** The ways to authenticate, of which a person picks one for each connection. */
  auth?: readonly AuthKind[];
}

/** An action as its author writes it; its id is the name of its file. */
export type ActionDefinition<I extends z.ZodType, O extends z.ZodType> = Omit<
  Action<I, O>,
  'kind' | 'version' | 'app'
> & {
  /** Counts up when an older input no longer fits (default 1). */
  version?: number;
};

export interface App extends AppDefinition {
  action<I extends z.ZodType, O extends z.ZodType>(definition: ActionDefinition<I, O>): Action<I, O>;
  /** A field of inputs that is chosen from what the app loads; its operations share it. */
  options(field: OptionsField): z.ZodString;
}

/** States an app. It knows none of its operations: `load.ts` of the apps finds those by folder. */
export function defineApp(definition: AppDefinition): App {
  return {
    ...definition,
    action: (action) => ({ version: 1, ...action, kind: 'action', app: definition.id }),
    options: optionsField,
  };
}
