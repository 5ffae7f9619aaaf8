/** Who may be where: each guard sends somebody who does not belong to the page where they do. */
import type { QueryClient } from '@tanstack/react-query';
import { redirect } from '@tanstack/react-router';
import { ApiError } from '../../api/errors.ts';
import { sessionQuery, setupQuery } from '../../api/queries.ts';

async function isSignedIn(queryClient: QueryClient): Promise<boolean> {
  try {
    await queryClient.ensureQueryData(sessionQuery());
    return true;
  } catch (error) {
    if (error instanceof ApiError && (error.status === 401 || error.status === 403)) return false;
    throw error;
  }
}

async function isSetupNeeded(queryClient: QueryClient): Promise<boolean> {
  return (await queryClient.fetchQuery(setupQuery())).needed;
}

/** Signed-in pages: to the setup while there is no account at all, else to the sign-in page and back. */
export async function requireSession(queryClient: QueryClient, href: string): Promise<void> {
  if (await isSignedIn(queryClient)) return;
  if (await isSetupNeeded(queryClient)) throw redirect({ to: '/setup' });
  throw redirect({ to: '/login', search: href === '/' ? {} : { next: href } });
}

/** The setup page is there only until the first account was made. */
export async function requireSetup(queryClient: QueryClient): Promise<void> {
  if (await isSetupNeeded(queryClient)) return;
  throw redirect({ to: '/' });
}

/** The sign-in page is for who is not signed in. */
export async function requireSignedOut(queryClient: QueryClient): Promise<void> {
  if (await isSignedIn(queryClient)) throw redirect({ to: '/' });
  if (await isSetupNeeded(queryClient)) throw redirect({ to: '/setup' });
}
