import { BadSetting, readConfig, type Config } from './config.ts';
import { addressFault, connectDatabase, sql } from './db/connect.ts';
import { insertPlaidApiEvent } from './db/events.ts';
import { findHousehold } from './db/members.ts';
import { APP_ROLE, migrate } from './db/migrate.ts';
import { listen as listenForNotifications, type Listener } from './db/notify.ts';
import { forgetSetupCodes, insertSignInCode } from './db/sessions.ts';
import { createApp } from './http/app.ts';
import { listen } from './http/listen.ts';
import { closeEnded } from './http/liveSocket.ts';
import { createLiveHub, type LiveHub } from './live.ts';
import { createLog, errorFacts, type Log } from './log.ts';
import { createPlaid } from './plaid/transport.ts';
import { createWebhookVerifier } from './plaid/verifyWebhook.ts';
import { createSealer, type Key } from './security/seal.ts';
import { hashToken, newToken } from './security/tokens.ts';
import { createWebhookAcceptor } from './sync/acceptWebhook.ts';
import type { SyncDeps } from './sync/deps.ts';
import { createSyncLoop, type SyncLoop } from './sync/loop.ts';
import { openKeyRing } from './sync/openKeyRing.ts';
import type { Database } from './db/connect.ts';

/** A page that hears nothing for longer takes its line for dead. */
const BEAT_MS = 30_000;
const SETUP_CODE_MINUTES = 24 * 60;

export interface Home {
  url: string;
  close(): Promise<void>;
}

/**
 * Builds the whole appliance in order, and nothing else does: this page is its wiring.
 * @param pace the share of our short pauses (before another try) that is really waited
 */
export async function startHome(config: Config, log: Log, pace = 1): Promise<Home> {
  const { db, ring } = await openDatabase(config);
  const live = createLiveHub();
  const stopping = new AbortController();
  const plaid = createPlaid({
    ...config.plaid,
    pace,
    stopping: stopping.signal,
    record: (call) => {
      insertPlaidApiEvent(db, call).catch((error) => log.warn('api_event', errorFacts(error)));
    },
  });
  const sync: SyncDeps = {
    db,
    plaid,
    sealer: createSealer(ring),
    log,
    webhookUrl: config.webhookUrl,
    publicUrl: config.publicUrl,
    ratesUrl: config.ratesUrl,
    environment: config.plaid.environment,
    now: Date.now,
    pace,
  };
  const loop = createSyncLoop(sync);
  const app = createApp({
    db,
    live,
    log,
    sync,
    loop,
    acceptWebhook: createWebhookAcceptor(sync, createWebhookVerifier(plaid)),
    now: Date.now,
    host: config.host,
    port: config.port,
    publicUrl: config.publicUrl,
    webDir: config.webDir,
    securityContact: config.securityContact,
    demo: config.demo,
    environment: config.plaid.environment,
    linkScript: config.demo
      ? '/bank/link/v2/stable/link-initialize.js'
      : 'https://cdn.plaid.com/link/v2/stable/link-initialize.js',
    bankUrl: config.demo ? config.plaid.baseUrl : null,
  });
  const server = await listen(app, config);
  const stopListening = listenForNotifications(db, hearing({ db, live, loop, log }));
  const beat = setInterval(() => {
    live.beat();
    void closeEnded({ db, live, log });
  }, BEAT_MS);
  loop.start();
  await announceSetup(db, config, log);
  log.info('listening', { url: config.publicUrl });
  return {
    url: server.url,
    async close() {
      clearInterval(beat);
      stopping.abort();
      live.closeAll();
      await Promise.all([loop.stop(), server.close()]);
      await stopListening();
      await db.close();
    },
  };
}

/** What this process does when the database tells that something happened, here or elsewhere. */
function hearing({ db, live, loop, log }: Hearing): Listener {
  return {
    changed: (members, topics) => live.tell(members, topics),
    work: () => loop.wake(),
    ended: ({ session, member, left }) => {
      if (left) live.endLeft(left);
      if (session) live.endSession(session);
      if (member) live.endMember(member);
    },
    missed: () => {
      void closeEnded({ db, live, log });
      live.tellEverybody(['sharing', 'transactions', 'accounts', 'links', 'household']);
      loop.wake();
    },
  };
}

type Hearing = { db: Database; live: LiveHub; loop: SyncLoop; log: Log };

/**
 * Brings the database up to date, connects, and finds the keys of its tokens.
 * @throws BadSetting that names its address, or a sentence about the keys
 */
async function openDatabase(config: Config): Promise<{ db: Database; ring: Key[] }> {
  const { ownerUrl, databaseUrl } = config;
  const naming = (setting: string) => (error: unknown) => {
    const fault = addressFault(error);
    throw fault ? new BadSetting(setting, fault) : error;
  };
  const migrating = migrate(ownerUrl ?? databaseUrl);
  await migrating.catch(naming(ownerUrl ? 'DATABASE_OWNER_URL' : 'DATABASE_URL'));
  // With one login for everything, its connections give up all rights beyond the app's.
  const db = connectDatabase(databaseUrl, ownerUrl ? {} : { asRole: APP_ROLE });
  try {
    await db.run(sql`select`).catch(naming('DATABASE_URL'));
    return { db, ring: await openKeyRing(db, config.tokenKeyFile, config.lostKeys) };
  } catch (error) {
    await db.close();
    throw error;
  }
}

/**
 * Until there is an owner, each start prints a fresh code: only who sees this output may set up.
 */
async function announceSetup(db: Database, config: Config, log: Log): Promise<void> {
  if (config.demo || (await findHousehold(db))) return;
  const code = newToken();
  await forgetSetupCodes(db);
  await insertSignInCode(db, {
    hash: hashToken(code),
    memberId: null,
    minutes: SETUP_CODE_MINUTES,
  });
  log.info('setup', { url: `${config.publicUrl}/setup#code=${code}` });
}

async function main(): Promise<void> {
  const config = readConfig(process.env);
  const log = createLog(config.logLevel);
  const home = await startHome(config, log);
  let closing: Promise<void> | undefined;
  const stop = () => {
    closing ??= home.close().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, stop);
}

if (import.meta.main) {
  main().catch((error: NodeJS.ErrnoException) => {
    process.stderr.write(`${startFault(error)}\n`);
    process.exit(1);
  });
}

/** Why it cannot start, in a sentence. */
function startFault({ code, path, message }: NodeJS.ErrnoException): string {
  if (code === 'EADDRINUSE') {
    return 'PORT is taken by another program: stop it, or set PORT to another number.';
  }
  if (code && path) return `${path} cannot be used (${code}).`;
  return message;
}
