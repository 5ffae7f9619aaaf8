import type { changePasswordSchema, Role, Session } from '@millrace/core';
import { useSuspenseQuery } from '@tanstack/react-query';
import type { z } from 'zod';
import { errorOf, send } from './call.ts';
import { ApiError } from './errors.ts';
import { forgetTab } from './forget_tab.ts';
import { keptLostSession, lostBy } from './lost_session.ts';
import { forgetPerson } from './page_person.ts';
import { sessionQuery } from './queries.ts';
import { queryClient } from './query_client.ts';

/** Who is signed in. Every page inside the shell has one: the route fetched it before it was shown. */
export function useSession(): Session {
  return useSuspenseQuery(sessionQuery()).data;
}

const rank: Record<Role, number> = { owner: 3, admin: 2, editor: 1, viewer: 0 };

/** Whether a role may do what needs `least`. The server decides; this only hides what it would refuse. */
export function allows(role: Role, least: Role): boolean {
  return rank[role] >= rank[least];
}

/** Whether the person who is signed in may do what needs the role `least`. */
export function useCan(least: Role): boolean {
  return allows(useSession().role, least);
}

/** Signs in by better-auth's own route. Throws ApiError: 401 wrong, 429 too many attempts. */
export async function signIn(email: string, password: string): Promise<void> {
  await post('/api/auth/sign-in/email', { email, password });
  forgetPerson();
  queryClient.clear();
}

/**
 * The same without leaving the page: what it knows stays, and is asked for again. Somebody else gets a page of their own: the
 * work that is open here, and the secrets typed in it, are not theirs to save.
 */
export async function signInAgain(email: string, password: string): Promise<void> {
  await post('/api/auth/sign-in/email', { email, password });
  try {
    await queryClient.fetchQuery({ ...sessionQuery(), staleTime: 0 });
  } catch (error) {
    if (!(error instanceof ApiError && lostBy(error) === 'other_person')) throw error;
    forgetTab();
    location.assign('/');
    return new Promise(() => {});
  }
  void queryClient.invalidateQueries();
}

/** Ends the session. The page is loaded anew: nothing that was read with the session stays in memory, or in the tab. */
export async function signOut(): Promise<void> {
  await post('/api/auth/sign-out', {});
  forgetTab();
  location.assign('/login');
}

/** Changes the own password; every other session ends. Throws ApiError: 422 with the field, 429 too many attempts. */
export async function changePassword(body: z.input<typeof changePasswordSchema>): Promise<void> {
  await post('/api/auth/change-password', body);
}

/**
 * Watches for an answer that says the session is over (it expired, or was ended elsewhere) and leads to the sign-in page
 * and back, unless the page that is open lets the person sign in where they are (lost_session.ts). Where somebody else
 * signed in in another tab, the page is loaded anew, as theirs.
 */
export function watchForLostSession(): void {
  let leaving = false;
  const check = (error: unknown) => {
    const how = error instanceof ApiError ? lostBy(error) : null;
    if (leaving || how === null) return;
    // Without a session in the cache nobody was signed in: the guards of the routes are asking.
    if (queryClient.getQueryData(sessionQuery().queryKey) === undefined) return;
    if (keptLostSession(how)) return;
    leaving = true;
    if (how === 'over') {
      location.assign(`/login?next=${encodeURIComponent(location.pathname + location.search)}`);
      return;
    }
    forgetTab();
    location.reload();
  };
  queryClient.getQueryCache().subscribe((event) => {
    if (event.type === 'updated' && event.action.type === 'error') check(event.action.error);
  });
  queryClient.getMutationCache().subscribe((event) => {
    if (event.type === 'updated' && event.action.type === 'error') check(event.action.error);
  });
}

async function post(path: string, body: unknown): Promise<void> {
  const response = await send(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw await errorOf(response);
}
