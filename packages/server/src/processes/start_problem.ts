import { DatabaseServerError } from '../db/check_server.ts';
import { EmbeddedDatabaseError } from '../db/embedded/errors.ts';
import { MigrationError } from '../db/migrate.ts';
import { CommandError } from '../operator/command_error.ts';
import { DecryptError } from '../secrets/sealed_text.ts';
import { SettingError } from '../setting_error.ts';
import { TestMisuse } from '../test_command/misuse.ts';
import { StoppedWhileStarting } from './shutdown.ts';

/** EX_CONFIG of sysexits.h: trying again without changing something is of no use. */
const WRONG_SETTING = 78;
/** Nothing could be run: not the same as a test that failed. */
const MISUSE = 2;

/** What to tell the operator about a start that failed, and the exit code. One line for what an operator can mend. */
export function describeStartProblem(error: unknown): { text: string; exit_code: number } {
  if (error instanceof StoppedWhileStarting) return { text: '', exit_code: 0 };
  if (error instanceof TestMisuse) return { text: error.message, exit_code: MISUSE };
  if (error instanceof SettingError) return { text: error.message, exit_code: WRONG_SETTING };
  if (error instanceof DecryptError)
    return {
      text: `MILLRACE_ENCRYPTION_KEY does not fit this database: ${error.message}`,
      exit_code: WRONG_SETTING,
    };
  if (
    error instanceof DatabaseServerError ||
    error instanceof EmbeddedDatabaseError ||
    error instanceof MigrationError ||
    error instanceof CommandError
  )
    return { text: error.message, exit_code: 1 };
  return { text: error instanceof Error ? (error.stack ?? error.message) : String(error), exit_code: 1 };
}
