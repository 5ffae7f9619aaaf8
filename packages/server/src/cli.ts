import { parseArgs } from 'node:util';
import { SettingError } from './setting_error.ts';
import { serverVersion } from './version.ts';

/** What the command line asks for: a text to print, a new password, or a start with some settings put over the environment. */
export type Command = { print: string } | { set_password_of: string } | { settings: Record<string, string> };

const HELP = `Millrace ${serverVersion}: draw a workflow, test it safely, deploy it, watch it run.

Usage: npm start [-- options]
       npm start -- set-password E-MAIL

  --role all|api|worker   what this process does (MILLRACE_ROLE, all)
  --workers N             worker processes beside it on this machine (MILLRACE_WORKERS, 0)
  --version               print the version
  --help                  print this

  set-password E-MAIL     give this person a new password, asked for or read from standard
                          input; works while Millrace runs and while it does not

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
      },
    });
  } catch (error) {
    const [sentence = ''] = (error as Error).message.split('. ');
    throw refused(sentence);
  }
}
