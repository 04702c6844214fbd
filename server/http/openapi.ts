import type { Hono } from 'hono';
import { z } from 'zod';
import { account } from '#server/contract/accounts.ts';
import { api, type Route, type RouteName } from '#server/contract/api.ts';
import { category } from '#server/contract/categories.ts';
import { apiToken } from '#server/contract/credentials.ts';
import { errorReply, errorStatus, type ErrorCode } from '#server/contract/errors.ts';
import { bankLink, sync } from '#server/contract/links.ts';
import * as house from '#server/contract/members.ts';
import { money } from '#server/contract/money.ts';
import { says } from '#server/contract/says.ts';
import { done, household, member } from '#server/contract/session.ts';
import { hiding, sharing, whoSees } from '#server/contract/sharing.ts';
import { bankFacts, change, transaction } from '#server/contract/transactions.ts';
import { cookieName } from './cookies.ts';
import type { HttpDeps } from './deps.ts';

/** What is told of in several places: each is a schema of the document by this name. */
const nouns: Record<string, z.ZodType> = {
  Account: account,
  ApiToken: apiToken,
  AuditEntry: house.auditEntry,
  BankFacts: bankFacts,
  BankLink: bankLink,
  Category: category,
  Change: change,
  Done: done,
  Error: errorReply,
  Hiding: hiding,
  Household: household,
  Housemate: house.housemate,
  Invitation: house.invitation,
  LinkHealth: house.linkHealth,
  ManagedMember: house.managedMember,
  Member: member,
  Money: money,
  Session: house.session,
  Sharing: sharing,
  Sync: sync,
  Transaction: transaction,
  WhoSees: whoSees,
};

/** `/api/openapi.json`: the contract as an OpenAPI document, for anybody; it tells no secret. */
export function mountOpenApi(app: Hono, deps: Pick<HttpDeps, 'publicUrl'>): void {
  // Made when it is first asked for, and kept as text: hardly any household ever asks.
  let text: string | undefined;
  app.get('/api/openapi.json', (c) => {
    text ??= describeApi(deps.publicUrl);
    return c.body(text, 200, { 'content-type': 'application/json' });
  });
}

type Json = Record<string, unknown>;

/** The document as JSON. */
export function describeApi(publicUrl: string): string {
  const schemas: Json = {};
  const paths: Record<string, Json> = {};
  const read = createReader(schemas);
  const error = read(errorReply, 'output');
  for (const [name, route] of Object.entries(api) as [RouteName, Route][]) {
    const [method = '', path = ''] = name.split(' ');
    const template = path.replace(/:(\w+)/g, '{$1}');
    (paths[template] ??= {})[method.toLowerCase()] = describeRoute(name, route, read);
  }
  const text = JSON.stringify({
    openapi: '3.1.0',
    info: { title: 'Ledgerberry', version: '1', description: intro },
    servers: [{ url: publicUrl }],
    paths,
    components: {
      schemas,
      responses: errorResponses(error),
      securitySchemes: securitySchemes(publicUrl),
    },
  });
  return text.replaceAll('"#/$defs/', '"#/components/schemas/');
}

const intro =
  'The API of a household’s own Ledgerberry: what its pages use, with the same rules of who sees ' +
  'what. A program signs in by an API token, which its member makes under “Sign-in and security”. ' +
  'Amounts are decimal strings, negative where money leaves; days are YYYY-MM-DD, instants ISO ' +
  '8601. Every refusal is an `Error` with a closed code and a sentence for a person. Requests ' +
  'that change something by a cookie must come from a page of Ledgerberry itself.';

function securitySchemes(publicUrl: string): Json {
  return {
    token: {
      type: 'http',
      scheme: 'bearer',
      description:
        'An API token. Its scopes: `read` reads, `write` changes, `admin` does what owners do, ' +
        'where its member is one.',
    },
    cookie: {
      type: 'apiKey',
      in: 'cookie',
      name: cookieName(publicUrl),
      description: 'The session of a browser.',
    },
  };
}

type Read = (schema: z.ZodType, io: 'input' | 'output') => Json;

/** Reads schemas of the contract; the nouns in them are gathered in `found`. */
function createReader(found: Json): Read {
  const metadata = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries(nouns)) metadata.add(schema, { id });
  return (schema, io) => {
    // Inside of another, so that what is a noun itself is referred to as well.
    const { properties, $defs } = z.toJSONSchema(z.object({ schema }), {
      io,
      metadata,
      override: ({ jsonSchema }) => {
        // A format says it better than the pattern that checks it; any number is no bound.
        if (jsonSchema.format) delete jsonSchema.pattern;
        if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
        if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
      },
    });
    Object.assign(found, $defs);
    return (properties?.schema ?? {}) as Json;
  };
}

function describeRoute(name: RouteName, route: Route, read: Read): Json {
  const [method = '', path = ''] = name.split(' ');
  const words = path.replaceAll(':', '').split(/[/.-]/).slice(2);
  const parameters = [
    ...parametersOf(route.params, 'path', read),
    ...parametersOf(route.query, 'query', read),
    ...(route.viewAs ? [viewAs] : []),
  ];
  return {
    operationId: [method.toLowerCase(), ...words.map(capital)].join(''),
    tags: [words[0]],
    summary: says[name],
    ...(route.confirmed
      ? { description: 'Only soon after a sign-in or `POST /api/session/confirm`.' }
      : {}),
    security: securityOf(route, method),
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(route.body ? { requestBody: { required: true, content: takes(route, read) } } : {}),
    responses: {
      200: {
        description: 'Done.',
        content: route.file ? { [route.file]: {} } : json(read(route.reply, 'output')),
      },
      ...Object.fromEntries(statusesOf(route, method).map((status) => [status, refusal(status)])),
      default: refusal('Other'),
    },
  };
}

const viewAs = {
  name: 'X-View-As',
  in: 'header',
  required: false,
  description: 'The id of a member: what they see of your own accounts.',
  schema: { type: 'string', format: 'uuid' },
};

const capital = (word: string) => word.charAt(0).toUpperCase() + word.slice(1);
const takes = (route: Route, read: Read): Json =>
  route.body && !route.upload ? json(read(route.body, 'input')) : { '*/*': {} };
const json = (schema: Json) => ({ 'application/json': { schema } });
const refusal = (name: string | number) => ({ $ref: `#/components/responses/Error${name}` });

/** Who may come in: see `letIn`. */
function securityOf(route: Route, method: string): Json[] {
  if (route.access === 'anyone') return [];
  if (route.browser || route.confirmed) return [{ cookie: [] }];
  const scope = route.access === 'owner' ? 'admin' : method === 'GET' ? 'read' : 'write';
  return [{ token: [scope] }, { cookie: [] }];
}

function parametersOf(schema: z.ZodType | undefined, where: string, read: Read): Json[] {
  if (!schema) return [];
  const { properties = {}, required = [] } = read(schema, 'input') as {
    properties?: Record<string, Json>;
    required?: string[];
  };
  return Object.entries(properties).map(([name, one]) => ({
    name,
    in: where,
    required: required.includes(name),
    schema: one,
  }));
}

/** The refusals to reckon with; any other has the same shape. */
function statusesOf(route: Route, method: string): number[] {
  const open = route.access === 'anyone';
  return [
    ...(route.params || route.query || route.body ? [400] : []),
    ...(open ? [] : [401]),
    ...(route.access === 'owner' || route.confirmed || method !== 'GET' ? [403] : []),
    ...(route.params ? [404] : []),
    ...(open && method !== 'GET' ? [429] : []),
  ];
}

function errorResponses(error: Json): Json {
  const response = (description: string) => ({ description, content: json(error) });
  const codes = Object.keys(errorStatus) as ErrorCode[];
  const statuses = [...new Set(Object.values(errorStatus))];
  const of = (status: number) =>
    codes.filter((code) => errorStatus[code] === status).map((code) => `\`${code}\``);
  return {
    ...Object.fromEntries(
      statuses.map((status) => [`Error${status}`, response(of(status).join(', '))]),
    ),
    ErrorOther: response('Any other refusal.'),
  };
}
