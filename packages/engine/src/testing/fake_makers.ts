import type { Makers } from '../ports.ts';

/** Ids that count, and addresses that say what they end. */
export function fakeMakers(): Makers {
  let made = 0;
  return {
    newId: () => `019a0000-0000-7000-9000-${(++made).toString(16).padStart(12, '0')}`,
    resumeUrl: (start, path, kind) =>
      `https://millrace.test/${kind === 'callback' ? 'resume' : 'approve'}/${start.id}/${path}`,
  };
}
