/** Reads the fields of a persona; whatever is wrong is said with its place in the JSON. */

/** Thrown with a sentence that names the place in the JSON. */
export class PersonaError extends Error {
  override name = 'PersonaError';
}

export type Json = Record<string, unknown>;

export type Located = { raw: Json; path: string };

export function list(value: unknown, path: string): Located[] {
  if (value === undefined) return [];
  return asList(value, path).map((each, index) => {
    const here = `${path}[${index}]`;
    return { raw: asObject(each, here), path: here };
  });
}

export function asList(value: unknown, path: string): unknown[] {
  if (!Array.isArray(value)) throw new PersonaError(`${path} must be a list.`);
  return value;
}

export function asObject(value: unknown, path: string): Json {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new PersonaError(`${path} must be an object.`);
  }
  return value as Json;
}

export function text(value: unknown, path: string, mayBeEmpty = false): string {
  if (typeof value !== 'string' || (!mayBeEmpty && value === '')) {
    throw new PersonaError(`${path} must be a text.`);
  }
  return value;
}

export function optionalText(raw: Json, name: string, path: string): string | undefined {
  return raw[name] === undefined ? undefined : text(raw[name], `${path}.${name}`, true);
}

export function number(raw: Json, name: string, path: string): number | undefined {
  const value = raw[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'number' || !Number.isFinite(value)) {
    throw new PersonaError(`${path}.${name} must be a number.`);
  }
  return value;
}

export function currency(raw: Json, path: string): string | undefined {
  const value = raw['currency'];
  if (value === undefined) return undefined;
  if (typeof value !== 'string' || !/^[A-Z]{3,4}$/.test(value)) {
    throw new PersonaError(`${path}.currency must be a currency code such as USD.`);
  }
  return value;
}

export function date(value: unknown, path: string): string {
  const known = typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value);
  if (!known || Number.isNaN(Date.parse(value))) {
    throw new PersonaError(`${path} must be a date such as 2026-08-22.`);
  }
  return value;
}

export function oneOf<T extends string>(value: unknown, allowed: readonly T[], path: string): T {
  const found = allowed.find((each) => each === value);
  if (found === undefined) {
    throw new PersonaError(`${path} must be one of: ${allowed.join(', ')}.`);
  }
  return found;
}

export function required<T>(value: T | undefined, path: string): T {
  if (value === undefined) throw new PersonaError(`${path} is missing.`);
  return value;
}

export function given<Name extends string, T>(
  name: Name,
  value: T | undefined,
): { [Key in Name]?: T } {
  return (value === undefined ? {} : { [name]: value }) as { [Key in Name]?: T };
}
