import { expect, test } from 'vitest';
import { readArguments } from './cli.ts';

test.each([
  [[], { settings: {} }],
  [['--role', 'api', '--workers', '2'], { settings: { MILLRACE_ROLE: 'api', MILLRACE_WORKERS: '2' } }],
  [['set-password', 'ada@example.com'], { set_password_of: 'ada@example.com' }],
  [['--help'], { print: expect.stringContaining('set-password E-MAIL') }],
  [['set-password', '--help'], { print: expect.stringContaining('Usage') }],
])('%j is understood', (args, command) => {
  expect(readArguments(args)).toEqual(command);
});

test.each([
  [['--wrokers', '2'], "Unknown option '--wrokers'"],
  [['set-pasword', 'ada@example.com'], "Unknown command 'set-pasword'"],
  [['set-password'], 'set-password takes one e-mail address and nothing else'],
  [['set-password', 'ada@example.com', 'secret'], 'set-password takes one e-mail address and nothing else'],
  [
    ['set-password', 'ada@example.com', '--role', 'api'],
    'set-password takes one e-mail address and nothing else',
  ],
])('%j is refused in one line', (args, sentence) => {
  expect(() => readArguments(args)).toThrow(`Command line: ${sentence}. See npm start -- --help`);
});
