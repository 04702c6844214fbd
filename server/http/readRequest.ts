import type { Context, MiddlewareHandler } from 'hono';
import type { z } from 'zod';
import { Refusal } from '#server/contract/errors.ts';
import { badRequest } from './errors.ts';

/** A part of a request as its schema says. @throws Refusal with the first thing that is wrong */
export function parse(schema: z.ZodType, value: unknown): unknown {
  const parsed = schema.safeParse(value, { error: predicate });
  if (!parsed.success) throw badRequest(parsed.error);
  return parsed.data;
}

/** What is wrong, for a person, where the schema does not say it better: "Name is missing." */
function predicate(issue: z.core.$ZodRawIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      if (issue.input === undefined) return 'is missing';
      return issue.path?.length ? 'is of the wrong kind' : 'is not an object of fields';
    case 'invalid_value':
      return `must be ${issue.values.join(' or ')}`;
    case 'too_big':
      return issue.origin === 'string' ? `is longer than ${issue.maximum}` : 'is too large';
    case 'too_small':
      return issue.origin === 'string' ? 'is too short' : 'is too small';
    default:
      return 'is not understood';
  }
}

/** A name given several times becomes a list. */
export function readQuery(c: Context): Record<string, string | string[]> {
  return Object.fromEntries(
    Object.entries(c.req.queries()).map(([name, values]) => [
      name,
      values.length > 1 ? values.map(storable) : storable(values[0] ?? ''),
    ]),
  );
}

const tooLarge = () => new Refusal('too_large', 'That is too much at once.');

/** Refuses a body that says itself that it is too long. Nothing is read before it is asked for. */
export function noLonger(most: number): MiddlewareHandler {
  return async (c, next) => {
    if (Number(c.req.header('content-length') ?? 0) > most) throw tooLarge();
    await next();
  };
}

/** The body, of at most so many bytes, whether or not its length was told beforehand. */
export async function readBytes(c: Context, most: number): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of (c.req.raw.body ?? []) as AsyncIterable<Uint8Array>) {
    size += chunk.byteLength;
    if (size > most) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

export async function readJson(c: Context, most: number): Promise<unknown> {
  const text = Buffer.from(await readBytes(c, most)).toString('utf8');
  try {
    return JSON.parse(text, (_name, value: unknown) =>
      typeof value === 'string' ? storable(value) : value,
    );
  } catch (error) {
    if (error instanceof Refusal) throw error;
    throw new Refusal('bad_request', 'The request is not JSON.');
  }
}

/** Postgres keeps no text with U+0000 in it, and nobody types one; half characters are mended. */
export function storable(text: string): string {
  if (text.includes('\u0000')) {
    throw new Refusal('bad_request', 'The request holds a character that no text has.');
  }
  return text.toWellFormed();
}
