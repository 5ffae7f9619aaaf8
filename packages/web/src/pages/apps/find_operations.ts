import type { AppManifest } from '@millrace/core';

/** The apps with the operations whose name or description has every word; all of an app whose own name matches. */
export function findOperations(apps: readonly AppManifest[], search: string): AppManifest[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  const matches = (text: string) => words.every((word) => text.toLowerCase().includes(word));
  return apps.flatMap((app) => {
    const operations = matches(app.name)
      ? app.operations
      : app.operations.filter((each) => matches(`${each.name} ${each.id} ${each.description} ${app.name}`));
    return operations.length === 0 && words.length > 0 ? [] : [{ ...app, operations }];
  });
}
