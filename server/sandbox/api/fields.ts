import { BankError } from '#server/sandbox/errors.ts';

/**
 * What an endpoint takes, said once. Requests are checked in Plaid's order: what is missing, then
 * what is unknown, then what is wrong.
 */
export interface Field {
  readonly required: boolean;
  /** Says what is wrong with a value, or nothing. */
  readonly check: (value: unknown) => string | null;
  /** The fields of an object. */
  readonly inner?: Fields;
}
export type Fields = Readonly<Record<string, Field>>;

const optional = (check: Field['check']): Field => ({ required: false, check });

/** The same field, which must be there. */
export const must = (field: Field): Field => ({ ...field, required: true });

/** The same field, which may be null. */
export const nullable = (field: Field): Field => ({
  ...field,
  check: (value) => (value === null ? null : field.check(value)),
});

export const anything: Field = optional(() => null);

export const text: Field = optional((value) =>
  typeof value === 'string' ? null : 'must be a string',
);

/** A string that says something. */
export const word: Field = optional((value) =>
  typeof value === 'string' && value !== '' ? null : 'must be a non-empty string',
);

export const flag: Field = optional((value) =>
  typeof value === 'boolean' ? null : 'must be a boolean',
);

export const number: Field = optional((value) =>
  typeof value === 'number' && Number.isFinite(value) ? null : 'must be a number',
);

export const day: Field = optional((value) =>
  isDay(value) ? null : 'must be a date in the format YYYY-MM-DD',
);

function isDay(value: unknown): boolean {
  if (typeof value !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(value)) return false;
  const date = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(value);
}

export const instant: Field = optional((value) =>
  typeof value === 'string' && !Number.isNaN(Date.parse(value))
    ? null
    : 'must be an ISO 8601 datetime',
);

export const integer = (least: number, most: number): Field =>
  optional((value) =>
    Number.isInteger(value) && (value as number) >= least && (value as number) <= most
      ? null
      : `must be an integer between ${least} and ${most}`,
  );

export const oneOf = (values: readonly string[]): Field =>
  optional((value) =>
    values.includes(value as string) ? null : `must be one of: ${values.join(', ')}`,
  );

export const list = (item: Field, least = 0, most = Infinity): Field =>
  optional((value) => {
    if (!Array.isArray(value)) return 'must be an array';
    if (value.length < least) return `must contain at least ${least} element(s)`;
    if (value.length > most) return `must contain at most ${most} element(s)`;
    for (const one of value) {
      const wrong = item.check(one);
      if (wrong) return `has an element that ${wrong}`;
    }
    return null;
  });

export const webAddress: Field = optional((value) =>
  typeof value === 'string' && /^https?:$/.test(URL.parse(value)?.protocol ?? '')
    ? null
    : 'must be a valid URL',
);

export const object = (inner: Fields): Field => ({
  check: (value) => (isObject(value) ? null : 'must be an object'),
  inner,
  required: false,
});

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

type Judge = (name: string, field: Field | undefined, value: unknown) => string | null;

export function checkFields(fields: Fields, body: Record<string, unknown>): void {
  const missing = walk(fields, body, '', (name, field, value) =>
    field?.required && value === undefined ? name : null,
  );
  if (missing.length > 0) refuse('MISSING_FIELDS', 'required fields are missing', missing);
  const unknown = walk(fields, body, '', (name, field) => (field ? null : name));
  if (unknown.length > 0) {
    refuse('UNKNOWN_FIELDS', 'fields are not recognized by this endpoint', unknown);
  }
  const [wrong] = walk(fields, body, '', (name, field, value) => {
    const verdict = value === undefined ? null : field?.check(value);
    return verdict ? `${name} ${verdict}` : null;
  });
  if (wrong) throw new BankError('INVALID_FIELD', wrong);
}

function refuse(code: 'MISSING_FIELDS' | 'UNKNOWN_FIELDS', what: string, names: string[]): never {
  throw new BankError(code, `the following ${what}: ${names.join(', ')}`);
}

/** Asks the judge about every field that is declared or sent, objects inside objects too. */
function walk(
  fields: Fields,
  body: Record<string, unknown>,
  prefix: string,
  judge: Judge,
): string[] {
  const names = new Set([...Object.keys(fields), ...Object.keys(body)]);
  return [...names].flatMap((name) => {
    const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
    const value = body[name];
    const verdict = judge(prefix + name, field, value);
    if (verdict) return [verdict];
    if (!field?.inner || !isObject(value)) return [];
    return walk(field.inner, value, `${prefix}${name}.`, judge);
  });
}
