import type { Workflow } from '@millrace/core';
import { Link, useNavigate } from '@tanstack/react-router';
import { ChevronLeft, FlaskConical, Play, Rocket, Save } from 'lucide-react';
import { WorkflowStatusBadge } from '../../components/status_badge.tsx';
import { Badge } from '../../components/ui/badge.tsx';
import { Button } from '../../components/ui/button.tsx';
import { cn } from '../../components/ui/cn.ts';
import { tabClasses } from '../../components/ui/tabs.tsx';
import { Tooltip } from '../../components/ui/tooltip.tsx';
import { text } from '../../strings/builder.ts';
import { useDocument, useDocumentStore, useReadOnly } from '../document/context.tsx';
import { flushFields } from '../document/flush.ts';
import { sameDraft } from '../document/store.ts';
import { usePanelsStore } from '../panels.tsx';
import { ProblemButton } from '../problems/problem_button.tsx';
import { useSaveState } from '../saving/context.tsx';
import { useSmall } from '../small/use_small.ts';
import { MoreMenu } from './more_menu.tsx';
import { NameField } from './name_field.tsx';
import { problemOf, SavedState } from './saved_state.tsx';

export type BuilderTab = 'editor' | 'executions' | 'versions' | 'settings';
const tabs: readonly BuilderTab[] = ['editor', 'executions', 'versions', 'settings'];

interface TopBarProps {
  workflow: Workflow;
  tab: BuilderTab;
  deploying: boolean;
  onSave: () => void;
  onDeploy: () => void;
}

/** Where one is, how the draft stands, and what can be done with it; in a small window on two lines. */
export function TopBar({ workflow, tab, deploying, onSave, onDeploy }: TopBarProps) {
  const readOnly = useReadOnly();
  const small = useSmall();
  // What keeps the draft from being saved is more important, and needs the place.
  const troubled = useSaveState((state) => problemOf(state) !== null);
  const showsChanges = workflow.version > 0 && workflow.has_changes && !troubled;
  const standing = (
    <>
      <WorkflowStatusBadge status={workflow.status} />
      {showsChanges && (
        <Badge tone="outline" className={small ? undefined : 'max-xl:hidden'}>
          {text.top.changes}
        </Badge>
      )}
      <SavedState />
    </>
  );
  const buttons = (
    <div className={cn('flex items-center justify-end gap-1.5', !small && 'shrink-0 2xl:flex-1')}>
      {!readOnly && (
        <EditButtons
          workflow={workflow}
          deploying={deploying}
          small={small}
          onSave={onSave}
          onDeploy={onDeploy}
        />
      )}
      <MoreMenu workflow={workflow} onEditor={tab === 'editor'} />
    </div>
  );
  return (
    <header className="shrink-0 border-line border-b bg-surface">
      <div className={cn('flex items-center gap-3 px-3', small ? 'h-11' : 'h-12')}>
        <div className="flex min-w-0 flex-1 items-center gap-1.5">
          <Button asChild variant="ghost" size="sm" className="px-1.5">
            <Link to="/workflows">
              <ChevronLeft aria-hidden />
              {/* The name of the workflow needs the place more than the way back does. */}
              <span className={cn('max-xl:sr-only', showsChanges && 'max-2xl:sr-only')}>{text.top.back}</span>
            </Link>
          </Button>
          <span aria-hidden className={cn('text-faint max-xl:hidden', showsChanges && 'max-2xl:hidden')}>
            /
          </span>
          <h1 data-page-heading tabIndex={-1} className="sr-only">
            {workflow.name}
          </h1>
          <NameField />
          {!small && standing}
        </div>
        {!small && <Pages workflow={workflow} tab={tab} />}
        {buttons}
      </div>
      {small && (
        <div className="flex h-8 items-center gap-3 px-3">
          <Pages workflow={workflow} tab={tab} />
          <div className="flex min-w-0 flex-1 items-center justify-end gap-1.5">{standing}</div>
        </div>
      )}
    </header>
  );
}

function Pages({ workflow, tab }: Pick<TopBarProps, 'workflow' | 'tab'>) {
  return (
    <nav aria-label={text.top.tabs} className="flex h-full items-end gap-1">
      {tabs.map((each) => (
        <Link
          key={each}
          to="/workflows/$id"
          params={{ id: workflow.id }}
          search={each === 'editor' ? {} : { tab: each }}
          className={`${tabClasses} h-full`}
          activeProps={{}}
          // An address with more in its search is not the editor's too.
          activeOptions={{ exact: true }}
          aria-current={each === tab ? 'page' : undefined}
        >
          {text.top[each]}
        </Link>
      ))}
    </nav>
  );
}

interface EditButtonsProps extends Omit<TopBarProps, 'tab'> {
  /** Run is in the menu then. */
  small: boolean;
}

function EditButtons({ workflow, deploying, small, onSave, onDeploy }: EditButtonsProps) {
  const panels = usePanelsStore();
  const saving = useSaveState((state) => state.kind === 'saving');
  const cancel = useCancel();
  const empty = useDocument((state) => state.draft.definition.nodes.length === 0);
  return (
    <>
      <Button variant="ghost" onClick={cancel}>
        {text.top.cancel}
      </Button>
      <Button aria-busy={saving || undefined} onClick={onSave}>
        <Save aria-hidden />
        {text.top.save}
      </Button>
      <Button
        disabled={empty}
        onClick={() => {
          flushFields();
          panels.getState().openTest();
        }}
      >
        <FlaskConical aria-hidden />
        {text.top.test}
      </Button>
      {!small && <RunButton workflow={workflow} />}
      <ProblemButton />
      <Button variant="primary" loading={deploying} onClick={onDeploy}>
        <Rocket aria-hidden />
        {text.top.deploy}
      </Button>
    </>
  );
}

function RunButton({ workflow }: Pick<TopBarProps, 'workflow'>) {
  const panels = usePanelsStore();
  if (workflow.version > 0 && workflow.enabled) {
    return (
      <Button onClick={() => panels.getState().openDialog('run')}>
        <Play aria-hidden />
        {text.top.run}
      </Button>
    );
  }
  return (
    <Tooltip label={workflow.version === 0 ? text.top.run_needs_deploy : text.top.run_needs_resume}>
      <Button
        aria-disabled="true"
        className="!pointer-events-auto cursor-not-allowed"
        onClick={(event) => event.preventDefault()}
      >
        <Play aria-hidden />
        {text.top.run}
      </Button>
    </Tooltip>
  );
}

/** Back to the draft as it was opened or saved by hand last; where it still is that one, back to the list. */
function useCancel(): () => void {
  const store = useDocumentStore();
  const panels = usePanelsStore();
  const navigate = useNavigate();
  return () => {
    flushFields();
    const { draft, checkpoint } = store.getState();
    if (sameDraft(draft, checkpoint)) void navigate({ to: '/workflows' });
    else panels.getState().openDialog('discard');
  };
}
