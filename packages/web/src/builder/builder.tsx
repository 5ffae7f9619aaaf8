import type { Workflow } from '@millrace/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { workflowQuery } from '../api/queries.ts';
import { focusHeadingIfOwed } from '../pages/shell/focus_heading.ts';
import { useBuilderCommands } from './adding/use_builder_commands.tsx';
import { ShortcutsSheet } from './canvas/shortcuts_sheet.tsx';
import { useKeys } from './canvas/use_keys.ts';
import { DeployedDialog } from './dialogs/deployed_dialog.tsx';
import { FailingTestsDialog } from './dialogs/failing_tests_dialog.tsx';
import { RunDialog } from './dialogs/run_dialog.tsx';
import { TestDialog } from './dialogs/test_dialog.tsx';
import { useDocument } from './document/context.tsx';
import { EditorLayout } from './editor_layout.tsx';
import { SettingsPage, useLaterParts, WorkflowExecutions, WorkflowVersions } from './later_parts.ts';
import { Announcer } from './outline/announcer.tsx';
import { useOutlineKeys } from './outline/use_outline_keys.ts';
import { usePanelsStore } from './panels.tsx';
import { DeployFailure } from './problems/deploy_failure.tsx';
import { useChecks } from './problems/use_checks.ts';
import { useLiveRun } from './results/use_live_run.ts';
import { usePartKeys } from './results/use_part_keys.ts';
import { useExecutionOfAddress } from './results/use_past_execution.ts';
import { usePinnedSamples } from './results/use_pins.ts';
import { useSampleMemory } from './results/use_sample_memory.ts';
import { CancelDialog } from './saving/cancel_dialog.tsx';
import { ConflictDialog } from './saving/conflict_dialog.tsx';
import { RecoveryDialog } from './saving/recovery_dialog.tsx';
import { SaveBanner } from './saving/save_banner.tsx';
import { SignInDialog } from './saving/sign_in_dialog.tsx';
import { TakenDialog } from './saving/taken_dialog.tsx';
import { useSaving } from './saving/use_saving.ts';
import { LeaveGuard } from './top_bar/leave_guard.tsx';
import { type BuilderTab, TopBar } from './top_bar/top_bar.tsx';
import { useDeploy } from './top_bar/use_deploy.ts';

interface BuilderProps {
  workflow: Workflow;
  tab: BuilderTab;
  /** A node, and perhaps its field, that the address asks to show. */
  focus: { nodeId: string; field: string | null } | null;
  /** A past execution that the address asks to look at. */
  execution: string | undefined;
}

/** An open workflow: the bar, the page of the chosen tab, and the dialogs of both. */
export function Builder({ workflow: loaded, tab, focus, execution }: BuilderProps) {
  // Deploy, pause and others change the row while the draft stays.
  const workflow = useQuery({ ...workflowQuery(loaded.id), refetchOnMount: false }).data ?? loaded;
  const panels = usePanelsStore();
  const { save } = useSaving();
  const { deploy, deploying } = useDeploy(save);
  useChecks();
  useLiveRun();
  usePinnedSamples();
  useExecutionOfAddress(execution);
  usePartKeys(tab === 'editor');
  useSampleMemory(workflow.execution_count > 0);
  // Before the others: Escape in the properties goes back to where they were opened from, and what is selected stays so.
  useOutlineKeys(tab === 'editor');
  useKeys({ save: () => void save(), editing: tab === 'editor' });
  useBuilderCommands({ workflow, tab, save: () => void save(), deploy: () => void deploy() });
  useTitle();
  useLaterParts();
  useEffect(focusHeadingIfOwed, []);

  useEffect(() => {
    if (focus) panels.getState().focus(focus.nodeId, focus.field);
  }, [focus, panels]);

  return (
    <div className="flex h-dvh min-w-[640px] flex-col">
      <TopBar
        workflow={workflow}
        tab={tab}
        deploying={deploying}
        onSave={() => void save()}
        onDeploy={() => void deploy()}
      />
      <SaveBanner />
      <DeployFailure />
      <TabContent tab={tab} workflow={workflow} />
      <TestDialog />
      <RunDialog />
      <DeployedDialog workflow={workflow} />
      <FailingTestsDialog deploy={() => void deploy({ anyway: true })} />
      <ConflictDialog save={save} />
      <CancelDialog />
      <RecoveryDialog />
      <SignInDialog />
      <TakenDialog />
      <ShortcutsSheet />
      <LeaveGuard />
      <Announcer />
    </div>
  );
}

function TabContent({ tab, workflow }: { tab: BuilderTab; workflow: Workflow }) {
  if (tab === 'editor') return <EditorLayout />;
  if (tab === 'settings') return <SettingsPage />;
  return (
    <main className="min-h-0 flex-1 overflow-y-auto">
      <div className="mx-auto max-w-6xl px-6 py-6">
        {tab === 'executions' ? (
          <WorkflowExecutions workflowId={workflow.id} />
        ) : (
          <WorkflowVersions workflowId={workflow.id} newest={workflow.version} />
        )}
      </div>
    </main>
  );
}

function useTitle(): void {
  const name = useDocument((state) => state.draft.name);
  useEffect(() => {
    const before = document.title;
    document.title = `${name} · Millrace`;
    return () => {
      document.title = before;
    };
  }, [name]);
}
