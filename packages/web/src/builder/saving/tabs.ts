/** The pages of one browser that have the same workflow open: they tell each other what they saved, and that they live. */
import type { Workflow } from '@millrace/core';

type Message =
  | { type: 'saved'; page_id: string; workflow: Workflow }
  | { type: 'who'; page_id: string }
  | { type: 'here'; page_id: string };

export interface Tabs {
  saved: (workflow: Workflow) => void;
  /** The other pages that answer within a moment. */
  alive: () => Promise<ReadonlySet<string>>;
  close: () => void;
}

/** How long a page that lives is given to say so. */
const answerMs = 250;

export function openTabs(
  place: { workflow_id: string; page_id: string },
  onSaved: (workflow: Workflow) => void,
): Tabs {
  const { page_id } = place;
  if (typeof BroadcastChannel === 'undefined')
    return { saved: () => {}, alive: () => Promise.resolve(new Set()), close: () => {} };
  const channel = new BroadcastChannel(`millrace.workflow.${place.workflow_id}`);
  const here = new Set<string>();
  const say = (message: Message) => channel.postMessage(message);
  channel.onmessage = ({ data }: MessageEvent<Message>) => {
    if (data.type === 'who') say({ type: 'here', page_id });
    else if (data.type === 'here') here.add(data.page_id);
    else onSaved(data.workflow);
  };
  return {
    saved: (workflow) => say({ type: 'saved', page_id, workflow }),
    alive: async () => {
      here.clear();
      say({ type: 'who', page_id });
      await new Promise((resolve) => setTimeout(resolve, answerMs));
      return here;
    },
    close: () => channel.close(),
  };
}
