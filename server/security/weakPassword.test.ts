import { expect, test } from 'vitest';
import type { Refusal } from '#server/contract/errors.ts';
import { commonWords } from './commonWords.ts';
import { guessBits, refuseWeakPassword } from './weakPassword.ts';

const own = ['Ana Berry', 'ana.berry@home.example', 'The Berrys of Elm Street'];

const refusal = (password: string): Refusal | undefined => {
  try {
    refuseWeakPassword(password, own);
    return undefined;
  } catch (error) {
    return error as Refusal;
  }
};

test.each([
  // A word with something at its end.
  'password123',
  'Password2026',
  'iloveyou1234',
  'Summer2025!!',
  'dragon12345',
  'monkey1987',
  'liverpool1!',
  'qwerty12345',
  'football2024',
  // Letters written as digits and signs, words backwards, doubled or put together.
  'P@ssw0rd123',
  'p4$$w0rd2024',
  'drowssap2024',
  'iloveyoumommy',
  'monkeymonkey',
  'letmeinletmein',
  'princessangel',
  'correcthorsebatterystaple',
  // Rows of keys, the alphabet, repetitions and dates.
  'qwertyuiop',
  '1234567890',
  '0987654321',
  'asdfghjkl;',
  'zxcvbnm,./',
  '1q2w3e4r5t',
  '1qaz2wsx3edc',
  'abcdefghij',
  'a1b2c3d4e5',
  'azertyuiop',
  'aaaaaaaaaa',
  '1111122222',
  'abcabcabcabc',
  'xk3xk3xk3xk3',
  '24122412',
  '1987198719',
])('%s is refused: it is among the first to be tried', (password) => {
  expect(refusal(password)).toMatchObject({ code: 'bad_request', field: 'password' });
  expect(refusal(password)?.message).toMatch(/tried first\. Three or four words/);
});

test.each(['anaberry1987', 'Berry.Ana.2024', 'elmstreet12345', '4n4b3rry!!', 'ana.berry@home'])(
  '%s is refused: it is made of one’s own words',
  (password) => {
    expect(refusal(password)?.field).toBe('password');
  },
);

test('who uses their own words is told that it is those', () => {
  expect(refusal('elmstreet-ana-berrys')?.message).toMatch(/your own name, address or household/);
});

test.each([
  'violet otter lantern street',
  'correct horse battery',
  'tR4$kq9!zL',
  'kxmvqpzrwy',
  'fünf kleine Wörter hier',
  'zebra giraffe lamp',
  'my cat sleeps on warm radiators',
  '猫は暖かい部屋で眠ります',
])('%s is taken', (password) => {
  expect(refusal(password)).toBeUndefined();
});

test('no kind of character is asked for: length alone is enough', () => {
  expect(refusal('mxkqzvwptrhj')).toBeUndefined();
  expect(refusal('8302946175')).toBeUndefined();
});

// ASVS asks for the first three thousand that the length rule lets through.
test('whatever people usually add to a common word helps none of them', () => {
  const ends = [
    '1',
    '123',
    '1234',
    '12345',
    '123456',
    '!',
    '1!',
    '123!',
    '2024',
    '2025',
    '69',
    '007',
  ];
  const tried = new Set<string>();
  for (const word of commonWords) {
    const first = word.slice(0, 1).toUpperCase() + word.slice(1);
    for (const start of [word, first, word.toUpperCase()]) {
      for (const end of ends) if (start.length + end.length >= 10) tried.add(start + end);
    }
  }
  expect(tried.size).toBeGreaterThan(20_000);
  const taken = [...tried].filter((password) => guessBits(password, []) >= 30);
  expect(taken).toEqual([]);
});

test('the longest password takes no time to speak of', () => {
  const started = performance.now();
  guessBits('P@ssw0rd-'.repeat(22) + 'ab', own);
  expect(performance.now() - started).toBeLessThan(1000);
});
