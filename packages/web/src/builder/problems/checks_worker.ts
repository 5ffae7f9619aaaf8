/** Runs the deploy checks where nobody types: those of a thousand nodes take longer than a frame. */
import '../../no_eval.ts';
import { check } from './check.ts';
import type { CheckQuestion } from './checker.ts';

self.addEventListener('message', ({ data }: MessageEvent<CheckQuestion>) => self.postMessage(check(data)));
