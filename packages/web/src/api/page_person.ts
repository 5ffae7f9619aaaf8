/**
 * Whose page this is. A session belongs to the whole browser, a page to the person that it was opened by: it says so with
 * every request (`personHeader`), and the server refuses what would happen in the name of whoever signed in in another tab.
 */
import { personHeader } from './contract.ts';

let person: string | null = null;

/** The first one stays, until {@link forgetPerson}. */
export function notePerson(id: string): void {
  person ??= id;
}

/** Somebody signs in here, in this page: it is theirs from now on. */
export function forgetPerson(): void {
  person = null;
}

/** What every request of this page carries. */
export function personHeaders(): Record<string, string> {
  return person === null ? {} : { [personHeader]: person };
}
