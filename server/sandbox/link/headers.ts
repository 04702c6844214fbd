/** What a Link page may load, where its forms may lead, and who may show it in a frame. */
import type { LinkTicket } from '#server/sandbox/types.ts';

const BASE = ["default-src 'none'", "style-src 'self'", "img-src 'self' data:", "base-uri 'none'"];

/**
 * Browsers hold `form-action` against the redirects that follow a form too, so the app's own
 * return addresses belong into it.
 */
function formAction(ticket: LinkTicket | null): string {
  const targets = [ticket?.completion_redirect_uri, ticket?.redirect_uri].flatMap((address) => {
    if (!address || !URL.canParse(address)) return [];
    const { origin, protocol } = new URL(address);
    return [origin === 'null' ? protocol : origin];
  });
  return ["form-action 'self'", ...new Set(targets)].join(' ');
}

/** A page of its own: no script at all, and in nobody's frame. */
export const pagePolicy = (ticket: LinkTicket | null): string =>
  [...BASE, formAction(ticket), "frame-ancestors 'none'"].join('; ');

/** A page in the frame of link-initialize.js, which it talks to by one small script. */
export const framePolicy = (ticket: LinkTicket | null, origin: string): string =>
  [...BASE, "script-src 'self'", formAction(ticket), `frame-ancestors 'self' ${origin}`].join('; ');

/** An origin as a browser writes it, or null. */
export function safeOrigin(text: string | undefined): string | null {
  if (text === undefined || !URL.canParse(text)) return null;
  const { origin, protocol } = new URL(text);
  return origin === text && /^https?:$/.test(protocol) ? origin : null;
}
