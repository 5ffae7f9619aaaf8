/** What the results say of a failed step, of what a step read, and of what a test can expect of a run. */
import { formatNumber } from '../components/format.ts';

const many = (count: number, one: string, more: string) =>
  `${formatNumber(count)} ${count === 1 ? one : more}`;

export const results = {
  failure: {
    answer: 'Answer',
    answered: (status: number) => `Answer, status ${status}`,
    headers: (count: number) => many(count, 'header', 'headers'),
    body: 'Body of the answer',
    no_body: 'The answer has no body.',
    cut: 'Only its beginning is kept.',
    details: 'Details',
  },
  offered: {
    hint: 'Taken from this run. Untick what may be otherwise the next time. Of what is new each time (times, ids, random numbers) only how it is built is expected; with a fixed time it is the same every time.',
    tick: (row: number) => `Expect row ${formatNumber(row)}`,
  },
  ran: {
    run: (version: number) => `Run · version ${formatNumber(version)}`,
    pin: (version: number) => `Pin as sample of version ${formatNumber(version)}`,
    starts: (version: number) => `Starts version ${formatNumber(version)} for real, with everything it does.`,
    starts_without: (version: number) =>
      `Starts version ${formatNumber(version)} for real; your undeployed changes are not in it.`,
  },
  old_outcome: 'Before the last change',
  caught: { undo: 'Undo', keep_former: 'Keep the former sample' },
  read: 'The values that its expressions read.',
  update: {
    action: 'Update expectations from this run',
    done: (changed: number, kept: number) =>
      kept === 0
        ? `${many(changed, 'expectation', 'expectations')} updated`
        : `${many(changed, 'expectation', 'expectations')} updated. ${kept === 1 ? 'One that is a rule of its own stays as it is.' : `${formatNumber(kept)} that are rules of their own stay as they are.`}`,
    nothing: 'What fails here is a rule of its own: change it by hand.',
    undo: 'Undo',
  },
};
