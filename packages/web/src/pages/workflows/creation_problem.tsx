import { useState } from 'react';
import { Notice } from '../../components/ui/notice.tsx';
import { strings } from '../../strings/en.ts';
import type { Problem } from './use_new_workflow.ts';

/** Why no workflow was made: what happened, and each finding with its place. */
export function CreationProblem({ problem, onDismiss }: { problem: Problem | null; onDismiss: () => void }) {
  if (!problem) return null;
  return (
    <Notice tone="danger" className="mb-4" title={problem.title} onDismiss={onDismiss}>
      {problem.message && <p>{problem.message}</p>}
      {problem.findings.length > 0 && <Findings findings={problem.findings} />}
    </Notice>
  );
}

function Findings({ findings }: { findings: string[] }) {
  const [all, setAll] = useState(false);
  const shown = all ? findings : findings.slice(0, 5);
  return (
    <>
      <ul className="list-disc pl-4">
        {shown.map((finding) => (
          <li key={finding}>{finding}</li>
        ))}
      </ul>
      {findings.length > shown.length && (
        <button type="button" className="mt-1 underline" onClick={() => setAll(true)}>
          {strings.common.show_more}
        </button>
      )}
    </>
  );
}
