/** The path to go to after signing in; an address of another site counts as none. */
export function localPath(next: string | undefined): string {
  if (!next?.startsWith('/') || /^[/\\]{2}/.test(next) || /[\\\t\n\r]/.test(next)) return '/';
  return next;
}
