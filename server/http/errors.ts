import type { HttpBindings } from '@hono/node-server';
import type { Context } from 'hono';
import { HTTPException } from 'hono/http-exception';
import type { ZodError } from 'zod';
import { isPassing } from '#server/db/connect.ts';
import { errorStatus, Refusal, type ErrorCode, type ErrorReply } from '#server/contract/errors.ts';
import { errorFacts, type Log } from '#server/log.ts';

/** Every error becomes a reply here and nowhere else. Unknown ones tell nothing of themselves. */
export function replyToError(log: Log, error: unknown, c: Context): Response {
  const known = translate(error);
  if (known) {
    // Somebody is where they may not be: a page of others, or a member at another's door.
    if (known.code === 'forbidden' || known.code === 'bad_origin') {
      log.warn('refused', { code: known.code, method: c.req.method, path: c.req.routePath });
    }
    return reply(c, known);
  }
  if (hasLeft(c)) return reply(c, new Refusal('bad_request', 'The request did not arrive whole.'));
  log.error('http', { method: c.req.method, path: c.req.routePath, ...errorFacts(error) });
  if (isPassing(error)) {
    const sentence = 'The database is not answering at the moment. Try again shortly.';
    return reply(c, new Refusal('unavailable', sentence));
  }
  return reply(c, new Refusal('internal', 'Something went wrong here. It has been noted.'));
}

/** Who hangs up in the midst of a request is no error of ours, and hears no answer. */
function hasLeft(c: Context): boolean {
  const { incoming } = (c.env ?? {}) as Partial<HttpBindings>;
  return incoming !== undefined && incoming.destroyed && !incoming.complete;
}

function translate(error: unknown): Refusal | undefined {
  if (error instanceof Refusal) return error;
  if (error instanceof HTTPException && error.status < 500) {
    const code: ErrorCode = error.status === 413 ? 'too_large' : 'bad_request';
    return new Refusal(code, error.status === 413 ? 'That is too much at once.' : error.message);
  }
  if ((error as { code?: unknown } | undefined)?.code === FOREIGN_KEY) {
    return new Refusal('gone', 'This was about somebody or something removed a moment ago.');
  }
  return undefined;
}

/** Postgres: a row belongs to one that was there when we looked, and is there no more. */
const FOREIGN_KEY = '23503';

/** The first thing wrong with a request, in words, with the field's name. */
export function badRequest(error: ZodError): Refusal {
  const [issue] = error.issues;
  const field = issue?.path.join('.') ?? '';
  if (issue?.code === 'unrecognized_keys') {
    const [key = ''] = issue.keys;
    return new Refusal('bad_request', `"${key.slice(0, 40)}" is not known here.`, {
      field: key.slice(0, 40),
    });
  }
  const sentence = `${subject(field)} ${issue?.message ?? 'is wrong'}.`;
  return new Refusal('bad_request', sentence.slice(0, 300), field ? { field } : {});
}

/** A field in words, to begin a sentence with: `timeZone` is "Time zone". */
function subject(field: string): string {
  if (!field) return 'The request';
  const words = field.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function reply(c: Context, refusal: Refusal): Response {
  const body: ErrorReply = {
    error: {
      code: refusal.code,
      message: refusal.message,
      ...(refusal.field ? { field: refusal.field } : {}),
      ...(refusal.retryAfter ? { retryAfter: refusal.retryAfter } : {}),
      ...(refusal.requestId ? { requestId: refusal.requestId } : {}),
      ...(refusal.fault ? { fault: refusal.fault } : {}),
    },
  };
  if (refusal.retryAfter) c.header('retry-after', String(refusal.retryAfter));
  return c.json(body, errorStatus[refusal.code]);
}
