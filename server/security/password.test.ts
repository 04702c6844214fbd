import { expect, test } from 'vitest';
import { Refusal } from '#server/contract/errors.ts';
import { hashPassword, verifyPassword } from './password.ts';

test('a password belongs to its own hash and to no other', async () => {
  const [one, other] = await Promise.all([hashPassword('correct horse'), hashPassword('battery')]);
  expect(await verifyPassword('correct horse', one)).toBe(true);
  expect(await verifyPassword('correct horse', other)).toBe(false);
  expect(await verifyPassword('Correct horse', one)).toBe(false);
  expect(await verifyPassword('', one)).toBe(false);
});

test('the same password is hashed differently each time', async () => {
  expect(await hashPassword('twice')).not.toBe(await hashPassword('twice'));
});

test('letters that look the same are the same', async () => {
  const composed = 'caf\u00e9';
  expect(await verifyPassword(composed.normalize('NFD'), await hashPassword(composed))).toBe(true);
});

test('a hash of other, older costs still opens', async () => {
  // "password" by the reference implementation: m=256, t=2, p=1, salt "somesalt".
  const hash =
    '$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4';
  expect(await verifyPassword('password', hash)).toBe(true);
  expect(await verifyPassword('passwort', hash)).toBe(false);
});

test.each([null, '', 'plain text', '$2b$10$abcdefghijklmnopqrstuv'])(
  'where there is no hash (%j) the answer is no',
  async (hash) => {
    expect(await verifyPassword('anything', hash)).toBe(false);
  },
);

test('who has no hash is worked for all the same, in one bounded queue with others', async () => {
  const tries = Array.from({ length: 80 }, () => verifyPassword('anything', null));
  const settled = await Promise.allSettled(tries);
  const refused = settled.filter((one) => one.status === 'rejected');
  expect(refused).toHaveLength(80 - 52);
  for (const one of refused) {
    expect(one.reason).toBeInstanceOf(Refusal);
    expect(one.reason).toMatchObject({ code: 'too_many_requests', retryAfter: 5 });
  }
});
