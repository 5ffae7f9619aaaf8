/** What is missing of a trigger is told with the sentence that the whole is not configured. */
import { forms } from '../../strings/forms.ts';

const prefix = forms.problem_of_trigger('');

/** What is said beside the field, where it is plain that it belongs to the trigger. */
export function withoutWhole(message: string): string {
  return message.startsWith(prefix) ? message.slice(prefix.length) : message;
}
