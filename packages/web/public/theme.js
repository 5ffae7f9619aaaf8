// Sets the theme before the first paint; src/components/theme.ts keeps it in step afterwards.
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
})();
