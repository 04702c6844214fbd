import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { sql } from '#server/db/connect.ts';
import * as bank from '#server/testing/bankPages.ts';
import { forgetTries } from '#server/testing/device.ts';
import { linkBank } from '#server/testing/linking.ts';
import { addMember, GOOD_PASSWORD } from '#server/testing/people.ts';
import { createBrowserHome, type BrowserHome } from '#server/testing/visitors.ts';

// Who belongs to the household: roles, removing and leaving, in several browsers at once.

let home: BrowserHome;

beforeAll(async () => {
  home = await createBrowserHome();
});
afterAll(() => home?.close());
beforeEach(() => forgetTries(home));

/** What a browser says of a session that is over, and of what is refused. */
const refusals = /401|403|409|1008|WebSocket/;
const dialog = (page: Page) => page.locator('lb-invite-dialog, lb-role-dialog, lb-leave-dialog');
const closed = (page: Page) => page.getByRole('dialog').waitFor({ state: 'detached' });
const section = (page: Page, name: string) => page.getByRole('region', { name, exact: true });
const member = (page: Page, name: string) =>
  section(page, 'Members').locator('li', { hasText: name });
const household = async (page: Page) => {
  await page.goto('/household');
  await member(page, 'Ana').waitFor();
  await page.locator('[data-line=live]').waitFor();
};
const password = (page: Page) => page.getByLabel('Password', { exact: true });

test('a role that changes takes effect on the open page of the other', async () => {
  await home.visit(home.ben, {}, async (other) => {
    await other.goto('/more');
    await other.locator('[data-line=live]').waitFor();
    const appliance = other.getByRole('link', { name: /^The Ledgerberry box/ });
    await other.getByRole('link', { name: /^Household/ }).waitFor();
    expect(await appliance.count()).toBe(0);

    await home.visit(home.ana, {}, async (page) => {
      await household(page);
      const only = section(page, 'Leaving').getByText('You are the only owner, so you cannot');
      await only.waitFor();
      await bank.press(page, 'More for Ana');
      await page.getByRole('menuitem', { name: 'Change role' }).click();
      await dialog(page).getByRole('radio', { name: 'Member' }).check();
      await dialog(page).getByText('You are the only owner').waitFor();
      await bank.press(dialog(page), 'Cancel');
      await closed(page);

      const change = async (role: string) => {
        await bank.press(page, 'More for Ben');
        await page.getByRole('menuitem', { name: 'Change role' }).click();
        await dialog(page).getByRole('radio', { name: role }).check();
        await bank.press(dialog(page), 'Save');
        await closed(page);
      };
      await change('Owner');
      await appliance.waitFor();
      await only.waitFor({ state: 'detached' });
      await change('Member');
      await appliance.waitFor({ state: 'detached' });
      await other.getByRole('link', { name: 'Banks', exact: true }).click();
      await other.getByRole('button', { name: 'Connect a bank' }).waitFor();
      await change('Viewer');
      await other.getByText(/You are a viewer here/).waitFor();
      expect(await other.getByRole('button', { name: 'Connect a bank' }).count()).toBe(0);
      await change('Member');
      await other.getByRole('button', { name: 'Connect a bank' }).waitFor();
    });
  });
});

test('everybody sees who belongs to it; only owners manage', async () => {
  await home.visit(home.vic, { width: 390 }, async (page) => {
    await household(page);
    const ana = member(page, 'Ana');
    await ana.getByText(/Does not see what others keep private/).waitFor();
    await member(page, 'Vic (you)').getByText('Looks at what is shared with them').waitFor();
    expect(await section(page, 'Members').getByText('@home.example').count()).toBe(0);
    expect(await page.getByRole('button', { name: /^More for|^Invite/ }).count()).toBe(0);
    expect(await section(page, 'Invitations').count()).toBe(0);
    await page.goto('/appliance');
    await page.getByText(/This is for the owners of the household/).waitFor();
  });
});

test('who has bank links of their own is not made a viewer, in words', async () => {
  const theo = await addMember(home, 'member', 'Theodor');
  await linkBank(home, theo, { username: 'user_good' });
  await home.visit(home.ana, { expects: refusals }, async (page) => {
    await household(page);
    await member(page, 'Theodor').getByText('1 bank link').waitFor();
    await bank.press(page, 'More for Theodor');
    await page.getByRole('menuitem', { name: 'Change role' }).click();
    await dialog(page).getByRole('radio', { name: 'Viewer' }).check();
    await dialog(page)
      .getByText(/^Theodor has connected First Platypus Bank\. A viewer has no bank links/)
      .waitFor();
    await bank.press(dialog(page), 'Save');
    await dialog(page)
      .getByText(/A viewer has no bank links of their own/)
      .waitFor();
  });
});

test('who is removed is out at once, after their name was typed', async () => {
  const theo = await addMember(home, 'member', 'Theo');
  await linkBank(home, theo, { username: 'user_good' });
  const [first, second, third] = (await theo.call('GET /api/accounts')).accounts.filter(
    ({ owner }) => owner.id === theo.id,
  );
  if (!first || !second || !third) throw new Error('There are too few accounts');
  for (const [{ id }, household] of [
    [first, 'full'],
    [second, 'balances'],
  ] as const) {
    const body = { accounts: [id], sharing: { household, members: [] } };
    await theo.call('POST /api/accounts/sharing', { body });
  }
  const [shared, counted, secret] = [first.name, second.name, third.name];
  await home.visit(theo, { expects: refusals }, async (other) => {
    await other.goto('/');
    await other.getByRole('link', { name: 'Accounts', exact: true }).click();
    await other.getByText('Plaid Checking').first().waitFor();
    await other.locator('[data-line=live]').waitFor();

    await home.visit(home.ana, {}, async (page) => {
      await household(page);
      await bank.press(page, 'More for Theo');
      await page.getByRole('menuitem', { name: 'Remove' }).click();
      await dialog(page).getByText('What shall become of Theo’s bank links?').waitFor();
      expect(await dialog(page).getByRole('radio', { checked: true }).count()).toBe(0);
      const way = (name: string) => dialog(page).locator('label.choice', { hasText: name });
      await way('Hand over to Ben').getByText('A bank of which Ben sees every account').waitFor();
      await way('Hand over to you').getByText(`You keep ${shared}.`).waitFor();
      await dialog(page).getByText('Theo has connected First Platypus Bank.').waitFor();
      await way('End them').getByText(`You lose ${shared} and ${counted}.`).waitFor();
      expect(await dialog(page).getByText(secret).count(), 'what nobody else sees').toBe(0);
      await dialog(page).getByRole('radio', { name: 'Hand over to Ben' }).check();
      await dialog(page).getByRole('radio', { name: 'End them' }).check();
      await bank.press(page, 'Remove Theo for good');
      await dialog(page).getByText('Type Theo to confirm is missing.').waitFor();
      await page.getByLabel('Type Theo to confirm').fill('Teo');
      await bank.press(page, 'Remove Theo for good');
      await dialog(page).getByText('This is not the name: Theo.').waitFor();
      await page.getByLabel('Type Theo to confirm').fill('Theo');
      await bank.press(page, 'Remove Theo for good');
      await page.getByText('Theo is no longer in the household.').waitFor();
      await member(page, 'theo@home.example').waitFor({ state: 'detached' });
      await page.locator('lb-menu:focus-within').first().waitFor();
    });

    await bank.heading(other, 'Sign in').waitFor();
    await other.getByText('You do not belong to this household any more.').waitFor();
    expect(await other.getByText('Plaid Checking').count()).toBe(0);
    expect(await other.getByText(/session has ended/).count()).toBe(0);
    expect(new URL(other.url()).search, 'nothing of what was open').toBe('');
    expect(await other.title()).toBe('Sign in · Ledgerberry');
    expect(await other.context().cookies()).toEqual([]);
    expect(await other.evaluate(() => localStorage.length + sessionStorage.length)).toBe(0);
    // Not by Back, nor by the password that was good, and in a sentence that is said to everybody.
    await other.goBack();
    await bank.heading(other, 'Sign in').waitFor();
    await other.getByLabel('E-mail').fill('theo@home.example');
    await password(other).fill(GOOD_PASSWORD);
    await bank.press(other, 'Sign in');
    await other.getByText('E-mail or password is not right.').waitFor();
    await other.getByText(/does not belong to the household any more is not let in/).waitFor();
    expect(await other.getByText('Plaid Checking').count()).toBe(0);
  });
  expect((await theo.attempt('GET /api/accounts')).status).toBe(401);
});

test('what somebody shared who is gone is told to whoever saw it', async () => {
  const tilda = await addMember(home, 'member', 'Tilda');
  await linkBank(home, tilda, { username: 'user_good' });
  const { accounts } = await tilda.call('GET /api/accounts');
  const own = accounts.filter(({ owner }) => owner.id === tilda.id).slice(0, 2);
  const sharing = { household: 'full' as const, members: [] };
  const body = { accounts: own.map(({ id }) => id), sharing };
  await tilda.call('POST /api/accounts/sharing', { body });
  const [first = '', second = ''] = own.map(({ name }) => name);
  await home.visit(home.ben, {}, async (page) => {
    await page.goto('/accounts');
    await page.locator('lb-account-list').getByText(first).waitFor();
    await page.locator('[data-line=live]').waitFor();
    await tilda.call('POST /api/leave', { body: { links: 'remove' } });
    const told = page.getByText(/^Tilda has left, and no longer shares with you: /);
    await told.waitFor();
    expect(await told.innerText()).toContain(first);
    expect(await told.innerText()).toContain(second);
    await bank.press(page, 'I have read it');
    await told.waitFor({ state: 'detached' });
    await page.reload();
    await bank.heading(page, 'Accounts').waitFor();
    await page.waitForLoadState('networkidle');
    expect(await told.count()).toBe(0);
  });
});

test('a member leaves, who has read before what goes on, what ends, and who loses what', async () => {
  const ida = await addMember(home, 'member', 'Ida');
  const login = (...names: string[]) => ({
    login: { accounts: names.map((name) => ({ name, balances: { current: 10 } })) },
  });
  await linkBank(home, ida, { institution_id: 'ins_109508', ...login('Kitchen', 'Purse') });
  await linkBank(home, ida, { institution_id: 'ins_109510', ...login('Garden', 'Cellar') });
  await linkBank(home, ida, { institution_id: 'ins_109511', ...login('Attic') });
  const { accounts } = await ida.call('GET /api/accounts');
  const share = async (names: string[], household: 'full' | 'balances') => {
    const own = accounts.filter(({ name }) => names.includes(name)).map(({ id }) => id);
    const body = { accounts: own, sharing: { household, members: [] } };
    await ida.call('POST /api/accounts/sharing', { body });
  };
  await share(['Kitchen', 'Purse', 'Garden'], 'full');
  await share(['Cellar'], 'balances');
  await home.visit(ida, { expects: refusals, width: 390 }, async (page) => {
    await household(page);
    await bank.press(page, 'Leave the household …');
    const way = (name: string) => dialog(page).locator('label.choice', { hasText: name });
    const ben = way('Hand over to Ben');
    await ben.getByText(/^Goes on, with new transactions: First Platypus Bank\.$/).waitFor();
    await ben.getByText(/^Ends, and its history is kept: Garden at /).waitFor();
    await ben.getByText(/^Ends and is deleted: .* and Cellar at /).waitFor();
    await ben.getByText(/^Ana, Ben .*lose Cellar\.$/).waitFor();
    await way('End them')
      .getByText(/^Ana, Ben .*lose (\w+,? (and )?){3}\w+\.$/)
      .waitFor();
    await dialog(page).getByRole('radio', { name: 'Hand over to Ben' }).check();
    await page.getByLabel('Type Ida to confirm').fill('Ida');
    await bank.press(page, 'Leave for good');
    await bank.heading(page, 'Sign in').waitFor();
    await page.getByText('You do not belong to this household any more.').waitFor();
    expect(await page.getByText('Your session has ended').count()).toBe(0);
    await page.reload();
    await bank.heading(page, 'Sign in').waitFor();
    expect(await page.getByText('You do not belong').count(), 'said once').toBe(0);
  });
  // It came as it was said.
  const now = await home.ben.call('GET /api/accounts');
  const kept = now.accounts.filter(({ owner }) => owner.id === home.ben.id);
  const live = kept.filter(({ closedAt }) => closedAt === null).map(({ name }) => name);
  expect(live.toSorted()).toEqual(['Kitchen', 'Purse']);
  expect(kept.map(({ name }) => name).toSorted()).toEqual(['Garden', 'Kitchen', 'Purse']);
  const { members } = await home.ana.call('GET /api/members');
  expect(members.map(({ name }) => name)).not.toContain('Ida');
});

test('a viewer, who has connected nothing, is removed without a question about banks', async () => {
  await addMember(home, 'viewer', 'Ivo');
  await home.visit(home.ana, {}, async (page) => {
    await household(page);
    await bank.press(page, 'More for Ivo');
    await page.getByRole('menuitem', { name: 'Remove' }).click();
    await page.getByLabel('Type Ivo to confirm').fill('Ivo');
    expect(await dialog(page).getByRole('radio').count()).toBe(0);
    await bank.press(page, 'Remove Ivo for good');
    await page.getByText('Ivo is no longer in the household.').waitFor();
  });
});

test('inviting asks for a fresh proof, and goes on where one was', async () => {
  const otto = await addMember(home, 'owner', 'Otto');
  await home.db.run(sql`
    update sessions set confirmed_at = now() - interval '1 hour' where member_id = ${otto.id}`);
  await home.visit(otto, { expects: refusals }, async (page) => {
    await household(page);
    await bank.press(page, 'Invite somebody');
    await page.getByLabel('Their name').fill('Emil');
    await bank.press(page, 'Make the invitation');
    const confirming = page.locator('lb-confirm');
    await bank.press(confirming, 'Cancel');
    await confirming.waitFor({ state: 'detached' });
    expect(await page.getByLabel('Their name').inputValue()).toBe('Emil');
    await bank.press(page, 'Make the invitation');
    await password(page).fill(GOOD_PASSWORD);
    await bank.press(confirming, 'Confirm');
    await page.getByRole('img', { name: /^QR code/ }).waitFor();
    await bank.press(page, 'Done');
    await section(page, 'Invitations').getByText('Emil, as a member').waitFor();
  });
});
