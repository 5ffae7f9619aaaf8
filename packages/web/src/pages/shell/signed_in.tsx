import { Outlet } from '@tanstack/react-router';

/** Everything behind the sign-in. */
export function SignedIn() {
  return <Outlet />;
}
