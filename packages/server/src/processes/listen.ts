import type { FastifyInstance } from 'fastify';
import type { Env } from '../env.ts';
import { SettingError } from '../setting_error.ts';

/** Listens where the settings say. Throws SettingError when that place cannot be had. */
export async function listen(
  app: FastifyInstance,
  { host, port }: Pick<Env, 'host' | 'port'>,
  setting: 'PORT' | 'MILLRACE_METRICS_PORT' = 'PORT',
): Promise<void> {
  try {
    // The address is told once, by main.ts.
    await app.listen({ host, port, listenTextResolver: () => 'Listening' });
  } catch (error) {
    switch ((error as NodeJS.ErrnoException).code) {
      case 'EADDRINUSE':
        throw new SettingError(
          setting,
          `${port} is taken on ${host}. Stop the program that has it, or set ${setting} to another one`,
        );
      case 'EACCES':
        throw new SettingError(setting, `${port} may be used by root only: set ${setting} to 1024 or more`);
      case 'EADDRNOTAVAIL':
      case 'ENOTFOUND':
        throw new SettingError('HOST', `must be an address of this machine, and ${host} is not`);
      default:
        throw error;
    }
  }
}
