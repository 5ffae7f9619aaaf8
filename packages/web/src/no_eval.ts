/**
 * Imported before all else by the page and by each worker: zod tries, when it makes its first schema, whether code may be made
 * of text. The content security policy forbids it, and browsers report the attempt as an error.
 */
import { z } from 'zod';

z.config({ jitless: true });
