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
};
