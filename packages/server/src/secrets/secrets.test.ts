import { randomBytes } from 'node:crypto';
import type { AppManifest, Definition } from '@millrace/core';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../testing/database.ts';
import { createSecrets, type Secrets } from './secrets.ts';

let database: TestDatabase;
let secrets: Secrets;
const key = randomBytes(32);
const org = uuidv7();
const workflow = uuidv7();

beforeAll(async () => {
  database = await createTestDatabase();
  secrets = createSecrets({ db: database.db, key });
});
afterAll(() => database?.drop());

describe('a sealed text', () => {
  test('opens where it was sealed, and never looks the same twice', async () => {
    const [one, two] = [
      await secrets.encrypt(org, 'place', 'geheim ü'),
      await secrets.encrypt(org, 'place', 'geheim ü'),
    ];
    expect(one).toMatch(/^e1\.[0-9a-f]{8}\.1\.[\w-]{16}\.[\w-]+$/);
    expect(two).not.toBe(one);
    expect(await secrets.decrypt(org, 'place', one)).toBe('geheim ü');
  });

  const change = (sealed: string, part: number, edit: (text: string) => string) =>
    sealed
      .split('.')
      .map((text, index) => (index === part ? edit(text) : text))
      .join('.');
  const flip = (text: string) => (text.startsWith('A') ? 'B' : 'A') + text.slice(1);

  test.each<[string, (sealed: string) => string]>([
    ['a changed nonce', (sealed) => change(sealed, 3, flip)],
    ['a changed text', (sealed) => change(sealed, 4, flip)],
    ['a tag that is cut', (sealed) => sealed.slice(0, -6)],
    ['nothing but a short tag', (sealed) => change(sealed, 4, () => 'AAAA')],
    ['another version of the data key', (sealed) => change(sealed, 2, () => '7')],
    ['another format', (sealed) => change(sealed, 0, () => 'e2')],
    ['no text at all', () => ''],
  ])('with %s does not open', async (_name, edit) => {
    const sealed = await secrets.encrypt(org, 'place', 'geheim');
    await expect(secrets.decrypt(org, 'place', edit(sealed))).rejects.toMatchObject({ code: 'E_DECRYPT' });
  });

  test('moved to another place or organization does not open', async () => {
    const sealed = await secrets.encrypt(org, 'place', 'geheim');
    const other = uuidv7();
    await secrets.encrypt(other, 'place', 'so that it has a key');
    await expect(secrets.decrypt(org, 'elsewhere', sealed)).rejects.toMatchObject({ code: 'E_DECRYPT' });
    await expect(secrets.decrypt(other, 'place', sealed)).rejects.toMatchObject({ code: 'E_DECRYPT' });
  });

  test('opens in another process with the same key, and after the writing key changed', async () => {
    const sealed = await secrets.encrypt(org, 'place', 'geheim');
    expect(await createSecrets({ db: database.db, key }).decrypt(org, 'place', sealed)).toBe('geheim');
    const rotated = createSecrets({ db: database.db, key: randomBytes(32), previous_keys: [key] });
    expect(await rotated.decrypt(org, 'place', sealed)).toBe('geheim');
  });

  test('of a key that is not here is not guessed at', async () => {
    const sealed = await secrets.encrypt(org, 'place', 'geheim');
    const stranger = createSecrets({ db: database.db, key: randomBytes(32) });
    await expect(stranger.decrypt(org, 'place', sealed)).rejects.toThrow(/does not have/);
  });

  test('two processes that make the first key of an organization at once agree on it', async () => {
    const fresh = uuidv7();
    const processes = Array.from({ length: 4 }, () => createSecrets({ db: database.db, key }));
    const sealed = await Promise.all(processes.map((each) => each.encrypt(fresh, 'place', 'geheim')));
    for (const text of sealed) expect(await secrets.decrypt(fresh, 'place', text)).toBe('geheim');
  });
});

test('a wrong key is noticed at start, before anything is written with it', async () => {
  await secrets.verifyKey();
  await secrets.verifyKey();
  await expect(createSecrets({ db: database.db, key: randomBytes(32) }).verifyKey()).rejects.toMatchObject({
    code: 'E_DECRYPT',
  });
  await createSecrets({ db: database.db, key: randomBytes(32), previous_keys: [key] }).verifyKey();
});

test('a key of another length is refused', () => {
  expect(() => createSecrets({ db: database.db, key: randomBytes(31) })).toThrow(/32 bytes/);
});

const manifests: AppManifest[] = [
  {
    id: 'builtin',
    name: 'Built in',
    description: '',
    operations: [
      {
        id: 'http_request',
        name: 'HTTP Request',
        description: '',
        kind: 'action',
        effect: 'dynamic',
        version: 1,
        output: {},
        input: {
          type: 'object',
          properties: {
            url: { type: 'string' },
            auth: {
              anyOf: [
                { type: 'object', properties: { type: { const: 'none' } } },
                {
                  type: 'object',
                  properties: { type: { const: 'basic' }, password: { type: 'string', field: 'secret' } },
                },
                { $ref: '#/$defs/bearer' },
              ],
            },
            keys: {
              type: 'array',
              items: { type: 'object', properties: { value: { type: 'string', field: 'secret' } } },
            },
          },
          $defs: {
            bearer: {
              type: 'object',
              properties: { type: { const: 'bearer' }, token: { type: 'string', field: 'secret' } },
            },
          },
        },
      },
    ],
  },
];

function definition(config: Record<string, unknown>): Definition {
  const node = {
    id: 'n1',
    type: 'action',
    subtype: 'http_request',
    key: 'http',
    label: 'HTTP',
    position: { x: 0, y: 0 },
    config,
  } as const;
  return { nodes: [node], edges: [], config: {} };
}

async function sealed(config: Record<string, unknown>, stored: Definition | null = null) {
  return secrets.sealDefinition({
    org_id: org,
    workflow_id: workflow,
    definition: definition(config),
    stored,
    manifests,
  });
}

const url = 'https://api.example.com/orders';
const basic = (password: unknown, at = url) => ({
  url: at,
  auth: { type: 'basic', username: 'ada', password },
});
const marker = { $secret: 'set' };
const mapped = (target_field: string, default_value: unknown) => ({
  target_field,
  source_path: '',
  default_value,
});

describe('secrets in a definition', () => {
  test.each<[string, Record<string, unknown>]>([
    ['in a choice', basic('geheim')],
    ['behind a reference', { url, auth: { type: 'bearer', token: 'geheim' } }],
    ['in a list', { url, keys: [{ value: 'geheim' }] }],
    [
      'as what a mapping writes',
      { url, auth: { $mappings: [mapped('type', 'bearer'), mapped('token', 'geheim')] } },
    ],
  ])('%s are sealed when saved, presented as a marker, and open for the runner', async (_name, config) => {
    const { definition: stored, issues } = await sealed(config);
    expect(issues).toEqual([]);
    expect(JSON.stringify(stored)).not.toContain('geheim');
    const presented = JSON.stringify(secrets.present(stored));
    expect(presented).toContain('{"$secret":"set"}');
    expect(presented).not.toContain('e1.');
    expect((await secrets.openDefinition(org, stored, workflow)).nodes[0]!.config).toEqual(config);
  });

  test('of a mapping stay with their target, whatever stands before it now', async () => {
    const { definition: stored } = await sealed({
      url,
      auth: { $mappings: [mapped('type', 'basic'), mapped('password', 'geheim')] },
    });
    const auth = { $mappings: [mapped('password', marker), mapped('type', 'basic')] };
    const { definition: moved, issues } = await sealed({ url, auth }, stored);
    expect(issues).toEqual([]);
    expect((await secrets.openDefinition(org, moved, workflow)).nodes[0]!.config).toEqual({
      url,
      auth: { $mappings: [mapped('password', 'geheim'), mapped('type', 'basic')] },
    });
  });

  test('of a mapping cannot be led into a field that everybody sees', async () => {
    const { definition: stored } = await sealed({
      url,
      auth: { $mappings: [mapped('password', 'geheim')] },
    });
    const { definition: led, issues } = await sealed(
      { url, auth: { $mappings: [mapped('username', marker)] } },
      stored,
    );
    expect(issues).toHaveLength(1);
    expect(JSON.stringify(led)).not.toContain('e1.');
  });

  test('do not open in another workflow', async () => {
    const { definition: stored } = await sealed(basic('geheim'));
    await expect(secrets.openDefinition(org, stored, uuidv7())).rejects.toMatchObject({ code: 'E_DECRYPT' });
  });

  test('that come back as a marker stay the same; a text replaces them', async () => {
    const { definition: stored } = await sealed(basic('geheim'));
    const again = await sealed(basic(marker), stored);
    expect(again.definition).toEqual(stored);
    const replaced = await sealed(basic('neu'), stored);
    expect((await secrets.openDefinition(org, replaced.definition, workflow)).nodes[0]!.config).toEqual(
      basic('neu'),
    );
  });

  test.each([
    ['another host', 'https://evil.example/orders'],
    ['another port', 'https://api.example.com:8443/orders'],
    ['plain http', 'http://api.example.com/orders'],
    ['a host that an expression decides', 'https://{{ trigger.data.host }}/orders'],
    ['a host that hides in the user part', 'https://api.example.com@evil.example/'],
    ['a backslash', 'https://evil.example\\@api.example.com/'],
  ])('are forgotten when the address becomes %s', async (_name, address) => {
    const { definition: stored } = await sealed(basic('geheim'));
    const moved = await sealed(basic(marker, address), stored);
    expect(moved.definition.nodes[0]!.config.auth).toEqual({ type: 'basic', username: 'ada' });
  });

  test('stay when only the path changes', async () => {
    const { definition: stored } = await sealed(basic('geheim'));
    const moved = await sealed(basic(marker, 'https://API.example.com/other?x=1'), stored);
    expect(moved.definition.nodes[0]!.config.auth).toEqual(stored.nodes[0]!.config.auth);
  });

  test('a marker without a stored secret is nothing', async () => {
    const { definition: stored, issues } = await sealed(basic(marker));
    expect(issues).toEqual([]);
    expect(stored.nodes[0]!.config.auth).toEqual({ type: 'basic', username: 'ada' });
  });

  test('a sealed text cannot be planted: not in a secret field, not elsewhere', async () => {
    const { definition: stored } = await sealed(basic('geheim'));
    const stolen = (stored.nodes[0]!.config.auth as { password: unknown }).password;
    for (const config of [basic(stolen), { url: stolen }, { url, note: { deep: [marker] } }]) {
      const { issues } = await sealed(config, stored);
      expect(issues).toMatchObject([{ node_id: 'n1', path: 'nodes[0].config' }]);
    }
  });

  test('expressions stay readable: they hold no secret themselves', async () => {
    const config = basic('{{ variables.password }}');
    expect((await sealed(config)).definition.nodes[0]!.config).toEqual(config);
  });

  test('the definition that was sent is not changed', async () => {
    const sent = definition(basic('geheim'));
    const before = structuredClone(sent);
    await secrets.sealDefinition({
      org_id: org,
      workflow_id: workflow,
      definition: sent,
      stored: null,
      manifests,
    });
    expect(sent).toEqual(before);
  });
});
