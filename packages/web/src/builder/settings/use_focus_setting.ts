import { type RefObject, useEffect } from 'react';

const focusable = 'input:not([type="hidden"]), textarea, [contenteditable="true"], [role="combobox"], button';

/** An editor of expressions makes itself after the page is drawn. */
const drawnMs = 80;

/** Puts the focus into the setting that the address asks for. */
export function useFocusSetting(page: RefObject<HTMLElement | null>, field: string | undefined): void {
  useEffect(() => {
    const [name] = (field ?? '').split(/[.[]/);
    if (!name) return;
    const timer = setTimeout(() => {
      const place = page.current?.querySelector(`[data-setting="${CSS.escape(name)}"]`);
      place?.scrollIntoView({ block: 'center' });
      place?.querySelector<HTMLElement>(focusable)?.focus({ preventScroll: true, focusVisible: true });
    }, drawnMs);
    return () => clearTimeout(timer);
  }, [page, field]);
}
