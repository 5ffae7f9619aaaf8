/** Every app, one line each, imported when it is needed. The name of the folder is the id. */
import type { App } from '@millrace/sdk';

export const apps: Record<string, () => Promise<App>> = {
  builtin: async () => (await import('./builtin/app.ts')).builtin,
};
