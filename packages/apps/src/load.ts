/** Finds the apps and their actions: an action is a file, and its path is its id (`builtin/http_request`). */
import { readdir } from 'node:fs/promises';
import type { AppManifest } from '@millrace/core';
import { type Action, type App, type AuthKind, appManifest } from '@millrace/sdk';
import { apps } from './apps.ts';

export interface Apps {
  /** For the API, the editor and the checks. */
  manifests: AppManifest[];
  action(app: string, id: string): Action | undefined;
  /** A way to authenticate with an app. */
  auth(app: string, id: string): AuthKind | undefined;
}

/**
 * Loads every app with its actions, once per process.
 * @param from apps by their folder beside this file
 */
export async function loadApps(from: Readonly<Record<string, () => Promise<App>>> = apps): Promise<Apps> {
  const loaded = await Promise.all(
    Object.entries(from).map(async ([folder, load]) => ({
      app: await load(),
      actions: await loadActions(folder),
    })),
  );
  const byApp = new Map(loaded.map(({ app, actions }) => [app.id, actions]));
  const kinds = new Map(loaded.map(({ app }) => [app.id, app.auth ?? []]));
  return {
    manifests: loaded.map(({ app, actions }) => appManifest(app, actions)),
    action: (app, id) => byApp.get(app)?.get(id),
    auth: (app, id) => kinds.get(app)?.find((kind) => kind.id === id),
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
