/** Apps for tests of others; no fixture replays them. */
import { apps } from '../apps.ts';
import { type Apps, loadApps } from '../load.ts';

/** Every app that comes with Millrace, and one whose fields have choices to load. */
export function loadTestApps(): Promise<Apps> {
  return loadApps({ ...apps, 'testing/choices': async () => (await import('./choices/app.ts')).choices });
}
