import type { FieldValues, Path, UseFormSetError } from 'react-hook-form';
import { ApiError, messageOf } from '../api/errors.ts';
import { strings } from '../strings/en.ts';

/**
 * Puts what the server found wrong beside the fields it names; what belongs to no field of the form goes to `root`.
 */
export function showServerErrors<Values extends FieldValues>(
  error: unknown,
  fields: readonly Path<Values>[],
  setError: UseFormSetError<Values>,
): void {
  const issues = error instanceof ApiError ? error.issues : [];
  const known = issues.filter((issue) => fields.includes(issue.path as Path<Values>));
  for (const issue of known)
    setError(issue.path as Path<Values>, { message: issue.message }, { shouldFocus: true });
  if (known.length === 0) setError('root', { message: messageOf(error, strings.errors.unknown) });
}
