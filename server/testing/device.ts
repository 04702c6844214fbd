import { hashPassword } from '#server/security/password.ts';
import { sql } from '#server/db/connect.ts';
import { createCaller, type Caller } from './caller.ts';
import type { TestHome } from './home.ts';

/** A browser that keeps its cookie, and shows it with every request. */
export interface Device extends Caller {
  /** The cookie as it stands now. */
  readonly cookie: string | undefined;
  /** Everything that the last reply said of the cookie. */
  setCookie(): string;
}

const FIREFOX = 'Mozilla/5.0 (Android 15; Mobile; rv:145.0) Gecko/145.0 Firefox/145.0';

/** @param headers that it sends with every request, such as another `user-agent` */
export function createDevice(
  url: string,
  headers: Record<string, string> = {},
  cookie?: string,
): Device {
  let jar = cookie;
  let last = '';
  const remember: typeof fetch = async (input, init) => {
    const all = new Headers(init?.headers);
    if (!all.has('user-agent')) all.set('user-agent', FIREFOX);
    for (const [name, value] of Object.entries(headers)) all.set(name, value);
    if (jar) all.set('cookie', jar);
    const reply = await fetch(input, { ...init, headers: all });
    const set = reply.headers.get('set-cookie');
    if (set) {
      last = set;
      const [pair = ''] = set.split(';');
      jar = pair.endsWith('=') ? undefined : pair;
    }
    return reply;
  };
  const caller = createCaller(url, undefined, remember);
  return {
    ...caller,
    get cookie() {
      return jar;
    },
    setCookie: () => last,
  };
}

export const PASSWORD = 'violet otter lantern street';

/** Gives somebody a password, as if they had set it themselves. */
export async function givePassword(home: TestHome, memberId: string): Promise<void> {
  const hash = await hashPassword(PASSWORD);
  await home.db.run(sql`update members set password_hash = ${hash} where id = ${memberId}`);
}

/** What was tried before counts no more. */
export async function forgetTries(home: TestHome): Promise<void> {
  await home.db.run(sql`delete from sign_in_failures`);
}
