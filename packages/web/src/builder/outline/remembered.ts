/** Whether the outline is shown: kept by this browser, for all workflows. */
const storageKey = 'millrace.outline';

export function wasOutlineOpen(): boolean {
  try {
    return localStorage.getItem(storageKey) === 'open';
  } catch {
    // Storage is forbidden, or there is none (a test): closed, as at the first time.
    return false;
  }
}

export function keepOutline(open: boolean): void {
  try {
    if (open) localStorage.setItem(storageKey, 'open');
    else localStorage.removeItem(storageKey);
  } catch {
    // It then lasts as long as the page.
  }
}
