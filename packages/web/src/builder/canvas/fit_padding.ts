/** Room for the + of the last ports on the right, and for what floats over the canvas. */
export const fitPadding = { top: '48px', left: '32px', right: '64px', bottom: '56px' } as const;
