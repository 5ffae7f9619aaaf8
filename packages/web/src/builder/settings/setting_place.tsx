import type { WorkflowSettings } from '@millrace/core';
import type { ReactNode } from 'react';
import { useProblems } from '../problems/context.tsx';
import { saidBeside } from '../problems/said.ts';

/** What the checks say of a setting, in words; one of them at most. */
export interface SettingFinding {
  error: string | null;
  warning: string | null;
}

const ofSettings = { label: 'Workflow settings' };

/** What the checks say of a setting. */
export function useSettingFinding(name: keyof WorkflowSettings): SettingFinding {
  // Errors come first.
  const found = useProblems(({ all }) =>
    all.find(({ node_id, field }) => node_id === null && field?.split(/[.[]/)[0] === name),
  );
  const said = found ? saidBeside(found.message, ofSettings) : null;
  return found?.severity === 'error' ? { error: said, warning: null } : { error: null, warning: said };
}

/** Where a setting is found when a finding about it was chosen. */
export function SettingPlace({ name, children }: { name: keyof WorkflowSettings; children: ReactNode }) {
  return <div data-setting={name}>{children}</div>;
}
