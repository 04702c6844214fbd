import { Ajv } from 'ajv';
import type { ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import { openApiSchemas } from './openapi.ts';
import { REPLIES, WEBHOOKS } from './roots.ts';
import { sdkSchemas } from './schemas.ts';
import type { Schema } from './schemas.ts';

/** What is wrong with a body, in words; an empty list means that it is in order. */
export type Faults = string[];

type Judge = (name: string, body: unknown) => Faults;

function judgeOf(definitions: Record<string, Schema>, strict: boolean): Judge {
  const ajv = new Ajv({ allErrors: true, strict, strictRequired: false });
  addFormats.default(ajv);
  ajv.addSchema({ $id: 'all', definitions });
  const compiled = new Map<string, ValidateFunction>();
  return (name, body) => {
    if (!(name in definitions)) return [`there is no schema ${name}`];
    const validate = compiled.get(name) ?? ajv.compile({ $ref: `all#/definitions/${name}` });
    compiled.set(name, validate);
    if (validate(body)) return [];
    return (validate.errors ?? []).map(
      (error) => `${name}${error.instancePath} ${error.message} ${JSON.stringify(error.params)}`,
    );
  };
}

let judges: { sdk: Judge; openApi: Judge | null } | null = null;

function theJudges() {
  if (judges) return judges;
  const described = openApiSchemas();
  if (!described) process.stdout.write('No OpenAPI description at hand: that check is skipped.\n');
  judges = {
    openApi: described && judgeOf(described, false),
    sdk: judgeOf(sdkSchemas(), true),
  };
  return judges;
}

/** Fields that the SDK knows and the older OpenAPI description does not, with other rules there. */
function checkAgainst(name: string, body: unknown): Faults {
  const { sdk, openApi } = theJudges();
  return [...sdk(name, body), ...(openApi ? openApi(name, body).map((one) => `OAS ${one}`) : [])];
}

/** Checks a reply as it went over the wire: its form, its headers and every field of it. */
export function replyFaults(
  path: string,
  status: number,
  text: string,
  headers: Record<string, string>,
): Faults {
  const body = JSON.parse(text) as Record<string, unknown>;
  const faults = status === 200 && REPLIES[path] ? checkAgainst(REPLIES[path], body) : [];
  if (status !== 200) faults.push(...checkAgainst('PlaidError', body), ...envelopeFaults(body));
  if (text !== JSON.stringify(sorted(body), null, 2)) faults.push('not pretty, or not sorted');
  if (!/^[A-Za-z0-9]{15}$/.test(String(body['request_id']))) faults.push('request_id is wrong');
  if (headers['content-type'] !== 'application/json; charset=utf-8') faults.push('content-type');
  if (headers['plaid-version'] !== '2020-09-14') faults.push('plaid-version');
  return faults.map((one) => `${path} ${status}: ${one}`);
}

const ENVELOPE = [
  'display_message',
  'documentation_url',
  'error_code',
  'error_message',
  'error_type',
  'request_id',
  'suggested_action',
];

function envelopeFaults(body: Record<string, unknown>): Faults {
  const keys = Object.keys(body).join();
  return keys === ENVELOPE.join() ? [] : [`the envelope has ${keys}`];
}

export function webhookFaults(text: string): Faults {
  const body = JSON.parse(text) as Record<string, unknown>;
  const name = `${String(body['webhook_type'])}/${String(body['webhook_code'])}`;
  const type = WEBHOOKS[name];
  if (!type) return [`unknown webhook ${name}`];
  const faults = checkAgainst(type, body);
  if (text !== JSON.stringify(sorted(body), null, 2)) faults.push('not pretty, or not sorted');
  return faults.map((one) => `${name}: ${one}`);
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, inner]) => [key, sorted(inner)]));
}
