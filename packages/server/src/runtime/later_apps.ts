import { type Apps, loadApps } from '@millrace/apps';
import { type AppManifest, coreManifest } from '@millrace/core';

/** The apps are files that are found and imported: they are there once `load` has resolved. */
export interface LaterApps {
  load(): Promise<void>;
  /** @throws before `load` */
  readonly loaded: Apps;
  /** Of every app and of the control nodes. */
  readonly manifests: AppManifest[];
}

export function laterApps(loadAll: () => Promise<Apps> = loadApps): LaterApps {
  let found: Apps | null = null;
  const loaded = (): Apps => {
    if (!found) throw new Error('The apps are loaded by runtime.start()');
    return found;
  };
  return {
    async load() {
      found ??= await loadAll();
    },
    get loaded() {
      return loaded();
    },
    get manifests() {
      return [coreManifest(), ...loaded().manifests];
    },
  };
}
