import type { LinkEvent as PlaidLinkEvent } from 'plaid';
import type { LinkEvent } from '#server/db/events.ts';
import type { LinkSession } from '#server/db/linkSessions.ts';
import { redact } from '#server/plaid/errors.ts';

/** Names only: what a person typed (a search, an account number's end) is not kept. */
const keptMetadata = ['exit_status', 'view_name', 'mfa_type', 'selection', 'match_reason'] as const;

/**
 * Link's events as we keep them, redacted. Plaid's and the browser's metadata are doubted alike.
 */
export function readLinkEvents(
  session: LinkSession,
  plaidLinkSessionId: string | null,
  events: Pick<PlaidLinkEvent, 'event_name' | 'event_id' | 'event_metadata' | 'timestamp'>[],
): LinkEvent[] {
  return events.slice(0, 200).map((event) => {
    const metadata = (event.event_metadata ?? {}) as Record<string, unknown>;
    const text = (name: string) => {
      const value = metadata[name];
      return typeof value === 'string' && value !== '' ? redact(value, 100) : null;
    };
    const kept: Record<string, string> = { timestamp: redact(String(event.timestamp), 40) };
    for (const name of keptMetadata) {
      const value = text(name);
      if (value) kept[name] = value;
    }
    return {
      memberId: session.memberId,
      linkSessionId: session.id,
      plaidEventId: event.event_id ? redact(event.event_id, 100) : null,
      plaidLinkSessionId: plaidLinkSessionId && redact(plaidLinkSessionId, 100),
      name: redact(String(event.event_name), 64),
      institutionId: text('institution_id'),
      errorType: text('error_type'),
      errorCode: text('error_code'),
      requestId: text('request_id'),
      metadata: kept,
    };
  });
}

/** An event the browser tells of the embedded Link. */
export const readBrowserEvent = (
  session: LinkSession,
  name: string,
  metadata: Record<string, unknown>,
): LinkEvent[] => {
  const text = (value: unknown) => (typeof value === 'string' ? value : '');
  const event = {
    event_name: name,
    event_id: '',
    event_metadata: metadata,
    timestamp: text(metadata.timestamp),
  };
  return readLinkEvents(session, text(metadata.link_session_id) || null, [event]);
};
