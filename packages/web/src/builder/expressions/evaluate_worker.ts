/** Works out what would hold up typing. The data comes once; after that only texts do. */
import { type OutcomeInput, outcomeOf } from './evaluate.ts';
import type { Asked } from './slow_outcome.ts';

let data: Pick<OutcomeInput, 'scope' | 'shapes'> = { scope: {}, shapes: {} };

self.addEventListener('message', ({ data: message }: MessageEvent<Asked>) => {
  if (message.data) data = message.data;
  self.postMessage({ id: message.id, outcome: outcomeOf({ ...message.ask, ...data }) });
});
