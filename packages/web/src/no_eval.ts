/**
 * Imported before all else by the page and by each worker: zod tries, when it makes its first schema, whether code may be made
 * of text. The content security policy forbids it, and browsers report the attempt as an error.
 * zod takes its settings from here when it is loaded (its `globalConfig`): what draws the first page does without zod, so it
 * cannot be asked for here.
 */
Object.assign(globalThis, { __zod_globalConfig: { jitless: true } });
