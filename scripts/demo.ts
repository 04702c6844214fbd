import type { MemberId } from '#server/contract/ids.ts';
import { connectDatabase, sql, type Database } from '#server/db/connect.ts';
import { setUpHousehold } from '#server/db/members.ts';
import { insertSession, insertSignInCode } from '#server/db/sessions.ts';
import { BANK_NAMES, LOGINS, PEOPLE } from '#server/sandbox/world/household.ts';
import { hashPassword } from '#server/security/password.ts';
import { hashToken, newToken } from '#server/security/tokens.ts';

/** For signing in as the other partner; it protects nothing but invented money. */
export const DEMO_PASSWORD = 'ledgerberry-demo';
const CODE_MINUTES = 24 * 60;

export interface DemoPlaces {
  /** The app's own database address. */
  databaseUrl: string;
  /** Where people reach the app. */
  publicUrl: string;
  /** Where the app listens on this machine: its public address may lead through elsewhere. */
  localUrl: string;
  sandboxUrl: string;
  log(line: string): void;
}

/**
 * Brings the demo household in, once: its two members as an owner would set them up, its bank links
 * through Link sessions and our own sync, as any household's. Money never comes in by SQL.
 * @returns the one address that signs the reader in
 */
export async function seedDemo(places: DemoPlaces): Promise<{ signInUrl: string }> {
  const db = connectDatabase(places.databaseUrl, { max: 2 });
  try {
    const members = await ensureMembers(db);
    for (const [index, partner] of PEOPLE.entries()) {
      const memberId = members[index];
      if (memberId) await ensureLinks(db, places, memberId, partner);
    }
    const [reader] = members;
    if (!reader) throw new Error('The demo household has no members');
    const code = newToken();
    await insertSignInCode(db, { hash: hashToken(code), memberId: reader, minutes: CODE_MINUTES });
    return { signInUrl: `${places.publicUrl}/welcome#code=${code}` };
  } finally {
    await db.close();
  }
}

const emailOf = (name: string) => `${name.toLowerCase()}@demo.example`;

async function ensureMembers(db: Database): Promise<MemberId[]> {
  const passwordHash = await hashPassword(DEMO_PASSWORD);
  const household = {
    name: 'Demo household',
    timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    currency: 'USD',
  };
  await setUpHousehold(
    db,
    household,
    PEOPLE.map(({ name }, index) => ({
      name,
      email: emailOf(name),
      passwordHash,
      role: index === 0 ? ('owner' as const) : ('member' as const),
    })),
  );
  const rows = await db.query<{ id: MemberId; email: string }>(sql`select id, email from members`);
  return PEOPLE.flatMap(({ name }) => rows.find((row) => row.email === emailOf(name))?.id ?? []);
}

type Partner = (typeof PEOPLE)[number];

/** Each of a partner's logins that is not linked yet goes through a Link session of theirs. */
async function ensureLinks(
  db: Database,
  places: DemoPlaces,
  memberId: MemberId,
  partner: Partner,
): Promise<void> {
  const linked = await db.query<{ institution: string }>(sql`
    select institution_id as institution from items where member_id = ${memberId}`);
  const missing = LOGINS.filter(
    (login) =>
      login.username === partner.username &&
      !linked.some(({ institution }) => institution === login.institution),
  );
  if (missing.length === 0) return;
  const token = newToken();
  await insertSession(db, { tokenHash: hashToken(token), memberId, userAgent: 'demo set-up' });
  for (const login of missing) {
    places.log(`Connecting ${BANK_NAMES[login.institution]} for ${partner.name} …`);
    const opened = await post(places, token, '/api/link-sessions', {});
    const linkToken = new URL(String(opened.url)).pathname.split('/').pop();
    await signInAtBank(places.sandboxUrl, {
      link_token: linkToken,
      institution_id: login.institution,
      username: partner.username,
      password: partner.password,
    });
    await waitForLink(places, token, String(opened.id));
  }
  await post(places, token, '/api/sign-out', {});
}

async function signInAtBank(sandboxUrl: string, login: object): Promise<void> {
  const reply = await fetch(`${sandboxUrl}/admin/link/complete`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(login),
  });
  if (!reply.ok) throw new Error(`The sandbox bank refused a sign-in: ${await reply.text()}`);
}

async function waitForLink(places: DemoPlaces, token: string, id: string): Promise<void> {
  const end = Date.now() + 30_000;
  for (;;) {
    const state = await request(places, token, 'GET', `/api/link-sessions/${id}`);
    if (state.outcome === 'linked') return;
    if (state.outcome !== 'open' || Date.now() > end) {
      throw new Error(
        `A bank of the demo household could not be connected: ${String(state.sentence)}`,
      );
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

const post = (places: DemoPlaces, token: string, path: string, body: object) =>
  request(places, token, 'POST', path, body);

async function request(
  places: DemoPlaces,
  token: string,
  method: string,
  path: string,
  body?: object,
): Promise<Record<string, unknown>> {
  const https = places.publicUrl.startsWith('https:');
  const reply = await fetch(places.localUrl + path, {
    method,
    headers: {
      origin: new URL(places.publicUrl).origin,
      cookie: `${https ? '__Host-ledgerberry' : 'ledgerberry'}=${token}`,
      'content-type': 'application/json',
    },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  if (!reply.ok) throw new Error(`${method} ${path}: ${await reply.text()}`);
  return (await reply.json()) as Record<string, unknown>;
}
