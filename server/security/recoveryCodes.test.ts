import { expect, test } from 'vitest';
import { hashRecoveryCode, newRecoveryCodes } from './recoveryCodes.ts';

const ana = '01890a5d-ac96-774b-bcce-b302099a8057';
const ben = '01890a5d-ac96-774b-bcce-b302099a8058';

test('ten codes of fifty bits, none of them twice, none that reads as another', () => {
  const codes = newRecoveryCodes();
  expect(codes).toHaveLength(10);
  for (const code of codes) expect(code).toMatch(/^[0-9a-hjkmnp-tv-z]{5}-[0-9a-hjkmnp-tv-z]{5}$/);
  expect(new Set([...codes, ...newRecoveryCodes()]).size).toBe(20);
});

test('however a code is typed from paper, it is the same', async () => {
  const hash = await hashRecoveryCode('01v0k-abcde', ana);
  for (const typed of [
    '01V0K-ABCDE',
    ' 01v0k abcde ',
    'o1vok_abcde',
    'oiuOk–abcde',
    'Olvokabcde',
  ]) {
    expect(await hashRecoveryCode(typed, ana), typed).toEqual(hash);
  }
  expect(await hashRecoveryCode('01v0k-abcdf', ana)).not.toEqual(hash);
});

test('two members’ codes have nothing in common in the database', async () => {
  expect(await hashRecoveryCode('01v0k-abcde', ana)).not.toEqual(
    await hashRecoveryCode('01v0k-abcde', ben),
  );
});
