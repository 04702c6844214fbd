import { classifyPlaidError, type PlaidErrorClass } from '#server/domain/plaidErrors.ts';

const token = /\b(access|public|link)-(sandbox|development|production)-[\w-]+/g;

/** Text of Plaid's or a browser's that is kept: without tokens, of bounded length, storable. */
export const redact = (text: string, most = 300): string =>
  text.replace(token, '$1-…').replaceAll('\u0000', '').slice(0, most).toWellFormed();

/** A call that Plaid refused or that did not get through. It never holds a token or a secret. */
export class PlaidFailure extends Error {
  readonly code: string;
  readonly type: string;
  /** HTTP status; 0 where no answer came. */
  readonly status: number;
  readonly requestId: string | null;
  readonly class: PlaidErrorClass;

  constructor(facts: {
    code: string;
    type: string;
    status: number;
    message: string;
    requestId?: string | null;
  }) {
    super(redact(facts.message));
    this.name = 'PlaidFailure';
    this.code = facts.code;
    this.type = facts.type;
    this.status = facts.status;
    this.requestId = facts.requestId ?? null;
    this.class = classifyPlaidError(facts);
  }
}

/** A failure from an error body, which may be anything at all. */
export function failureFrom(status: number, body: unknown): PlaidFailure {
  const error = (typeof body === 'object' && body !== null ? body : {}) as Record<string, unknown>;
  const text = (name: string) =>
    typeof error[name] === 'string' ? redact(error[name], 100) : undefined;
  const said = error.error_message;
  return new PlaidFailure({
    code: text('error_code') ?? `HTTP_${status}`,
    type: text('error_type') ?? '',
    status,
    message: typeof said === 'string' ? said : `Plaid answered with HTTP ${status}`,
    requestId: text('request_id') ?? null,
  });
}
