import { parseArgs } from 'node:util';
import { SettingError } from './setting_error.ts';
import { TestMisuse } from './test_command/misuse.ts';
import { type TestRequest, testOptions, testRequestOf } from './test_command/test_request.ts';
import { serverVersion } from './version.ts';

/**
 * What the command line asks for: a text to print, a new password, a run of tests, or a start with some settings put over the
 * environment.
 */
export type Command =
  | { print: string }
  | { set_password_of: string }
  | { test: TestRequest }
  | { settings: Record<string, string> };

const HELP = `Millrace ${serverVersion}: draw a workflow, test it safely, deploy it, watch it run.

Usage: npm start [-- options]
       npm start -- set-password E-MAIL
       npm start -- test FILE|WORKFLOW-ID [--test NAME] [--json]

  --role all|api|worker   what this process does (MILLRACE_ROLE, all)
  --workers N             worker processes beside it on this machine (MILLRACE_WORKERS, 0)
  --version               print the version
  --help                  print this

  set-password E-MAIL     give this person a new password, asked for or read from standard
                          input; works while Millrace runs and while it does not

  test FILE               run the tests of an exported workflow here, without server, database
                          and network; --variables FILE gives its variables as a JSON object
  test WORKFLOW-ID        run those of a workflow on a server: --url (MILLRACE_URL,
                          http://127.0.0.1:3000) and --key (MILLRACE_API_KEY)
    --test NAME           only this test; may be given several times
    --json                print the report as JSON
                          exit code 0: all passed; 1: a test failed; 2: nothing could be run

Environment, every variable optional:

  PORT, HOST                        where it listens (3000, 127.0.0.1)
  DATABASE_URL                      PostgreSQL 14 or newer (an embedded one below the data directory)
  MILLRACE_DATA_DIR                 embedded database, encryption key, files (./data)
  MILLRACE_PUBLIC_URL               address that links and webhooks carry (http://HOST:PORT)
  MILLRACE_ENCRYPTION_KEY           32 random bytes in base64 (a file in the data directory)
  MILLRACE_ADMIN_EMAIL, MILLRACE_ADMIN_PASSWORD, MILLRACE_ADMIN_ORG
                                    make the first owner without the set-up page
  MILLRACE_ROLE, MILLRACE_WORKERS   as --role and --workers
  MILLRACE_MAX_QUEUED               executions of one organization that may wait in the queue (10000)
  MILLRACE_RETENTION_DAYS, MILLRACE_FAILED_RETENTION_DAYS
                                    days that ended and failed executions are kept (30, 90)
  MILLRACE_ALLOWED_PRIVATE_HOSTS    comma list of private hosts, host:port, networks that calls may reach
  MILLRACE_ALLOW_HTTP_WEBHOOKS      outgoing webhooks may use plain http: true or false (false)
  MILLRACE_METRICS_PORT             where a worker answers /metrics and /healthz (none)
  LOG_LEVEL, MILLRACE_LOG_FORMAT    trace to fatal (info); pretty or json
`;

/** Reads the arguments after the program's name. Throws SettingError naming the one that is wrong. */
export function readArguments(args: string[]): Command {
  const { values, positionals } = parse(args);
  if (values.help) return { print: HELP };
  if (values.version) return { print: `${serverVersion}\n` };
  const [name, ...operands] = positionals;
  if (name === 'test') return { test: testOf(operands, values) };
  const stray = Object.keys(values).find((option) => option in testOptions);
  if (stray !== undefined) throw refused(`--${stray} belongs to the command test`);
  if (name === 'set-password') return { set_password_of: emailOf(operands, values) };
  if (name !== undefined) throw refused(`Unknown command '${name}'`);
  return {
    settings: {
      ...(values.role === undefined ? {} : { MILLRACE_ROLE: values.role }),
      ...(values.workers === undefined ? {} : { MILLRACE_WORKERS: values.workers }),
    },
  };
}

function emailOf(operands: string[], options: object): string {
  const [email, more] = operands;
  if (email === undefined || more !== undefined || Object.keys(options).length > 0)
    throw refused('set-password takes one e-mail address and nothing else');
  return email;
}

function testOf(operands: string[], { role, workers, ...given }: ReturnType<typeof parse>['values']) {
  if (role !== undefined || workers !== undefined)
    throw new TestMisuse('--role and --workers belong to a start, and test starts nothing');
  return testRequestOf(operands, given);
}

function refused(sentence: string): SettingError {
  return new SettingError('Command line:', `${sentence}. See npm start -- --help`);
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        role: { type: 'string' },
        workers: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
        version: { type: 'boolean', short: 'v' },
        ...testOptions,
      },
    });
  } catch (error) {
    const [sentence = ''] = (error as Error).message.split('. ');
    throw args[0] === 'test' ? new TestMisuse(`${sentence}. See npm start -- --help`) : refused(sentence);
  }
}
