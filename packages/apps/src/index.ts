export { type Apps, loadApps } from './load.ts';
