import type { AppManifest } from '@millrace/core';
import { fileName } from '../../api/workflow_actions.ts';
import type { Draft } from '../document/store.ts';
import { replaceSecrets } from './secrets.ts';

/** Hands what cannot be saved any more to the browser's downloads, as a file that can be imported; without secrets. */
export function downloadDraft({ name, definition }: Draft, manifests: readonly AppManifest[]): void {
  const workflow_definition = replaceSecrets(definition, manifests, () => undefined).definition;
  const content = JSON.stringify({ name, workflow_definition }, null, 2);
  const url = URL.createObjectURL(new Blob([content], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = `${fileName(name)}.json`;
  link.click();
  URL.revokeObjectURL(url);
}
