import { type WorkflowSettings, workflowSettingsSchema } from '@millrace/core';
import { useDocument, useDocumentStore, useReadOnly } from '../document/context.tsx';
import { setSettings } from '../document/edits/set_settings.ts';

/** One setting of the workflow, and how it is changed: a valid value goes into the draft at once. */
export interface Setting<Name extends keyof WorkflowSettings> {
  value: WorkflowSettings[Name];
  readOnly: boolean;
  /** `undefined` takes the setting away. False: the value is not valid, and nothing changed. */
  change: (value: WorkflowSettings[Name] | undefined) => boolean;
}

export function useSetting<Name extends keyof WorkflowSettings>(name: Name): Setting<Name> {
  const store = useDocumentStore();
  const readOnly = useReadOnly();
  const value = useDocument((state) => state.draft.definition.config[name]);
  const change = (next: WorkflowSettings[Name] | undefined) => {
    if (!workflowSettingsSchema.shape[name].safeParse(next).success) return false;
    store
      .getState()
      .edit((definition) => setSettings(definition, { [name]: next }), { group: `settings ${name}` });
    return true;
  };
  return { value, readOnly, change };
}
