/** One save as a request, and what its answer means for what happens next. */
import { type Workflow, workflowRoutes } from '@millrace/core';
import { call } from '../../api/call.ts';
import { ApiError, Unreachable } from '../../api/errors.ts';
import { type LostSession, lostBy } from '../../api/lost_session.ts';
import type { Draft } from '../document/store.ts';

export interface Issue {
  message: string;
  node_id: string | null;
  field: string | null;
}

export type Outcome =
  | { kind: 'saved'; workflow: Workflow }
  /** Somebody else's save came between. */
  | { kind: 'stale'; current: Workflow }
  /** It may succeed as it is a little later. */
  | { kind: 'later'; why: 'offline' | 'away' | 'busy'; retry_after: number | null }
  /** It will not succeed as it is. */
  | { kind: 'refused'; why: 'name_taken' | 'malformed' | 'too_large' | 'forbidden' | 'gone'; issue: Issue }
  | { kind: 'signed_out'; how: LostSession };

export interface SaveRequest {
  workflowId: string;
  draft: Draft;
  /** The `updated_at` that the draft began with; null saves over whatever is there. */
  updated_at: string | null;
  /** The page may be gone before the answer. */
  leaving: boolean;
}

export type SendSave = (request: SaveRequest) => Promise<Outcome>;

/** Larger bodies are refused by browsers for a request that outlives its page. */
const mostKeptAlive = 60_000;

/** Sends the draft. Never throws. */
export const sendSave: SendSave = async ({ workflowId, draft, updated_at, leaving }) => {
  const body = {
    name: draft.name.trim(),
    workflow_definition: draft.definition as unknown as Record<string, unknown>,
    ...(updated_at !== null && { updated_at }),
  };
  try {
    const keepalive = leaving && JSON.stringify(body).length < mostKeptAlive;
    const workflow = await call(workflowRoutes.update, { params: { id: workflowId }, body, keepalive });
    return { kind: 'saved', workflow };
  } catch (error) {
    return outcomeOf(error);
  }
};

/** What a failed save means. */
export function outcomeOf(error: unknown): Outcome {
  // A network that asks to be signed in to answers everything with a page of its own.
  if (error instanceof Unreachable || error instanceof SyntaxError)
    return { kind: 'later', why: isOffline() ? 'offline' : 'away', retry_after: null };
  if (!(error instanceof ApiError)) throw error;
  const { status, code, retry_after } = error;
  const how = lostBy(error);
  if (how) return { kind: 'signed_out', how };
  if (code === 'stale') {
    const { current } = error.body as { current?: Workflow };
    if (current) return { kind: 'stale', current };
  }
  if (status === 429 || status === 408) return { kind: 'later', why: 'busy', retry_after };
  // Something before the server said it, and knows nothing of workflows: 404 while it is updated, 403 of a firewall.
  if (status >= 500 || (code === 'unexpected_answer' && status !== 413))
    return { kind: 'later', why: 'away', retry_after };
  const [found] = error.issues;
  const issue = {
    message: found?.message ?? error.message,
    node_id: found?.node_id ?? null,
    field: fieldOf(found),
  };
  if (code === 'name_taken') return { kind: 'refused', why: 'name_taken', issue };
  if (status === 413) return { kind: 'refused', why: 'too_large', issue };
  if (status === 403) return { kind: 'refused', why: 'forbidden', issue };
  if (status === 404) return { kind: 'refused', why: 'gone', issue };
  return { kind: 'refused', why: 'malformed', issue };
}

/** `nodes[2].config.url` → the field `url` of its node. */
function fieldOf(issue: ApiError['issues'][number] | undefined): string | null {
  return issue?.field ?? /^nodes\[\d+\]\.config\.(.+)$/.exec(issue?.path ?? '')?.[1] ?? null;
}

function isOffline(): boolean {
  return typeof navigator !== 'undefined' && navigator.onLine === false;
}
