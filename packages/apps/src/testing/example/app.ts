// The action beside this is printed in docs/writing_an_action.md; in a real folder this file states the app.
export { builtin } from '../../builtin/app.ts';
