/** How an app is stated: once, with what its operations share; they import it and call its builders. */
import type { z } from 'zod';
import type { Action } from './operation.ts';

export interface AppDefinition {
  /** The name of its folder, and its name in definitions (`config.app`). */
  id: string;
  name: string;
  description: string;
}

/** An action as its author writes it; its id is the name of its file. */
export type ActionDefinition<I extends z.ZodType, O extends z.ZodType> = Omit<
  Action<I, O>,
  'kind' | 'version'
> & {
  /** Counts up when an older input no longer fits (default 1). */
  version?: number;
};

export interface App extends AppDefinition {
  action<I extends z.ZodType, O extends z.ZodType>(definition: ActionDefinition<I, O>): Action<I, O>;
}

/** States an app. It knows none of its operations: `load.ts` of the apps finds those by folder. */
export function defineApp(definition: AppDefinition): App {
  return {
    ...definition,
    action: (action) => ({ version: 1, ...action, kind: 'action' }),
  };
}
