import { afterAll, beforeAll, expect, test } from 'vitest';
import { auditKinds, noteAudit, type AuditKind } from '#server/db/audit.ts';
import { sql } from '#server/db/connect.ts';
import { eventually } from '#server/testing/bank.ts';
import { createDevice, forgetTries, givePassword, PASSWORD } from '#server/testing/device.ts';
import { createTestHome, type TestHome } from '#server/testing/home.ts';
import { auditSentence } from './auditWords.ts';
import type { Caller } from '#server/testing/caller.ts';

// Who did what: in sentences, for whom it concerns.

let home: TestHome;
beforeAll(async () => {
  home = await createTestHome();
  for (const member of [home.ana, home.ben]) await givePassword(home, member.id);
});
afterAll(() => home?.close());

const about = (who: Caller, query: { about?: 'mine' | 'appliance'; kind?: string } = {}) =>
  who.call('GET /api/audit', { query });
const sentences = async (who: Caller, query?: { about?: 'mine' | 'appliance' }) =>
  (await about(who, query)).entries.map((entry) => entry.sentence);

test('what somebody does to their own doors is theirs to read, and nobody else’s', async () => {
  const ana = createDevice(home.url);
  const body = { email: 'ana@home.example', password: PASSWORD, shared: true };
  await ana.call('POST /api/sign-in', { body });
  const token = { name: 'Sheet', scopes: ['read' as const, 'write' as const], days: 30 };
  const { id } = await ana.call('POST /api/tokens', { body: token });
  await ana.call('POST /api/tokens/:id/remove', { params: { id } });
  await ana.call('POST /api/credentials/password', { body: { password: PASSWORD } });
  const other = createDevice(home.url);
  await other.call('POST /api/sign-in', { body: { ...body, shared: false } });
  await other.call('POST /api/sessions/end-others');
  expect(await sentences(other)).toEqual([
    'You ended 1 other session.',
    'You signed in with a password: Firefox on Android.',
    'You changed the password; 1 session ended.',
    'You removed the API token “Sheet”.',
    'You made the API token “Sheet” (read, write) for 30 days.',
    'You signed in with a password: Firefox on Android, on a shared computer.',
  ]);
  const { entries } = await about(other);
  expect(entries[1]).toMatchObject({ kind: 'sign_in.done', actor: 'Ana', from: '127.0.0.1' });
  expect(await sentences(home.ben)).toEqual([]);
  // Nor does an owner read it as a matter of the appliance.
  expect(await sentences(other, { about: 'appliance' })).toEqual([]);
  home.ana = { ...other, id: home.ana.id };
});

test('a failed sign-in is told to whom it was tried on, and to nobody', async () => {
  await forgetTries(home);
  const attempt = (email: string) =>
    home.stranger.attempt('POST /api/sign-in', { body: { email, password: 'wrong' } });
  await attempt('ben@home.example');
  await attempt('nobody@home.example');
  await eventually(async () => (await sentences(home.ben)).length > 0);
  const { entries } = await about(home.ben);
  expect(entries).toMatchObject([
    {
      kind: 'sign_in.failed',
      actor: null,
      from: '127.0.0.1',
      sentence: 'Somebody tried to sign in as you with a wrong password.',
    },
  ]);
  const rows = await home.db.query(sql`select from audit_log where kind = 'sign_in.failed'`);
  expect(rows).toHaveLength(1);
  expect((await about(home.ana, { kind: 'sign_in.failed' })).entries).toEqual([]);
});

test('matters of the appliance are for owners', async () => {
  await home.ana.call('PATCH /api/household', {
    body: { name: 'Elm Street', timeZone: 'Europe/Rome' },
  });
  expect((await sentences(home.ana, { about: 'appliance' }))[0]).toBe(
    'You changed the household’s name, time zone.',
  );
  for (const who of [home.ben, home.vic]) {
    const query = { about: 'appliance' as const };
    expect(await who.attempt('GET /api/audit', { query })).toMatchObject({ status: 403 });
  }
});

test('another role is told to its member as theirs', async () => {
  const params = { id: home.vic.id };
  await home.ana.call('PATCH /api/admin/members/:id', { params, body: { role: 'member' } });
  const vic = await about(home.vic);
  expect(vic.entries[0]?.sentence).toBe('Ana made you a member instead of a viewer.');
  expect((await sentences(home.ana, { about: 'appliance' }))[0]).toBe(
    'You made Vic a member instead of a viewer.',
  );
});

test('pages of entries, the newest first, each once', async () => {
  for (let n = 0; n < 7; n++) {
    await noteAudit(home.db, { kind: 'hiding.removed', actor: home.ben.id });
  }
  const query = { kind: 'hiding.removed', limit: 3 };
  const seen: string[] = [];
  let before: string | undefined;
  do {
    const page = await home.ben.call('GET /api/audit', {
      query: { ...query, ...(before ? { before } : {}) },
    });
    seen.push(...page.entries.map((entry) => entry.id));
    before = page.next ?? undefined;
  } while (before);
  expect(seen).toHaveLength(7);
  expect(seen).toEqual(seen.toSorted().toReversed());
});

const kinds = Object.keys(auditKinds) as AuditKind[];

test.each(kinds)('%s is a sentence, whatever was noted with it', (kind) => {
  for (const details of [
    {},
    { name: 'Ben', role: 'owner', from: 'viewer', why: 'code', do: 'x' },
  ]) {
    for (const mine of [true, false]) {
      const said = auditSentence({ kind, actor: mine ? 'Ana' : null, details, mine, toMe: !mine });
      expect(said).toMatch(/^[A-Z].+\.$/);
      expect(said).not.toMatch(/undefined|null|NaN| {2}| \./);
    }
  }
});
