import type { workflowRoutes } from '@millrace/core';
import type { Policy } from '../../plugins/route.ts';

/** Everybody looks; who edits may also run and deploy. */
export const workflowPolicy = {
  list: 'viewer',
  get: 'viewer',
  versions: 'viewer',
  version: 'viewer',
  exportOne: 'viewer',
  validate: 'viewer',
  create: 'editor',
  sample: 'editor',
  importOne: 'editor',
  duplicate: 'editor',
  update: 'editor',
  remove: 'editor',
  deploy: 'editor',
  pause: 'editor',
  resume: 'editor',
  execute: 'editor',
  test: 'editor',
  runNode: 'editor',
} as const satisfies Policy<typeof workflowRoutes>;
