/** Works out what would hold up typing. The data comes once; after that only texts do. */
import '../../no_eval.ts';
import { type OutcomeInput, outcomeOf } from './evaluate.ts';
import { loadPatterns } from './patterns.ts';
import type { Asked } from './slow_outcome.ts';

let data: Pick<OutcomeInput, 'scope' | 'shapes'> = { scope: {}, shapes: {} };

self.addEventListener('message', async ({ data: message }: MessageEvent<Asked>) => {
  if (message.data) data = message.data;
  await loadPatterns().catch(() => undefined);
  self.postMessage({ id: message.id, outcome: outcomeOf({ ...message.ask, ...data }) });
});
