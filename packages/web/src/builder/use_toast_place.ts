import { useLayoutEffect } from 'react';

/**
 * While the editor is open toasts lie where they cover nothing that is worked on: over the end of the palette, or over the
 * canvas above its buttons where there is no palette. `styles/toasts.css` says where that is.
 */
export function useToastPlace(place: 'palette' | 'canvas'): void {
  useLayoutEffect(() => {
    const { dataset } = document.documentElement;
    dataset.toasts = place;
    return () => {
      delete dataset.toasts;
    };
  }, [place]);
}
