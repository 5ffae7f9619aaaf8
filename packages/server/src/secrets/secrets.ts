/**
 * Secrets at rest. Owns: the data keys in memory, and the form of a sealed text, `e1.<kid>.<data key version>.<nonce>.<ciphertext+tag>`.
 *  1. A sealed text opens only for the organization and the place it was sealed for.
 *  2. Nothing that was sealed leaves the API: definitions are presented with `{ "$secret": "set" }`.
 *  3. A secret that a client hands back as a marker is kept only while the address it is sent to stays the same.
 */
import {
  type AppManifest,
  type Definition,
  type DefinitionIssue,
  secretPaths,
  type WorkflowNode,
} from '@millrace/core';
import type { Database } from '../db/client.ts';
import { createDataKeys } from './data_keys.ts';
import { createMasterKeys, type MasterKeys } from './master_keys.ts';
import { DecryptError, seal, unseal } from './sealed_text.ts';
import { inputSchemaOf, replaceAt, samePlace, valueAt } from './secret_fields.ts';
import { isSecretMarker, presentedSecret, replaceMarkers } from './secret_marker.ts';
import { sendsElsewhere } from './sends_elsewhere.ts';

export interface Secrets {
  /** Seals a text for one place of one organization (`workflow|<id>`, `connection|<id>|token`). */
  encrypt(org_id: string, place: string, text: string): Promise<string>;
  /** @throws DecryptError */
  decrypt(org_id: string, place: string, sealed: string): Promise<string>;
  /** Seals what a person typed into secret fields; `stored` is the definition of before, for secrets that stay. */
  sealDefinition(request: SealRequest): Promise<SealedDefinition>;
  /** The definition with its secrets in clear: for the runner only. @throws DecryptError */
  openDefinition(org_id: string, definition: Definition, workflow_id: string): Promise<Definition>;
  /** The definition as anybody may read it. */
  present<T>(definition: T): T;
  /** @throws DecryptError when the database was written with another key. Call it at start, before anything else. */
  verifyKey(): Promise<void>;
}

export interface SealRequest {
  org_id: string;
  workflow_id: string;
  definition: Definition;
  stored: Definition | null;
  manifests: readonly AppManifest[];
}

export interface SealedDefinition {
  definition: Definition;
  /** Secrets that cannot be stored as they were sent. */
  issues: DefinitionIssue[];
}

const FORMAT = 'e1';
const CANARY_TEXT = 'millrace';

export function createSecrets(deps: {
  db: Database;
  key: Uint8Array;
  previous_keys?: readonly Uint8Array[];
}): Secrets {
  const master = createMasterKeys([deps.key, ...(deps.previous_keys ?? [])]);
  const keys = createDataKeys(deps.db, master);

  async function encrypt(org_id: string, place: string, text: string): Promise<string> {
    const { version, key } = await keys.current(org_id);
    const { nonce, sealed } = seal(key, bound(org_id, place), Buffer.from(text, 'utf8'));
    return [FORMAT, master.kid, version, nonce, sealed].join('.');
  }

  async function decrypt(org_id: string, place: string, text: string): Promise<string> {
    const [format, , version, nonce = '', sealed = ''] = text.split('.');
    if (format !== FORMAT)
      throw new DecryptError(`Sealed texts of format ${FORMAT} are known, not ${format}`);
    const key = await keys.version(org_id, Number(version));
    if (!key) throw new DecryptError(`The organization has no data key ${version}`);
    return unseal(key, bound(org_id, place), nonce, sealed).toString('utf8');
  }

  async function sealDefinition(request: SealRequest): Promise<SealedDefinition> {
    const issues: DefinitionIssue[] = [];
    const storedNodes = new Map(request.stored?.nodes.map((node) => [node.id, node]));
    const nodes: WorkflowNode[] = [];
    for (const [index, node] of request.definition.nodes.entries())
      nodes.push(await sealNode(request, node, storedNodes.get(node.id), index, issues));
    return { definition: { ...request.definition, nodes }, issues };
  }

  async function sealNode(
    { org_id, workflow_id, manifests }: SealRequest,
    node: WorkflowNode,
    stored: WorkflowNode | undefined,
    index: number,
    issues: DefinitionIssue[],
  ): Promise<WorkflowNode> {
    const schema = inputSchemaOf(node.subtype, manifests);
    const paths = schema ? secretPaths(schema, node.config) : [];
    const config: Record<string, unknown> = paths.length > 0 ? structuredClone(node.config) : node.config;
    const placed = new Set<unknown>();
    for (const path of paths) {
      const given = valueAt(config, path);
      const stays = isSecretMarker(given) ? kept(given, node, stored, path) : given;
      const next = isPlainSecret(stays)
        ? { $secret: await encrypt(org_id, definitionPlace(workflow_id), stays) }
        : stays;
      if (next !== given) placed.add(next);
      replaceAt(config, path, next);
    }
    refuseForeignMarkers(config, placed, `nodes[${index}].config`, node.id, issues);
    return config === node.config ? node : { ...node, config };
  }

  return {
    encrypt,
    decrypt,
    sealDefinition,
    async openDefinition(org_id, definition, workflow_id) {
      const opened = new Map<string, string>();
      replaceMarkers(definition.nodes, (marker) => opened.set(marker.$secret, '') && marker);
      for (const sealed of opened.keys()) {
        // A marker without its secret (`set`) opens to nothing: the field is missing, as the checks said.
        if (sealed.startsWith(`${FORMAT}.`))
          opened.set(sealed, await decrypt(org_id, definitionPlace(workflow_id), sealed));
      }
      return {
        ...definition,
        nodes: replaceMarkers(definition.nodes, (marker) => opened.get(marker.$secret)),
      };
    },
    present: (definition) => replaceMarkers(definition, () => presentedSecret),
    verifyKey: () => verifyKey(deps.db, master),
  };
}

/** A marker that came back: the stored secret, where there is one and it goes where it went before. */
function kept(
  given: { $secret: string },
  node: WorkflowNode,
  stored: WorkflowNode | undefined,
  path: readonly (string | number)[],
): unknown {
  const before = stored ? valueAt(stored.config, samePlace(node.config, stored.config, path)) : undefined;
  if (given.$secret !== presentedSecret.$secret) return given;
  if (
    !stored ||
    stored.subtype !== node.subtype ||
    !isSecretMarker(before) ||
    sendsElsewhere(stored.config, node.config)
  )
    return undefined;
  return before;
}

/** Typed text; what holds an expression stays readable, because it is resolved anew in every execution. */
function isPlainSecret(value: unknown): value is string {
  return typeof value === 'string' && value !== '' && !value.includes('{{');
}

/** Only `set` may come from outside: a sealed text that somebody found must not be planted elsewhere. */
function refuseForeignMarkers(
  config: Record<string, unknown>,
  placed: ReadonlySet<unknown>,
  path: string,
  node_id: string,
  issues: DefinitionIssue[],
): void {
  replaceMarkers(config, (marker) => {
    if (!placed.has(marker))
      issues.push({ path, node_id, message: 'Type the secret itself: "$secret" is not for you to write' });
    return marker;
  });
}

function bound(org_id: string, place: string): string {
  return `${FORMAT}|${org_id}|${place}`;
}

function definitionPlace(workflow_id: string): string {
  return `integration_workflows|${workflow_id}|workflow_definition`;
}

async function verifyKey(db: Database, master: MasterKeys): Promise<void> {
  const place = 'encryption_canary';
  await db.owner.query('insert into millrace.encryption_canary (sealed) values ($1) on conflict do nothing', [
    master.wrap(place, Buffer.from(CANARY_TEXT)),
  ]);
  const { rows } = await db.owner.query<{ sealed: string }>('select sealed from millrace.encryption_canary');
  master.unwrap(place, rows[0]!.sealed);
}
