import { findUnstorable, type TriggerInput } from '@millrace/core';
import { invalid } from '../errors.ts';

/** A body of 10 MB fits, with its headers and query. */
const limits = { depth: 100, bytes: 11 * 1024 * 1024 };

/** What was parsed can still be what no database keeps and no client prints. @throws ApiError `validation_failed` */
export function checkTrigger(trigger: TriggerInput): void {
  const findings = findUnstorable(trigger, limits);
  if (findings.length === 0) return;
  throw invalid(
    findings.map(({ path, message }) => {
      const place = path.slice(0, 20).join('.');
      return { path: place, message: `${place || 'What was sent'} ${message}` };
    }),
  );
}
