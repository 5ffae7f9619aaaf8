/** Finds the apps and their actions: an action is a file, and its path is its id (`builtin/http_request`). */
import { readdir } from 'node:fs/promises';
import type { AppManifest } from '@millrace/core';
import { type Action, appManifest } from '@millrace/sdk';
import { apps } from './apps.ts';

export interface Apps {
  /** For the API, the editor and the checks. */
  manifests: AppManifest[];
  action(app: string, id: string): Action | undefined;
}

/** Loads every app with its actions, once per process. */
export async function loadApps(): Promise<Apps> {
  const loaded = await Promise.all(
    Object.entries(apps).map(async ([folder, load]) => ({
      app: await load(),
      actions: await loadActions(folder),
    })),
  );
  const byApp = new Map(loaded.map(({ app, actions }) => [app.id, actions]));
  return {
    manifests: loaded.map(({ app, actions }) => appManifest(app, actions)),
    action: (app, id) => byApp.get(app)?.get(id),
  };
}

async function loadActions(folder: string): Promise<Map<string, Action>> {
  const place = new URL(`./${folder}/actions/`, import.meta.url);
  const files = (await readdir(place))
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
    .sort();
  const entries = files.map(async (name): Promise<[string, Action]> => {
    const module: { default: Action } = await import(new URL(name, place).href);
    return [name.slice(0, -'.ts'.length), module.default];
  });
  return new Map(await Promise.all(entries));
}
