import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createSealer, formatKeyRing, newKey, parseKeyRing } from './seal.ts';

const token = 'access-production-00000000-0000-4000-8000-000000000000';

test('what was sealed for a place opens there, and the secret is not to be seen', () => {
  const sealer = createSealer([newKey()]);
  const sealed = sealer.seal(token, 'item:1');
  expect(sealer.open(sealed, 'item:1')).toBe(token);
  expect(sealed).not.toContain(token);
  expect(Buffer.from(sealed, 'base64url').toString('latin1')).not.toContain('access');
  expect(sealer.seal(token, 'item:1')).not.toBe(sealed);
});

test('any text survives', () => {
  const sealer = createSealer([newKey()]);
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.string(), (secret, purpose) => {
      expect(sealer.open(sealer.seal(secret, purpose), purpose)).toBe(secret);
    }),
  );
});

test('it opens nowhere else', () => {
  const sealer = createSealer([newKey()]);
  const sealed = sealer.seal(token, 'item:1');
  expect(() => sealer.open(sealed, 'item:2')).toThrow();
  expect(() => sealer.open(sealed, 'link:1')).toThrow();
});

test('any changed byte is noticed', () => {
  const sealer = createSealer([newKey()]);
  const parts = sealer.seal(token, 'item:1').split('.');
  for (const part of [2, 3, 4]) {
    const bytes = Buffer.from(parts[part]!, 'base64url');
    for (let at = 0; at < bytes.length; at++) {
      const forged = Buffer.from(bytes);
      forged[at] = (forged[at] ?? 0) ^ 1;
      const changed = parts.with(part, forged.toString('base64url')).join('.');
      expect(() => sealer.open(changed, 'item:1')).toThrow();
    }
    const short = parts.with(part, bytes.subarray(0, -1).toString('base64url')).join('.');
    expect(() => sealer.open(short, 'item:1')).toThrow();
  }
});

test('the first key seals and every key of the ring opens', () => {
  const [old, fresh] = [newKey(), newKey()];
  const sealed = createSealer([old]).seal(token, 'item:1');
  const both = createSealer([fresh, old]);
  expect(both.open(sealed, 'item:1')).toBe(token);
  expect(both.isOld(sealed)).toBe(true);
  expect(both.isOld(both.seal(token, 'item:1'))).toBe(false);
  expect(() => createSealer([fresh]).open(sealed, 'item:1')).toThrow(
    `The key ${old.id} that sealed a secret is not in the key file`,
  );
});

test('another key under the same id does not open it', () => {
  const key = newKey();
  const sealed = createSealer([key]).seal(token, 'item:1');
  const impostor = createSealer([{ id: key.id, bytes: newKey().bytes }]);
  expect(() => impostor.open(sealed, 'item:1')).toThrow();
});

test.each(['', 'v1', 'v2.a.b.c.d', 'v1.x..y.z', token])('%j is malformed', (text) => {
  const open = () => createSealer([newKey()]).open(text, 'item:1');
  expect(open).toThrow(/malformed|not in the key file/);
  expect(open).not.toThrow(/access-production/);
});

test('a key file is read as it was written', () => {
  const ring = [newKey(), newKey()];
  expect(parseKeyRing(formatKeyRing(ring))).toEqual(ring);
});

test.each([
  ['', 'The key file holds no key'],
  ['# only words\n', 'The key file holds no key'],
  [`12345678 ${'a'.repeat(63)}`, 'a line that is not'],
  [`1234567 ${'a'.repeat(64)}`, 'a line that is not'],
  ['secret stuff', 'a line that is not'],
])('the key file %j is refused without being repeated', (text, sentence) => {
  const read = () => parseKeyRing(text);
  expect(read).toThrow(sentence);
  expect(read).not.toThrow(/aaaa|secret stuff/);
});
