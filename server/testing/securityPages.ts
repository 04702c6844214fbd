import type { CDPSession, Page } from 'playwright-core';
import type { MemberId } from '#server/contract/ids.ts';
import { sql } from '#server/db/connect.ts';
import { insertSession } from '#server/db/sessions.ts';
import { hashToken, newToken } from '#server/security/tokens.ts';
import { heading, press } from './bankPages.ts';
import { createCaller, type Caller } from './caller.ts';
import { givePassword, PASSWORD } from './device.ts';
import { freePort, type TestHome } from './home.ts';
import { createBrowserHome, type BrowserHome } from './visitors.ts';

// What the pages about signing in look like to a person, and the device they hold.

/** A home with a name, since passkeys belong to one. Everybody has a password. */
export async function createNamedHome(): Promise<BrowserHome> {
  const port = String(await freePort());
  const home = await createBrowserHome({
    env: { PORT: port, PUBLIC_URL: `http://localhost:${port}` },
  });
  for (const { id } of [home.ana, home.ben, home.vic]) await givePassword(home, id);
  return home;
}

/** Proofs that were given are too old by now. */
export async function later(home: TestHome): Promise<void> {
  await home.db.run(sql`update sessions set confirmed_at = now() - interval '1 hour'`);
}

/** A browser of somebody who has signed in long ago. */
export async function browserOf(home: TestHome, { id }: { id: MemberId }): Promise<Caller> {
  const token = newToken();
  await insertSession(home.db, { tokenHash: hashToken(token), memberId: id, userAgent: null });
  await later(home);
  return createCaller(home.url, `ledgerberry=${token}`);
}

export interface Authenticator {
  cdp: CDPSession;
  id: string;
  /** The person puts a finger on it, or leaves it alone: then whoever asks waits. */
  touched: (enabled: boolean) => Promise<unknown>;
}

/** A device that keeps passkeys, and whose owner is there and unlocks it each time. */
export async function withAuthenticator(page: Page): Promise<Authenticator> {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('WebAuthn.enable');
  const { authenticatorId: id } = await cdp.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  const touched = (enabled: boolean) =>
    cdp.send('WebAuthn.setAutomaticPresenceSimulation', { authenticatorId: id, enabled });
  return { cdp, id, touched };
}

export async function openSecurity(page: Page): Promise<void> {
  await page.goto('/security');
  await heading(page, 'Sign-in and security').waitFor();
}

export const field = (page: Page, name: string) => page.getByRole('textbox', { name, exact: true });
export const dialog = (page: Page, name: string) => page.getByRole('dialog', { name, exact: true });
/** “Please confirm that it is you”. */
export const confirming = (page: Page) => page.locator('lb-confirm');

export async function confirmByPassword(page: Page): Promise<void> {
  await field(page, 'Password').fill(PASSWORD);
  await press(confirming(page), 'Confirm');
  await confirming(page).waitFor({ state: 'detached' });
}

export async function signInAs(page: Page, email: string): Promise<void> {
  await field(page, 'E-mail').fill(email);
  await field(page, 'Password').fill(PASSWORD);
  await press(page, 'Sign in');
}
