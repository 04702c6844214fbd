import type { MemberId } from '#server/contract/ids.ts';
import type { Role } from '#server/contract/session.ts';
import { createCaller, type Caller } from './caller.ts';
import type { TestHome } from './home.ts';

export const GOOD_PASSWORD = 'marmot ladder violet tuesday';

/** Invites somebody as the owner does. @returns the code of the address that is handed over */
export async function invite(home: TestHome, role: Role, name?: string): Promise<string> {
  const body = name ? { role, name } : { role };
  const { url } = await home.ana.call('POST /api/admin/invitations', { body });
  return codeOf(url);
}

export const codeOf = (url: string): string => new URL(url).hash.slice(1);

export interface JoinBody {
  code: string;
  name: string;
  email: string;
  password: string;
}

/** A browser of nobody's that accepts an invitation. */
export async function acceptInvitation(
  home: TestHome,
  body: JoinBody,
): Promise<{ status: number; text: string; cookie: string | undefined }> {
  const reply = await home.stranger.fetch('/api/join', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const cookie = reply.headers.get('set-cookie')?.split(';')[0];
  return { status: reply.status, text: await reply.text(), cookie };
}

/** A new member of the household with a browser of their own. */
export async function addMember(
  home: TestHome,
  role: Role,
  name: string,
): Promise<Caller & { id: MemberId }> {
  const joined = await acceptInvitation(home, {
    code: await invite(home, role),
    name,
    email: `${name.toLowerCase()}@home.example`,
    password: GOOD_PASSWORD,
  });
  const caller = createCaller(home.url, joined.cookie);
  const who = await caller.call('GET /api/session');
  if (who.state !== 'signed_in') throw new Error(`${name} did not join: ${joined.text}`);
  return { ...caller, id: who.member.id };
}
