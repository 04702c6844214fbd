import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { eventually } from '#server/testing/bank.ts';
import * as bank from '#server/testing/bankPages.ts';
import { createBrowserHome, type BrowserHome } from '#server/testing/visitors.ts';

// Connecting a bank in a real browser, by the hosted page and by the embedded script.

let home: BrowserHome;

beforeAll(async () => {
  home = await createBrowserHome();
  await home.ana.call('PATCH /api/household', { body: { connectionLimit: 50 } });
});
afterAll(() => home?.close());

/** Each way has banks of its own: a second login at one would be a duplicate. */
const banks = {
  hosted: {
    plain: 'Tartan Bank',
    checked: 'First Gingham Credit Union',
    oauth: 'Meridian One',
    refusing: 'First Platypus Bank',
    forgotten: 'Capybara One',
  },
  embedded: {
    plain: 'Houndstooth Bank',
    checked: 'Tattersall Federal Credit Union',
    oauth: 'Platypus OAuth Bank',
    refusing: 'Juniper Credit Union',
    forgotten: 'Copperline',
  },
} as const;

const linksAt = async (name: string) => {
  const { links } = await home.ana.call('GET /api/links');
  return links.filter(({ institution }) => institution.name === name);
};
const connectionsUsed = async () => (await home.ana.call('GET /api/links')).meter.used;

async function returned(page: Page, words: string): Promise<void> {
  await page.waitForURL(/\/links\/return\?session=/);
  await bank.heading(page, words).waitFor();
}

for (const via of ['hosted', 'embedded'] as const) {
  const { plain, checked, oauth, refusing, forgotten } = banks[via];

  test(`${via}: a bank is connected and its accounts arrive`, async () => {
    await home.visit(home.ana, {}, async (page) => {
      const at = await bank.connect(page, via);
      await bank.chooseBank(at, plain);
      await bank.signIn(at);
      await bank.share(at);
      await returned(page, 'Your bank is connected');
      await page.getByRole('heading', { name: plain }).waitFor();
      await page.getByText(/All history is here: \d+ transactions/).waitFor();
      await page.getByRole('link', { name: 'See the accounts' }).click();
      await page.getByRole('heading', { name: plain }).waitFor();
    });
    expect(await linksAt(plain)).toHaveLength(1);
  });

  test(`${via}: who leaves is told that nothing was connected`, async () => {
    const used = await connectionsUsed();
    await home.visit(home.ana, {}, async (page) => {
      const at = await bank.connect(page, via);
      await bank.heading(at, 'Choose your bank').waitFor();
      await bank.press(at, 'Cancel');
      await bank.press(at, 'Yes, leave');
      await returned(page, 'Nothing was connected');
      await page.getByText('You left before the bank was connected.').waitFor();
      await page.getByRole('button', { name: 'Try again' }).waitFor();
    });
    expect(await connectionsUsed()).toBe(used);
  });

  test(`${via}: a bank that does not answer is named as the reason`, async () => {
    await home.visit(home.ana, {}, async (page) => {
      const at = await bank.connect(page, via);
      await bank.chooseBank(at, refusing);
      await bank.signIn(at, 'user_good', 'error_INSTITUTION_DOWN');
      await bank.heading(at, 'That did not work').waitFor();
      await bank.press(at, 'Exit');
      await bank.press(at, 'Yes, leave');
      await returned(page, 'Nothing was connected');
      await page.getByText('The bank is not answering at the moment.').waitFor();
    });
    expect(await linksAt(refusing)).toEqual([]);
  });

  test(`${via}: a wrong password, then a code of the bank's`, async () => {
    await home.visit(home.ana, {}, async (page) => {
      const at = await bank.connect(page, via);
      await bank.chooseBank(at, checked);
      await bank.signIn(at, 'user_good', 'guessed');
      await at.getByRole('alert').filter({ hasText: 'did not accept' }).waitFor();
      await bank.press(at, 'Try again');
      await bank.signIn(at, 'user_good', 'mfa_device');
      await bank.press(at, 'Continue');
      await at.getByLabel('Code').fill('1');
      await bank.press(at, 'Continue');
      await at.getByRole('alert').waitFor();
      await at.getByLabel('Code').fill('1234');
      await bank.press(at, 'Continue');
      await bank.share(at);
      await returned(page, 'Your bank is connected');
    });
    expect(await linksAt(checked)).toHaveLength(1);
  });

  test(`${via}: a bank with its own page sends the person there and back`, async () => {
    await home.visit(home.ana, {}, async (page) => {
      const at = await bank.connect(page, via);
      await bank.chooseBank(at, oauth);
      await bank.press(at, `Continue to ${oauth}`);
      await bank.heading(page, 'Ledgerberry wants to read your accounts').waitFor();
      await bank.press(page, /^Allow as/);
      await bank.share(at);
      await returned(page, 'Your bank is connected');
    });
    expect(await linksAt(oauth)).toHaveLength(1);
  });

  test(`${via}: a browser that died before the return loses nothing`, async () => {
    await home.visit(home.ana, { expects: /ERR_FAILED/ }, async (page) => {
      const at = await bank.connect(page, via);
      await bank.chooseBank(at, forgotten);
      await bank.signIn(at);
      // The bank hears of it; its answer never comes.
      await page.route('**/finish', async (route) => {
        await route.fetch({ maxRedirects: 0 });
        await page.close();
      });
      await Promise.all([page.waitForEvent('close'), bank.share(at).catch(() => {})]);
    });
    // The hosted page's end is told to us by a webhook; of the other we ask ourselves, in a while.
    await eventually(async () => (await linksAt(forgotten)).length === 1, 30);
  });
}

test('a login that is connected already is noticed, and repaired instead', async () => {
  await home.bank.link(home.ben, { institution_id: 'ins_109508' });
  const mine = () => home.ben.call('GET /api/links');
  const before = await eventually(async () => {
    const now = await mine();
    return now.links[0]?.progress.historyComplete && now;
  });
  await home.visit(home.ben, {}, async (page) => {
    await bank.connect(page, 'hosted');
    await bank.chooseBank(page, 'First Platypus Bank');
    await bank.signIn(page);
    await bank.share(page);
    await returned(page, 'This bank is connected already');
    await page.getByText('nothing was used up').waitFor();
    await bank.press(page, 'Repair that link instead');
    await bank.press(page, 'Continue');
    await bank.signIn(page);
    await returned(page, 'It works again');
  });
  const after = await mine();
  expect(after.links.map(({ id }) => id)).toEqual(before.links.map(({ id }) => id));
  expect(after.meter.used).toBe(before.meter.used);
});
