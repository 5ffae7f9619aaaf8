import type { Workflow } from '@millrace/core';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { ApiError, messageOf } from '../../api/errors.ts';
import { useCreateSample, useCreateWorkflow, useImportWorkflow } from '../../api/workflow_actions.ts';
import { toast } from '../../components/ui/toast.tsx';
import { strings } from '../../strings/en.ts';
import { readWorkflowFile } from './read_workflow_file.ts';

const t = strings.workflows;

/** Why a workflow could not be made, with each finding in words. */
export interface Problem {
  title: string;
  /** What happened, where the title does not say it. */
  message: string | null;
  findings: string[];
}

export type NewWorkflow = ReturnType<typeof useNewWorkflow>;

/** The three ways to a new workflow: empty, the sample, a file. Each opens what it made. */
export function useNewWorkflow() {
  const navigate = useNavigate();
  const [problem, setProblem] = useState<Problem | null>(null);
  const create = useCreateWorkflow();
  const sample = useCreateSample();
  const importing = useImportWorkflow();

  async function open(made: Promise<Workflow>, title?: string): Promise<Workflow | null> {
    setProblem(null);
    try {
      const workflow = await made;
      await navigate({ to: '/workflows/$id', params: { id: workflow.id } });
      return workflow;
    } catch (error) {
      setProblem(problemOf(error, title));
      return null;
    }
  }

  async function importFile(file: File) {
    const content = await readWorkflowFile(file);
    if ('problem' in content)
      return setProblem({ title: t.import_refused, message: content.problem, findings: [] });
    const workflow = await open(importing.mutateAsync(content.workflow), t.import_refused);
    if (workflow) toast.success(t.imported(workflow.name));
  }

  return {
    problem,
    dismiss: () => setProblem(null),
    create: () => open(create.mutateAsync()),
    sample: () => open(sample.mutateAsync()),
    importFile,
    creating: create.isPending,
    sampling: sample.isPending,
    importing: importing.isPending,
  };
}

function problemOf(error: unknown, title?: string): Problem {
  const issues = error instanceof ApiError ? error.issues : [];
  const message = messageOf(error, strings.errors.unknown);
  return {
    title: title ?? message,
    message: title ? message : null,
    findings: [
      ...new Set(issues.map((issue) => (issue.path ? `${issue.path}: ${issue.message}` : issue.message))),
    ],
  };
}
