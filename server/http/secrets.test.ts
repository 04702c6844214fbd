import { afterAll, beforeAll, expect, test } from 'vitest';
import { codeAt, fromBase32, stepAt } from '#server/security/totp.ts';
import { createDevice, givePassword, PASSWORD } from '#server/testing/device.ts';
import { createTestHome, type TestHome } from '#server/testing/home.ts';
import { createAuthenticator } from '#server/testing/authenticator.ts';
import { addMember, GOOD_PASSWORD } from '#server/testing/people.ts';
import { sql } from '#server/db/connect.ts';

// Everything that lets somebody in, used once in every way, right and wrong; then the log and each
// table are searched for it.

let home: TestHome;
beforeAll(async () => {
  home = await createTestHome();
  await givePassword(home, home.ana.id);
});
afterAll(() => home?.close());

const writings = (text: string) => [
  text,
  Buffer.from(text).toString('base64').replaceAll('=', ''),
  Buffer.from(text).toString('base64url'),
  Buffer.from(text).toString('hex'),
  encodeURIComponent(text),
];

async function places(): Promise<Map<string, string>> {
  const found = new Map([['the log', home.logs()]]);
  const tables = await home.db.query<{ name: string }>(sql`
    select table_name as name from information_schema.tables where table_schema = 'public'`);
  for (const { name } of tables) {
    const statement = { text: `select t::text as row from ${name} t`, values: [] };
    const rows = await home.db.query<{ row: string }>(statement as never);
    found.set(`table ${name}`, rows.map(({ row }) => row).join('\n'));
  }
  return found;
}

test('no password, code, token or cookie is kept or logged', async () => {
  const secrets = new Map([
    ['a password', PASSWORD],
    ['another password', GOOD_PASSWORD],
  ]);
  const device = createDevice(home.url);
  const email = 'ana@home.example';
  const signIn = (body: object) =>
    device.attempt('POST /api/sign-in', { body: { email, password: PASSWORD, ...body } });
  const keep = (name: string) => secrets.set(name, device.cookie?.split('=')[1] ?? '');

  await signIn({ password: 'a wrong password of hers' });
  secrets.set('a wrong password', 'a wrong password of hers');
  await signIn({});
  keep('a cookie');
  const begun = await device.call('POST /api/credentials/totp');
  secrets.set('the secret of an app', begun.secret);
  secrets.set('its bytes', fromBase32(begun.secret).toString('latin1'));
  const code = codeAt(fromBase32(begun.secret), stepAt(Date.now()));
  const { codes } = await device.call('POST /api/credentials/totp/verify', { body: { code } });
  for (const [n, one] of codes.entries()) {
    secrets.set(`recovery code ${n}`, one);
    secrets.set(`recovery code ${n}, bare`, one.replace('-', ''));
  }
  await signIn({ code: codes[0] });
  keep('a second cookie');
  await signIn({ code: 'wrong-recovery-canary' });
  secrets.set('a wrong code', 'wrong-recovery-canary');
  const confirm = { password: PASSWORD, code: codes[1] };
  await device.call('POST /api/session/confirm', { body: { password: PASSWORD, code: codes[1] } });
  await device.attempt('POST /api/session/confirm', {
    body: { ...confirm, password: 'bad guess here' },
  });
  secrets.set('a wrong guess', 'bad guess here');
  keep('the cookie after confirming');
  const made = await device.call('POST /api/tokens', {
    body: { name: 'Sheet', scopes: ['read', 'admin'], days: 1 },
  });
  secrets.set('an API token', made.token);
  const headers = { authorization: `Bearer ${made.token}` };
  await fetch(`${home.url}/api/overview`, { headers });
  await fetch(`${home.url}/api/overview`, {
    headers: { authorization: 'Bearer lbt_wrong-canary' },
  });
  secrets.set('a wrong API token', 'lbt_wrong-canary');
  await addMember(home, 'member', 'Dora');
  const weak = await device.attempt('POST /api/credentials/password', {
    body: { password: 'password-canary-1' },
  });
  expect(weak.status).toBeLessThan(500);
  const fake = createAuthenticator(home.url).create({
    user: { id: 'x' },
    rp: { id: 'x' },
    challenge: 'passkey-canary',
  });
  await device.attempt('POST /api/credentials/passkeys', { body: { response: fake, name: 'x' } });

  expect(secrets.size).toBeGreaterThan(30);
  const leaks: string[] = [];
  for (const [place, text] of await places()) {
    for (const [name, secret] of secrets) {
      expect(secret.length, name).toBeGreaterThan(8);
      if (writings(secret).some((writing) => text.includes(writing)))
        leaks.push(`${name} in ${place}`);
    }
  }
  expect(leaks).toEqual([]);
  // The search itself works: what is there is found.
  expect((await places()).get('table members')).toContain(email);
  expect(home.logs()).toContain('sign_in.refused');
});
