import type { LinkSessionId } from '#server/contract/ids.ts';
import { eventually } from './bank.ts';
import type { Caller } from './caller.ts';
import type { TestHome } from './home.ts';

/**
 * Opens a Link session as a page would. `token` is what the bank's control plane finishes it by.
 */
export async function openSession(
  member: Caller,
  body: object = {},
): Promise<{ id: LinkSessionId; token: string }> {
  const { id, url } = await member.call('POST /api/link-sessions', { body });
  if (!url.startsWith('/')) return { id, token: new URL(url).pathname.split('/').pop() ?? '' };
  const params = { id };
  const { linkToken } = await member.call('GET /api/link-sessions/:id/token', { params });
  return { id, token: linkToken };
}

/** Finishes a Link session at the bank; the reply is what the page with the script would get. */
export const finishAtBank = (home: TestHome, token: string, order: object) =>
  home.bank.post('link/complete', { link_token: token, ...order });

export const sessionState = (member: Caller, id: LinkSessionId) =>
  member.call('GET /api/link-sessions/:id', { params: { id } });

/** The session's outcome, asked for as a waiting page does. */
export const sessionEnd = (member: Caller, id: LinkSessionId) =>
  eventually(async () => {
    const now = await sessionState(member, id);
    return now.outcome !== 'open' && now;
  });
