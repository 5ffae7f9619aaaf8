// Before the first paint, and before any other script: the theme, which src/components/theme.ts keeps in step afterwards, and the
// question who is signed in, whose answer src/api/early_session.ts takes.
(() => {
  let preference = null;
  try {
    preference = localStorage.getItem('millrace.theme');
  } catch {
    // Storage may be forbidden; the system's theme is then the answer.
  }
  const dark =
    preference === 'dark' || (preference !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.dataset.theme = dark ? 'dark' : 'light';

  // Where there is no account yet nobody can be signed in.
  if (location.pathname === '/setup') return;
  window.millraceSession = fetch('/api/integrations/session', {
    headers: { accept: 'application/json' },
  }).catch(() => null);
})();
