import { type AppManifest, DefinitionError, parseDefinition, type Workflow } from '@millrace/core';
import { useQuery } from '@tanstack/react-query';
import { useParams, useSearch } from '@tanstack/react-router';
import { ReactFlowProvider } from '@xyflow/react';
import { useEffect, useMemo, useState } from 'react';
import { ApiError } from '../api/errors.ts';
import { appsQuery, sessionQuery, workflowQuery } from '../api/queries.ts';
import { ErrorState } from '../components/ui/error_state.tsx';
import { NotFoundPage } from '../pages/shell/not_found_page.tsx';
import { text } from '../strings/builder.ts';
import { Builder } from './builder.tsx';
import { BuilderSkeleton } from './builder_skeleton.tsx';
import { createCanvasStore } from './canvas/canvas_store.ts';
import { CatalogProvider } from './catalog.tsx';
import { LeftDocuments } from './document/left.ts';
import { createDocumentStore } from './document/store.ts';
import { createPanelsStore } from './panels.tsx';
import { createProblemsStore } from './problems/store.ts';
import { keptSamples } from './results/samples.ts';
import { createResultsStore } from './results/store.ts';
import { SaverProvider } from './saving/context.tsx';
import { sendSave } from './saving/save_outcome.ts';
import { Saver } from './saving/saver.ts';
import { storedAs } from './saving/stored_draft.ts';
import { type Stores, StoresProvider } from './stores.tsx';
import { createTestsStore } from './tests/store.ts';

/** `/workflows/:id`: the builder with its tabs. */
export function BuilderPage() {
  const { id } = useParams({ from: '/signed_in/workflows/$id' });
  return <LoadWorkflow key={id} id={id} />;
}

function LoadWorkflow({ id }: { id: string }) {
  const workflow = useQuery({ ...workflowQuery(id), refetchOnMount: 'always' });
  const apps = useQuery(appsQuery());
  const session = useQuery(sessionQuery());
  const error = workflow.error ?? apps.error ?? session.error;
  if (!workflow.data && error instanceof ApiError && (error.status === 404 || error.status === 422))
    return <NotFoundPage />;
  if (error && !(workflow.data && apps.data && session.data)) {
    const retry = () => {
      for (const query of [workflow, apps, session]) if (query.isError) void query.refetch();
    };
    return (
      <ErrorState
        className="min-h-dvh justify-center"
        title={text.top.load_failed}
        error={error}
        onRetry={retry}
      />
    );
  }
  // A draft from an earlier visit may be older than what is stored: editing starts on what the server has now.
  if (!workflow.data || !apps.data || !session.data || !workflow.isFetchedAfterMount)
    return <BuilderSkeleton />;
  return (
    <OpenWorkflow
      workflow={workflow.data}
      manifests={apps.data.data}
      readOnly={session.data.role === 'viewer'}
      userId={session.data.user.id}
    />
  );
}

interface OpenWorkflowProps {
  workflow: Workflow;
  manifests: readonly AppManifest[];
  readOnly: boolean;
  userId: string;
}

const left = new LeftDocuments();

/** The stores of one open workflow; when it is left and come back to, editing goes on where it was. */
function OpenWorkflow({ workflow, manifests, readOnly, userId }: OpenWorkflowProps) {
  const { tab = 'editor', node, field, execution } = useSearch({ from: '/signed_in/workflows/$id' });
  const [opened] = useState(() => openStores(workflow, readOnly, userId));
  useEffect(() => {
    if ('error' in opened) return;
    const { document, canvas } = opened.stores;
    return () => left.leave(userId, document.getState(), canvas.getState().view);
  }, [opened, userId]);
  const focus = useMemo(() => (node ? { nodeId: node, field: field ?? null } : null), [node, field]);
  if ('error' in opened)
    return (
      <ErrorState className="min-h-dvh justify-center" title={text.top.load_failed} error={opened.error} />
    );
  return (
    <CatalogProvider value={manifests}>
      <StoresProvider value={opened.stores}>
        <SaverProvider value={opened.saver}>
          <ReactFlowProvider>
            <Builder workflow={workflow} tab={tab} focus={focus} execution={execution} />
          </ReactFlowProvider>
        </SaverProvider>
      </StoresProvider>
    </CatalogProvider>
  );
}

type Opened = { stores: Stores; saver: Saver } | { error: DefinitionError };

function openStores(workflow: Workflow, readOnly: boolean, userId: string): Opened {
  try {
    const draft = { name: workflow.name, definition: parseDefinition(workflow.workflow_definition) };
    const before = readOnly ? null : left.find(workflow.id, { user_id: userId, draft, same: storedAs });
    const document = createDocumentStore({
      workflowId: workflow.id,
      draft,
      updated_at: workflow.updated_at,
      readOnly,
      left: before,
    });
    const results = createResultsStore(keptSamples(workflow.id));
    const saver = new Saver({ document, send: sendSave, typingSecret });
    return {
      stores: {
        document,
        results,
        problems: createProblemsStore(),
        panels: createPanelsStore(),
        tests: createTestsStore(),
        canvas: createCanvasStore(before?.view),
      },
      saver,
    };
  } catch (error) {
    if (error instanceof DefinitionError) return { error };
    throw error;
  }
}

function typingSecret(): boolean {
  const { activeElement } = document;
  return activeElement instanceof HTMLInputElement && activeElement.type === 'password';
}
