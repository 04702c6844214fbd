import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import type { HttpBindings } from '@hono/node-server';
import { Hono } from 'hono';
import { adminRoutes } from '#server/sandbox/admin/routes.ts';
import { createFaultBook } from '#server/sandbox/api/faults.ts';
import { createLimiter } from '#server/sandbox/api/limits.ts';
import { plaidApi, unknownAddress } from '#server/sandbox/api/serve.ts';
import type { Api } from '#server/sandbox/api/serve.ts';
import { createBank } from '#server/sandbox/bank/bank.ts';
import type { Bank } from '#server/sandbox/bank/bank.ts';
import { createClock } from '#server/sandbox/bank/clock.ts';
import type { ClockSetting } from '#server/sandbox/bank/clock.ts';
import { postDue } from '#server/sandbox/bank/dynamic.ts';
import { expireConsent } from '#server/sandbox/bank/expiry.ts';
import { scheduleNextPhase } from '#server/sandbox/bank/items.ts';
import { NO_JOURNAL, openJournal, readJournal } from '#server/sandbox/bank/journal.ts';
import { createLifeBank } from '#server/sandbox/bank/life.ts';
import { createLinkDesk } from '#server/sandbox/bank/links.ts';
import { recall, snapshot } from '#server/sandbox/bank/memory.ts';
import { createKeyRing } from '#server/sandbox/webhooks/keys.ts';
import type { KeyRing, StoredKey } from '#server/sandbox/webhooks/keys.ts';
import { createPostman, DEFAULT_POST } from '#server/sandbox/webhooks/postman.ts';
import type { Letter, Postman } from '#server/sandbox/webhooks/postman.ts';
import { connectWebhooks } from '#server/sandbox/webhooks/wiring.ts';
import { PLAID_INSTITUTIONS } from './institutions.ts';
import { createLinkPages } from '#server/sandbox/link/pages.ts';
import type { World } from '#server/sandbox/types.ts';
import { createWorld } from '#server/sandbox/world/world.ts';

export interface SandboxOptions {
  /** A loopback address; 127.0.0.1 by default. */
  readonly host?: string;
  /** 0 takes any. */
  readonly port?: number;
  /** A folder to keep everything in; nothing is kept where it is left out. */
  readonly data?: string;
  readonly seed?: string;
  /** The calendar's first instant, where nothing is kept yet. */
  readonly now?: Date;
  readonly timeZone?: string;
  /** The base of the addresses of Link pages; the bank's own address by default. */
  readonly linkBase?: string;
  /** How often something happens in the demo household; 0 is never. */
  readonly lifeMs?: number;
  /** A larger demo household. */
  readonly years?: number;
  readonly rows?: number;
  readonly clientId?: string;
  readonly secret?: string;
  readonly lifecycle?: { readonly initial_ms: number; readonly historical_ms: number };
}

export interface RunningSandbox {
  readonly url: string;
  close(): Promise<void>;
}

const HOUR = 3_600_000;
const LOOPBACK = /^(127\.\d+\.\d+\.\d+|::1|localhost)$/;
/** A journal with so many lines of mere history is written anew when it is read. */
const LONG_HISTORY = 2000;

/** Opens the bank. It never answers to another machine. */
export async function startSandbox(options: SandboxOptions = {}): Promise<RunningSandbox> {
  const host = options.host ?? '127.0.0.1';
  if (!LOOPBACK.test(host))
    throw new Error(`The sandbox bank listens on loopback only, not ${host}`);
  const { bank, keys, postman, world } = open(options);
  const life = world.createLife(createLifeBank(bank, postman));
  const isOn = (id: string) => bank.items.get(id)?.meta.life ?? false;
  const api: Api = {
    client: {
      id: options.clientId ?? 'sandbox-client',
      secret: options.secret ?? 'sandbox-secret',
    },
    counter: { bank, keys, life, postman },
    faults: createFaultBook(),
    limiter: createLimiter(),
    requests: { counts: new Map(), open: new Map(), past: [] },
  };
  const goOn = () => goOnFrom(bank, postman, () => life.tick(0, isOn));
  const server = createAdaptorServer({ fetch: routes(api, goOn, world.people).fetch }) as Server;
  // A client that keeps its connections must not find one closed just as it writes to it.
  server.keepAliveTimeout = 60_000;
  await listen(server, host, options.port ?? 0);
  const { port } = server.address() as AddressInfo;
  const url = `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
  // The base may be given with or without the pages' own /link at its end.
  bank.linkBase = (options.linkBase ?? url).replace(/(\/link)?\/*$/, '');
  goOn();
  const stop = keepTime(bank, goOn, options.lifeMs ?? 0, () => life.tick(1, isOn));
  return {
    async close() {
      stop();
      postman.close();
      bank.clock.close();
      await new Promise<void>((done) => {
        server.close(() => done());
        server.closeAllConnections();
      });
      bank.journal.close();
    },
    url,
  };
}

function open(options: SandboxOptions) {
  const seed = options.seed ?? 'ledgerberry';
  const world = createWorld({
    ...(options.rows === undefined ? {} : { rows: options.rows }),
    ...(options.years === undefined ? {} : { years: options.years }),
  });
  const institutions = [...PLAID_INSTITUTIONS, ...world.institutions];
  const begin = (options.now ?? new Date()).getTime();
  const start: ClockSetting = { anchor: Date.now(), base: begin, elapsed: 0, speed: 1 };
  const clock = createClock(start, options.timeZone ?? 'UTC');
  const journal = options.data === undefined ? NO_JOURNAL : openJournal(options.data);
  const { resolveUser } = world;
  const bank = createBank({ clock, institutions, journal, linkBase: '', resolveUser, seed });
  if (options.lifecycle) Object.assign(bank.settings.lifecycle, options.lifecycle);

  const letters = new Map<string, Letter>();
  let stored: StoredKey[] = [];
  let knewTime = false;
  const past = options.data === undefined ? [] : readJournal(options.data);
  const history = recall(bank, past, ({ k, v }) => {
    if (k === 'keys') stored = v as StoredKey[];
    else if (k === 'clock') clock.restore(v as ClockSetting);
    else if (k === 'letter') letters.set((v as Letter).id, v as Letter);
    else if (k === 'sent') letters.delete(v as string);
    knewTime ||= k === 'clock';
  });

  const keys: KeyRing = createKeyRing(stored, () => journal.write({ k: 'keys', v: keys.stored() }));
  const postman = createPostman({
    clock,
    done: (id) => journal.write({ k: 'sent', v: id }),
    keys,
    saved: (letter) => journal.write({ k: 'letter', v: letter }),
    settings: { ...DEFAULT_POST },
  });
  if (stored.length === 0) journal.write({ k: 'keys', v: keys.stored() });
  if (!knewTime) journal.write({ k: 'clock', v: clock.setting() });
  if (history > LONG_HISTORY) journal.rewrite(everything(bank, keys, letters));
  journal.flush();
  connectWebhooks(bank, postman);
  postman.resume(letters.values());
  for (const item of bank.items.values()) scheduleNextPhase(bank, item);
  return { bank, keys, postman, world };
}

function* everything(bank: Bank, keys: KeyRing, letters: ReadonlyMap<string, Letter>) {
  yield { k: 'clock', v: bank.clock.setting() };
  yield { k: 'keys', v: keys.stored() };
  for (const letter of letters.values()) yield { k: 'letter', v: letter };
  yield* snapshot(bank);
}

function routes(
  api: Api,
  goOn: () => void,
  people: World['people'],
): Hono<{ Bindings: HttpBindings }> {
  const { bank } = api.counter;
  const app = new Hono<{ Bindings: HttpBindings }>();
  const clockChanged = () => {
    bank.journal.write({ k: 'clock', v: bank.clock.setting() });
    goOn();
  };
  app.route('/admin', adminRoutes(api, clockChanged));
  app.use('/link/*', async (_c, next) => {
    await next();
    bank.journal.flush();
  });
  app.route('/link', createLinkPages({ desk: createLinkDesk(bank), people }));
  app.route('/', plaidApi(api));
  app.notFound(() => unknownAddress(api));
  return app;
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((done, failed) => {
    server.once('error', failed);
    server.listen(port, host, () => {
      server.off('error', failed);
      done();
    });
  });
}

/** What time has brought since it was last looked at: rows, consent, and the days' own doings. */
function goOnFrom(bank: Bank, postman: Postman, live: () => void): void {
  for (const item of bank.items.values()) {
    postDue(bank, item);
    expireConsent(bank, postman, item);
  }
  live();
  bank.journal.flush();
}

/** Looks at the clock every hour of the bank's time, and lets something happen now and then. */
function keepTime(bank: Bank, goOn: () => void, lifeMs: number, happen: () => void): () => void {
  const every = (ms: number, run: () => void) => {
    let cancel = () => {};
    const again = () => {
      run();
      cancel = bank.clock.after(ms, again);
    };
    cancel = bank.clock.after(ms, again);
    return () => cancel();
  };
  const beat = () => {
    happen();
    bank.journal.flush();
  };
  const stops = [every(HOUR, goOn), ...(lifeMs > 0 ? [every(lifeMs, beat)] : [])];
  return () => {
    for (const stop of stops) stop();
  };
}
