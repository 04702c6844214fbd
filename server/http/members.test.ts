import { afterAll, beforeAll, expect, test } from 'vitest';
import { sql } from '#server/db/connect.ts';
import { insertSession } from '#server/db/sessions.ts';
import { hashToken, newToken } from '#server/security/tokens.ts';
import { eventually } from '#server/testing/bank.ts';
import { createCaller } from '#server/testing/caller.ts';
import { watch } from '#server/testing/hints.ts';
import { createTestHome, type TestHome } from '#server/testing/home.ts';
import { startLink } from '#server/testing/linking.ts';
import {
  acceptInvitation,
  addMember,
  codeOf,
  GOOD_PASSWORD,
  invite,
} from '#server/testing/people.ts';

// Who belongs to the household: invitations, joining, roles.

let home: TestHome;

beforeAll(async () => {
  home = await createTestHome();
});
afterAll(() => home?.close());

const person = (name: string, code: string) => ({
  code,
  name,
  email: `${name.toLowerCase()}@home.example`,
  password: GOOD_PASSWORD,
});

const look = (code: string) =>
  home.stranger.attempt('POST /api/invitations/look', { body: { code } });

const forgetTries = () => home.db.run(sql`delete from sign_in_failures`);

async function kinds(): Promise<string[]> {
  const rows = await home.db.query<{ kind: string }>(sql`select kind from audit_log order by id`);
  return rows.map((row) => row.kind);
}

test('an invitation is looked at, accepted once, and signs in', async () => {
  const pages = await Promise.all([watch(home, home.ben), watch(home, home.vic)]);
  const made = await home.ana.call('POST /api/admin/invitations', {
    body: { role: 'viewer', name: 'Grandpa' },
  });
  expect(made).toMatchObject({ role: 'viewer', name: 'Grandpa', invitedBy: 'Ana' });
  expect(made.url).toMatch(new RegExp(`^${home.url}/join#[\\w-]{43}$`));
  const code = codeOf(made.url);
  expect(await look(code)).toMatchObject({
    status: 200,
    body: { household: 'Home', invitedBy: 'Ana', role: 'viewer', name: 'Grandpa' },
  });
  const joined = await acceptInvitation(home, {
    ...person('Otto', code),
    email: 'OTTO@home.example',
  });
  expect(joined.status).toBe(200);
  const otto = createCaller(home.url, joined.cookie);
  expect(await otto.call('GET /api/session')).toMatchObject({
    state: 'signed_in',
    member: { name: 'Otto', email: 'otto@home.example', role: 'viewer' },
  });
  const body = { email: 'otto@home.example', password: GOOD_PASSWORD };
  expect((await home.stranger.attempt('POST /api/sign-in', { body })).status).toBe(200);
  expect((await kinds()).slice(0, 2)).toEqual(['member.invited', 'member.joined']);
  for (const page of pages) {
    await eventually(async () => page.hints().some((hint) => hint.topics.includes('household')));
    page.close();
  }
  const { members } = await home.vic.call('GET /api/members');
  expect(members.map(({ name, role }) => `${name} ${role}`)).toEqual([
    'Ana owner',
    'Ben member',
    'Vic viewer',
    'Otto viewer',
  ]);
  const { invitations } = await home.ana.call('GET /api/admin/invitations');
  expect(invitations).toEqual([]);
});

test('a wrong, used, withdrawn or expired code all hear the same', async () => {
  const used = await invite(home, 'viewer');
  await acceptInvitation(home, person('Uma', used));
  const expired = await invite(home, 'viewer');
  await home.db.run(sql`
    update invitations set expires_at = now() where code_hash = ${hashToken(expired)}`);
  const withdrawn = await home.ana.call('POST /api/admin/invitations', { body: { role: 'owner' } });
  const params = { id: withdrawn.id };
  await home.ana.call('POST /api/admin/invitations/:id/remove', { params });
  const again = await home.ana.attempt('POST /api/admin/invitations/:id/remove', { params });
  expect(again.status).toBe(404);
  const answers = new Set<string>();
  for (const code of ['wrong', used, expired, codeOf(withdrawn.url), '']) {
    const { status, body } = await look(code);
    answers.add(`${status} ${JSON.stringify(body)}`);
    // Also with the address of somebody who is there: nobody without a code learns of it.
    const joined = await acceptInvitation(home, person('Ben', code));
    expect(joined.cookie).toBeUndefined();
    answers.add(`${joined.status} ${joined.text}`);
  }
  expect([...answers]).toEqual([expect.stringMatching(/^410 .*not good any more/)]);
  await forgetTries();
});

test('who holds a good code hears that an address is taken, and may go on with it', async () => {
  const code = await invite(home, 'member');
  const taken = await acceptInvitation(home, { ...person('Ben', code), email: 'Ben@Home.example' });
  expect(taken).toMatchObject({ status: 409, cookie: undefined });
  expect(taken.text).toContain('uses this e-mail address already');
  const weak = await acceptInvitation(home, { ...person('Wim', code), password: 'password1234' });
  expect(weak).toMatchObject({ status: 400, cookie: undefined });
  expect((await acceptInvitation(home, person('Wim', code))).status).toBe(200);
});

test('an invitation makes one member, however many accept it at once', async () => {
  const code = await invite(home, 'member');
  const names = ['Ida', 'Jan', 'Kim', 'Lea'];
  const joined = await Promise.all(names.map((name) => acceptInvitation(home, person(name, code))));
  expect(joined.map((one) => one.status).toSorted((a, b) => a - b)).toEqual([200, 410, 410, 410]);
  const { members } = await home.ana.call('GET /api/members');
  expect(members.filter((one) => names.includes(one.name)).length).toBe(1);
});

test('two invitations for one address make one member', async () => {
  const codes = [await invite(home, 'viewer'), await invite(home, 'viewer')];
  const joined = await Promise.all(
    codes.map((code) => acceptInvitation(home, person('Twin', code))),
  );
  expect(joined.map((one) => one.status).toSorted((a, b) => a - b)).toEqual([200, 409]);
});

test('at most twenty invitations are open', async () => {
  await home.db.run(sql`delete from invitations`);
  const make = () => home.ana.attempt('POST /api/admin/invitations', { body: { role: 'viewer' } });
  const made = await Promise.all(Array.from({ length: 24 }, make));
  expect(made.filter((one) => one.status === 200).length).toBe(20);
  expect(made.find((one) => one.status !== 200)?.error).toMatchObject({ code: 'conflict' });
  await home.db.run(sql`delete from invitations`);
});

test('guessing codes is slowed down by the network', async () => {
  let answer = await look('guess');
  for (let n = 0; n < 40 && answer.status === 410; n++) answer = await look(`guess ${n}`);
  expect(answer).toMatchObject({ status: 429, error: { code: 'too_many_requests' } });
  expect(answer.error?.retryAfter).toBeGreaterThan(0);
  expect((await acceptInvitation(home, person('Eve', 'guess'))).status).toBe(429);
  await forgetTries();
});

test('only owners invite, and only right after they have proved who they are', async () => {
  const body = { role: 'viewer' as const };
  for (const who of [home.ben, home.vic]) {
    const { status } = await who.attempt('POST /api/admin/invitations', { body });
    expect(status).toBe(403);
    expect((await who.attempt('GET /api/admin/members')).status).toBe(403);
  }
  expect((await home.stranger.attempt('POST /api/admin/invitations', { body })).status).toBe(401);
  const token = newToken();
  await insertSession(home.db, {
    tokenHash: hashToken(token),
    memberId: home.ana.id,
    userAgent: null,
  });
  await home.db.run(sql`
    update sessions set confirmed_at = now() - interval '1 hour'
    where token_hash = ${hashToken(token)}`);
  const idle = createCaller(home.url, `ledgerberry=${token}`);
  const refused = await idle.attempt('POST /api/admin/invitations', { body });
  expect(refused).toMatchObject({ status: 403, error: { code: 'confirm_first' } });
});

test('a role holds from the next request on, and open pages hear of it', async () => {
  const max = await addMember(home, 'member', 'Max');
  const page = await watch(home, max);
  const params = { id: max.id };
  const setRole = (role: 'owner' | 'member' | 'viewer') =>
    home.ana.call('PATCH /api/admin/members/:id', { params, body: { role } });
  await setRole('owner');
  const { token } = await max.call('POST /api/tokens', {
    body: { name: 'script', scopes: ['read', 'admin'], days: 1 },
  });
  const byToken = async () => {
    const headers = { authorization: `Bearer ${token}` };
    return (await home.stranger.fetch('/api/admin/members', { headers })).status;
  };
  expect(await byToken()).toBe(200);
  await eventually(async () => page.closed() ?? page.hints().at(-1)?.topics.includes('session'));
  expect((await max.attempt('GET /api/admin/members')).status).toBe(200);
  const way = await max.call('POST /api/admin/invitations', { body: { role: 'owner' } });
  await setRole('viewer');
  expect(await byToken()).toBe(403);
  expect((await max.attempt('GET /api/admin/members')).status).toBe(403);
  // The invitation that would have been a way back is gone with the role.
  expect((await look(codeOf(way.url))).status).toBe(410);
  page.close();
  const missing = await home.ana.attempt('PATCH /api/admin/members/:id', {
    params: { id: crypto.randomUUID() },
    body: { role: 'viewer' },
  });
  expect(missing.status).toBe(404);
});

test('the last owner stays one, also when two give up at once', async () => {
  const alone = await home.ana.attempt('PATCH /api/admin/members/:id', {
    params: { id: home.ana.id },
    body: { role: 'member' },
  });
  expect(alone).toMatchObject({ status: 409, error: { code: 'conflict' } });
  expect(alone.error?.message).toMatch(/needs an owner/);
  const sue = await addMember(home, 'owner', 'Sue');
  const [first, second] = await Promise.all([
    home.ana.attempt('PATCH /api/admin/members/:id', {
      params: { id: sue.id },
      body: { role: 'member' },
    }),
    sue.attempt('PATCH /api/admin/members/:id', {
      params: { id: home.ana.id },
      body: { role: 'member' },
    }),
  ]);
  expect([first.status, second.status].toSorted((a, b) => a - b)).toEqual([200, 403]);
  const { members } = await home.vic.call('GET /api/members');
  expect(members.filter((one) => one.role === 'owner').length).toBe(1);
  await home.db.run(sql`update members set role = 'owner' where id = ${home.ana.id}`);
});

test('a member with bank links does not become a viewer', async () => {
  const lou = await addMember(home, 'member', 'Lou');
  await startLink(home, lou);
  const params = { id: lou.id };
  const refused = await home.ana.attempt('PATCH /api/admin/members/:id', {
    params,
    body: { role: 'viewer' },
  });
  expect(refused).toMatchObject({ status: 409, error: { field: 'role' } });
  expect((await lou.attempt('GET /api/links')).status).toBe(200);
});

test('what owners see of members is what administering needs', async () => {
  const { members } = await home.ana.call('GET /api/admin/members');
  expect(members.find((one) => one.name === 'Otto')).toMatchObject({
    email: 'otto@home.example',
    role: 'viewer',
    secondFactor: false,
    passkeys: 0,
    sessions: 2,
    links: 0,
    lastSeenAt: expect.any(String),
  });
});

test('the settings of the household are the owner’s, and what they change is noted', async () => {
  const body = { connectionLimit: 12, name: 'Nest' };
  expect((await home.ben.attempt('PATCH /api/household', { body })).status).toBe(403);
  await home.ana.call('PATCH /api/household', { body });
  const row = await home.db.first<{ details: object; actor: string }>(sql`
    select details, actor_id as actor from audit_log where kind = 'household.changed'
    order by id desc limit 1`);
  expect(row).toEqual({ details: body, actor: home.ana.id });
  const told = (await kinds()).length;
  expect(await home.ana.call('PATCH /api/household', { body })).toMatchObject(body);
  expect((await kinds()).length).toBe(told);
});
