import type { OpenApi, Operation, Schema } from '#web/state/openapi.ts';

/** The name of the shape that a schema refers to. */
export const refOf = ({ $ref }: Schema): string | undefined => $ref?.split('/').at(-1);

const formats: Record<string, string> = {
  uuid: 'id',
  date: 'day, YYYY-MM-DD',
  'date-time': 'instant, ISO 8601',
  email: 'e-mail address',
  uri: 'address',
};
const types: Record<string, string> = {
  string: 'text',
  integer: 'whole number',
  number: 'number',
  boolean: 'true or false',
  object: 'object',
  array: 'list',
  null: 'null',
};

const literal = (value: unknown): string => JSON.stringify(value) ?? '';

/** The kind of value in words: `list of Account`, `"income" | "spending"`, `id or null`. */
export function typeWords(schema: Schema): string {
  const ref = refOf(schema);
  if (ref) return ref;
  if ('const' in schema) return literal(schema.const);
  if (schema.enum) return schema.enum.map(literal).join(' | ');
  const among = schema.anyOf ?? schema.oneOf;
  if (among) return [...new Set(among.map(typeWords))].join(' or ');
  if (Array.isArray(schema.type)) {
    return (schema.type as readonly string[]).map((type) => types[type] ?? type).join(' or ');
  }
  const type = schema.type as string | undefined;
  if (type === 'array') return `list of ${schema.items ? typeWords(schema.items) : 'anything'}`;
  if (schema.format) return formats[schema.format] ?? schema.format;
  return type ? (types[type] ?? type) : 'anything';
}

/** What a value is bound to, where it is: `1 to 200, 50 if left out`. */
export function limitWords(schema: Schema): string {
  const { minimum, maximum, minLength, maxLength, minItems, maxItems, pattern } = schema;
  const range = (least: number | undefined, most: number | undefined, unit: string) => {
    if (least === undefined && most === undefined) return [];
    if (most === undefined) return [`at least ${least}${unit}`];
    return [least === undefined ? `at most ${most}${unit}` : `${least} to ${most}${unit}`];
  };
  return [
    ...range(minimum, maximum, ''),
    ...range(minLength, maxLength, ' characters'),
    ...range(minItems, maxItems, ' of them'),
    ...(pattern ? [`like ${pattern}`] : []),
    ...('default' in schema ? [`${literal(schema.default)} if left out`] : []),
  ].join(', ');
}

/** Who may call it, in a sentence. */
export function accessWords({ security }: Operation): string {
  if (security.length === 0) return 'Anybody, without signing in.';
  const scope = security.map(({ token }) => token?.[0]).find((one) => one !== undefined);
  if (scope === undefined) return 'A signed-in browser. No API token does it.';
  const whose = scope === 'admin' ? ' of an owner' : '';
  return `An API token${whose} with the scope “${scope}”, or a signed-in browser.`;
}

/** A value that a schema takes, with no more in it than must be, and something. */
export function exampleOf(schema: Schema, schemas: Record<string, Schema>): unknown {
  const ref = refOf(schema);
  if (ref) return exampleOf(schemas[ref] ?? {}, schemas);
  if ('const' in schema) return schema.const;
  if (schema.enum) return schema.enum[0];
  const among = schema.anyOf ?? schema.oneOf;
  if (among) return exampleOf(among[0] ?? {}, schemas);
  const type = Array.isArray(schema.type) ? schema.type[0] : schema.type;
  if (type === 'object') {
    const all = Object.entries(schema.properties ?? {});
    const must = all.filter(([name]) => schema.required?.includes(name));
    const needed = must.length ? must : all.slice(0, 1);
    return Object.fromEntries(needed.map(([name, one]) => [name, exampleOf(one, schemas)]));
  }
  if (type === 'array') return schema.minItems ? [exampleOf(schema.items ?? {}, schemas)] : [];
  if (type === 'integer' || type === 'number') return schema.minimum ?? 1;
  if (type === 'boolean') return true;
  return { uuid: 'ID', date: '2026-01-31', email: 'you@home.example' }[schema.format ?? ''] ?? '…';
}

/** How a program calls it; undefined for what only a signed-in browser may. */
export function curlOf(doc: OpenApi, name: string, operation: Operation): string | undefined {
  const [method = '', path = ''] = name.split(' ');
  const open = operation.security.length === 0;
  if (!open && !operation.security.some(({ token }) => token)) return undefined;
  const server = doc.servers[0]?.url ?? '';
  const url =
    server + path.replace(/\{(\w+)\}/g, (_, parameter: string) => parameter.toUpperCase());
  const query = (operation.parameters ?? [])
    .filter((one) => one.in === 'query' && one.required)
    .map((one) => `${one.name}=${String(exampleOf(one.schema, doc.components.schemas))}`);
  const body = operation.requestBody?.content['application/json']?.schema;
  const asked = (query.length ? '?' : '') + query.join('&');
  const lines = [
    `curl${method === 'GET' ? '' : ` -X ${method}`} '${url}${asked}'`,
    ...(open ? [] : [`-H 'Authorization: Bearer lbt_…'`]),
    // Who shows no token must come from the appliance's own pages, or say so.
    ...(open && method !== 'GET' ? [`-H 'Origin: ${server}'`] : []),
    ...(body
      ? [
          `-H 'Content-Type: application/json'`,
          `-d '${JSON.stringify(exampleOf(body, doc.components.schemas))}'`,
        ]
      : []),
  ];
  return lines.join(' \\\n  ');
}
