export { type Exchange, fetchClient, type Replay, startReplay } from './replay.ts';
