import { randomUUID } from 'node:crypto';
import type { DefinitionInput, Role } from '@millrace/core';
import { insertApiKey } from '../auth/api_keys.ts';
import type { Auth } from '../auth/auth.ts';
import { asOrgWithin } from '../auth/auth_database.ts';
import { hashPassword } from '../auth/password.ts';
import { insertMember, insertUser } from '../auth/people.ts';
import { insertOrganization } from '../commands/create_organization.ts';

export const testPassword = 'correct horse battery';
// Hashing costs 45 ms of a core: every person of a test file has the same one.
let password_hash: Promise<string> | undefined;

export interface TestOrganization {
  id: string;
  name: string;
}

export interface TestKey {
  id: string;
  key: string;
  role: Role;
}

export interface TestPerson {
  id: string;
  member_id: string;
  email: string;
  password: string;
  role: Role;
}

/** Makes organizations, people and keys directly in the database. */
export function createFactories(auth: Auth) {
  return {
    organization(name = `Org ${randomUUID().slice(0, 8)}`): Promise<TestOrganization> {
      return auth.database.transaction(async (tx) => {
        const id = await insertOrganization(tx, name);
        await asOrgWithin(tx, id, () =>
          tx.query('insert into organization_settings (org_id) values ($1)', [id]),
        );
        return { id, name };
      });
    },
    async person(org_id: string, role: Role): Promise<TestPerson> {
      password_hash ??= hashPassword(testPassword);
      const hash = await password_hash;
      return auth.database.transaction(async (tx) => {
        const email = `${role}-${randomUUID().slice(0, 8)}@example.com`;
        const id = await insertUser(tx, { name: `The ${role}`, email, password_hash: hash });
        return {
          id,
          member_id: await insertMember(tx, { org_id, user_id: id, role }),
          email,
          password: testPassword,
          role,
        };
      });
    },
    apiKey(org_id: string, role: Role): Promise<TestKey> {
      return auth.database.transaction(async (tx) => ({
        ...(await insertApiKey(tx, org_id, `${role} key`, role)),
        role,
      }));
    },
  };
}
export type Factories = ReturnType<typeof createFactories>;

/** A workflow that can be deployed: a manual trigger and a mapping. */
export function mappingDefinition(): DefinitionInput {
  return {
    nodes: [
      { id: 'start', type: 'trigger', subtype: 'manual', config: {} },
      {
        id: 'map',
        type: 'action',
        subtype: 'data_transform',
        key: 'mapped',
        config: {
          transform_type: 'map_fields',
          input: '{{ trigger.data }}',
          mappings: [{ target_field: 'name', source_path: 'customer.name' }],
        },
      },
    ],
    edges: [{ source: 'start', target: 'map' }],
  };
}

/** The same behind a webhook that answers at once. */
export function webhookDefinition(config: Record<string, unknown> = {}): DefinitionInput {
  const definition = mappingDefinition();
  const [, map] = definition.nodes;
  return {
    ...definition,
    nodes: [
      {
        id: 'start',
        type: 'trigger',
        subtype: 'webhook',
        config: { method: 'POST', auth: 'none', respond: 'immediately', ...config },
      },
      map!,
    ],
  };
}
