import { type Endpoint, errorBodySchema } from '@millrace/core';
import { z } from 'zod';
import { errorCodes } from '../errors.ts';
import { contract } from '../routes/contract.ts';
import { serverVersion } from '../version.ts';

type Json = Record<string, unknown>;

/** OpenAPI 3.1 of the whole contract, made from the schemas that requests are checked with. */
export function openApiDocument(public_url: string): Json {
  const paths: Record<string, Json> = {};
  for (const endpoint of contract) {
    const path = endpoint.path.replace(/:([a-z_]+)/g, '{$1}');
    paths[path] = { ...paths[path], [endpoint.method.toLowerCase()]: operation(endpoint) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Millrace',
      version: serverVersion,
      description:
        'Workflows, executions and settings. Sign in with a session cookie, or send an API key as a bearer token.',
    },
    servers: [{ url: public_url }],
    tags: [...new Set(contract.map((endpoint) => endpoint.tag))].map((name) => ({ name })),
    components: {
      securitySchemes: {
        api_key: { type: 'http', scheme: 'bearer', description: 'An API key of your organization.' },
        session: { type: 'apiKey', in: 'cookie', name: 'millrace.session_token' },
      },
      schemas: { Error: errorSchema() },
    },
    paths,
  };
}

/** Programs branch on the code: all of them are named. */
function errorSchema(): Json {
  return schemaOf(errorBodySchema.extend({ code: z.enum(errorCodes) }), 'output');
}

function operation(endpoint: Endpoint): Json {
  const needsAuth = endpoint.access !== 'public';
  return {
    summary: endpoint.summary,
    operationId: operationId(endpoint),
    tags: [endpoint.tag],
    description: needsAuth ? `Needs the role ${endpoint.access} or a higher one.` : 'Needs no sign-in.',
    security: needsAuth ? [{ api_key: [] }, { session: [] }] : [],
    parameters: [...parameters(endpoint.params, 'path'), ...parameters(endpoint.query, 'query')],
    ...(endpoint.body
      ? {
          requestBody: {
            required: !endpoint.body.safeParse(undefined).success,
            content: jsonContent(endpoint.body, 'input'),
          },
        }
      : {}),
    responses: {
      ...successes(endpoint),
      default: {
        description: 'An error, with a sentence for people and a code for programs',
        content: { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } },
      },
    },
  };
}

/** `GET /api/integrations/workflows/:id/logs` → `get_workflows_id_logs` */
function operationId(endpoint: Endpoint): string {
  const words = endpoint.path.replace(/^\/api(\/integrations)?/, '').match(/[a-z_]+/g) ?? [];
  return [endpoint.method.toLowerCase(), ...words].join('_');
}

function successes(endpoint: Endpoint): Json {
  return Object.fromEntries(
    Object.entries(endpoint.responses).map(([status, schema]) => [
      status,
      schema instanceof z.ZodNull
        ? { description: 'Done' }
        : { description: 'Success', content: jsonContent(schema, 'output') },
    ]),
  );
}

function parameters(schema: z.ZodObject | undefined, place: 'path' | 'query'): Json[] {
  if (!schema) return [];
  return Object.entries(schema.shape).map(([name, field]) => ({
    name,
    in: place,
    required: place === 'path' || !(field as z.ZodType).safeParse(undefined).success,
    schema: schemaOf(field as z.ZodType, 'output'),
  }));
}

function jsonContent(schema: z.ZodType, io: 'input' | 'output'): Json {
  return { 'application/json': { schema: schemaOf(schema, io) } };
}

function schemaOf(schema: z.ZodType, io: 'input' | 'output'): Json {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' }) as Json;
  return rest;
}
