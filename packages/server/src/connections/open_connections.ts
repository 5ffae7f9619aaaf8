/**
 * The connections that executions use. Owns: reading them at the moment of a call, and noting how it went.
 *  1. A connection is found only in the organization of the execution, and only for the app of its operation.
 *  2. It is read anew for every step: what was deleted or changed counts at once.
 *  3. Noting its use never fails a step.
 */
import type { Apps } from '@millrace/apps';
import type { Connections } from '@millrace/engine';
import { RetryLater, StepError } from '@millrace/sdk';
import type { Database } from '../db/client.ts';
import type { Secrets } from '../secrets/secrets.ts';
import { signWith, textsOf } from './sign_with.ts';

export interface OpenParts {
  db: Pick<Database, 'engine'>;
  secrets: Pick<Secrets, 'decrypt'>;
  /** Called when a connection is opened. */
  apps: () => Pick<Apps, 'auth'>;
  onError(error: unknown): void;
}

interface Row {
  name: string;
  app: string;
  auth: string;
  hosts: string[];
  fields: Record<string, unknown>;
  sealed: string;
  status: string;
}

/** Where the secrets of a connection are sealed for. */
export const connectionPlace = (id: string): string => `connections|${id}|secrets`;

export function openConnections({ db, secrets, apps, onError }: OpenParts): Connections {
  async function read(org_id: string, id: string): Promise<Row | undefined> {
    try {
      const { rows } = await db.engine.query<Row>(
        'select name, app, auth, hosts, fields, sealed, status from connections where id = $1 and org_id = $2',
        [id, org_id],
      );
      return rows[0];
    } catch (error) {
      onError(error);
      throw new RetryLater('The connection could not be read', {
        code: 'connection_unreadable',
        cause: error,
      });
    }
  }

  function note(text: string, values: unknown[]): void {
    db.engine.query(text, values).catch(onError);
  }

  return {
    async open(org_id, id, app) {
      const row = await read(org_id, id);
      if (!row)
        throw missing(
          'The connection of this step does not exist any more',
          'Choose another one in its properties.',
        );
      const kind = row.app === app ? apps().auth(row.app, row.auth) : undefined;
      if (!kind)
        throw missing(
          `The connection ${row.name} is not one that this step can use`,
          'Choose another one in its properties.',
        );
      const opened = JSON.parse(await secrets.decrypt(org_id, connectionPlace(id), row.sealed)) as Record<
        string,
        unknown
      >;
      note(
        `update connections set last_used_at = now()
         where id = $1 and (last_used_at is null or last_used_at < now() - interval '30 seconds')`,
        [id],
      );
      const fields = { ...row.fields, ...opened };
      return {
        secrets: textsOf(opened),
        sign: (request) => signWith(kind, { name: row.name, hosts: row.hosts, fields }, request),
        answered(status) {
          if (status === 401)
            note(`update connections set status = 'failing', status_message = $2 where id = $1`, [
              id,
              'A step was answered 401 Unauthorized: the credentials are not accepted.',
            ]);
          else if (row.status !== 'working' && status >= 200 && status < 300)
            note(`update connections set status = 'working', status_message = null where id = $1`, [id]);
        },
      };
    },
  };
}

function missing(message: string, hint: string): StepError {
  return new StepError(message, { code: 'missing_connection', field: 'connection_id', hint });
}
