import { words } from '../../strings/expressions.ts';

/** An expression or an address: in an empty field it looks like a value that is there already. */
const likeValue = /\{\{|^https?:|^\w+(\.\w+)+(\s|$)/;

/** The hint of an empty field: what looks like a value is said to be an example. */
export function exampleHint(hint: string): string {
  return likeValue.test(hint) ? words.example(hint) : hint;
}
