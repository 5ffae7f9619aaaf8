import type { Definition, WorkflowSettings } from '@millrace/core';

/** Changes settings of the workflow; a value of `undefined` removes the setting. */
export function setSettings(definition: Definition, patch: Partial<WorkflowSettings>): Definition {
  const config: Record<string, unknown> = { ...definition.config, ...patch };
  for (const [name, value] of Object.entries(patch)) if (value === undefined) delete config[name];
  return { ...definition, config: config as WorkflowSettings };
}
