/**
 * Parts of the editor that are not needed to see the canvas: forms with their code editors, dialogs, the other tabs.
 *  1. A page that is only looked at, or left open, does not fetch them.
 *  2. At the first sign of somebody all are fetched, each when the browser has nothing else to do: nobody waits for one, and an
 *     editor that stays open without a connection, or while a new version of the product is installed, has all it needs.
 *  3. What evaluates expressions waits for the patterns too (expressions/patterns.ts).
 */
import { useEffect } from 'react';
import { later } from '../components/later.tsx';
import { somebody } from '../components/somebody.ts';
import { loadPatterns } from './expressions/patterns.ts';

/** The code of a part that evaluates expressions. */
async function withPatterns<T>(fetched: Promise<T>): Promise<T> {
  const [module] = await Promise.all([fetched, loadPatterns()]);
  return module;
}

export const NodeProperties = later(async () =>
  withPatterns(import('./properties/node_properties.tsx')).then((module) => module.NodeProperties),
);
export const TestForm = later(async () =>
  withPatterns(import('./dialogs/test_form.tsx')).then((module) => module.TestForm),
);
export const RunForm = later(async () => import('./dialogs/run_form.tsx').then((module) => module.RunForm));
export const TestsPanel = later(async () =>
  import('./tests/tests_panel.tsx').then((module) => module.TestsPanel),
);
export const StepList = later(async () =>
  import('./results/step_list.tsx').then((module) => module.StepList),
);
export const OutlineTree = later(async () =>
  import('./outline/outline_tree.tsx').then((module) => module.OutlineTree),
);
export const SettingsPage = later(async () =>
  withPatterns(import('./settings/settings_page.tsx')).then((module) => module.SettingsPage),
);
export const WorkflowExecutions = later(async () =>
  import('../pages/workflow/workflow_executions.tsx').then((module) => module.WorkflowExecutions),
);
export const WorkflowVersions = later(async () =>
  import('../pages/workflow/workflow_versions.tsx').then((module) => module.WorkflowVersions),
);

/** The layout of a drawing; a library of its own. */
export const loadTidy = () => import('./canvas/tidy.ts');

const all = [
  NodeProperties.load,
  TestForm.load,
  StepList.load,
  OutlineTree.load,
  RunForm.load,
  TestsPanel.load,
  SettingsPage.load,
  WorkflowExecutions.load,
  WorkflowVersions.load,
  loadTidy,
];

/** One after the other, each when the page is at rest, once somebody is there. What cannot be fetched now is tried again when it is wanted. */
export function useLaterParts(): void {
  useEffect(() => {
    let stopped = false;
    async function fetchAll() {
      for (const load of all) {
        await atRest();
        if (stopped) return;
        await load().catch(() => undefined);
      }
    }
    const leave = somebody.whenThere(() => void fetchAll());
    return () => {
      stopped = true;
      leave();
    };
  }, []);
}

function atRest(): Promise<void> {
  return new Promise((resolve) => {
    if (typeof requestIdleCallback === 'function') requestIdleCallback(() => resolve(), { timeout: 3_000 });
    else setTimeout(resolve, 200);
  });
}
