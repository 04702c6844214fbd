import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import type { HttpBindings } from '@hono/node-server';
import { Hono } from 'hono';
import { adminRoutes } from './admin/routes.ts';
import { createFaultBook } from './api/faults.ts';
import { createLimiter } from './api/limits.ts';
import { plaidApi, unknownAddress } from './api/serve.ts';
import type { Api } from './api/serve.ts';
import { createBank } from './bank/bank.ts';
import type { Bank } from './bank/bank.ts';
import { createClock } from './bank/clock.ts';
import type { ClockSetting } from './bank/clock.ts';
import { postDue } from './bank/dynamic.ts';
import { scheduleNextPhase } from './bank/items.ts';
import { NO_JOURNAL, openJournal, readJournal } from './bank/journal.ts';
import { createLifeBank } from './bank/life.ts';
import { recall, snapshot } from './bank/memory.ts';
import { createKeyRing } from './webhooks/keys.ts';
import type { KeyRing, StoredKey } from './webhooks/keys.ts';
import { createPostman, DEFAULT_POST } from './webhooks/postman.ts';
import type { Letter, Postman } from './webhooks/postman.ts';
import { connectWebhooks } from './webhooks/wiring.ts';
import { createWorld } from './houses.ts';
import type { World } from './houses.ts';

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
  if (!LOOPBACK.test(host)) throw new Error(`The sandbox bank listens on loopback only, not ${host}`);
  const { bank, keys, postman, world } = open(options);
  const life = world.createLife(createLifeBank(bank, postman));
  const api: Api = {
    client: { id: options.clientId ?? 'sandbox-client', secret: options.secret ?? 'sandbox-secret' },
    counter: { bank, keys, life, postman },
    faults: createFaultBook(),
    limiter: createLimiter(),
    requests: { counts: new Map(), open: new Map() },
  };
  const server = createAdaptorServer({ fetch: routes(api, world).fetch }) as Server;
  await listen(server, host, options.port ?? 0);
  const { port } = server.address() as AddressInfo;
  const url = `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
  bank.linkBase = (options.linkBase ?? url).replace(/\/+$/, '');
  const stop = keepTime(bank, options.lifeMs ?? 0, () =>
    life.tick(1, (id) => bank.items.get(id)?.meta.life ?? false),
  );
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
  const world = createWorld(options);
  const begin = (options.now ?? new Date()).getTime();
  const start: ClockSetting = { anchor: Date.now(), base: begin, elapsed: 0, speed: 1 };
  const clock = createClock({ start, timeZone: options.timeZone ?? 'UTC' });
  const journal = options.data === undefined ? NO_JOURNAL : openJournal(options.data);
  const bank = createBank({ ...world, clock, journal, linkBase: '', seed });
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

function routes(api: Api, world: World): Hono<{ Bindings: HttpBindings }> {
  const { bank } = api.counter;
  const app = new Hono<{ Bindings: HttpBindings }>();
  const clockChanged = () => bank.journal.write({ k: 'clock', v: bank.clock.setting() });
  app.route('/admin', adminRoutes(api, clockChanged));
  app.route('/link', world.linkRoutes(bank));
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

/** Posts what is due every hour of the bank's time, and lets life go on. */
function keepTime(bank: Bank, lifeMs: number, live: () => void): () => void {
  const hourly = () => {
    for (const item of bank.items.values()) postDue(bank, item);
    bank.journal.flush();
    cancelHour = bank.clock.after(HOUR, hourly);
  };
  const beat = () => {
    live();
    bank.journal.flush();
    cancelBeat = bank.clock.after(lifeMs, beat);
  };
  let cancelHour = bank.clock.after(HOUR, hourly);
  let cancelBeat = lifeMs > 0 ? bank.clock.after(lifeMs, beat) : () => {};
  return () => {
    cancelHour();
    cancelBeat();
  };
}
