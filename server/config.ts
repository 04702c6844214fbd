import { z } from 'zod';

/** Browsers and `fetch` open no page on ports of old protocols: https://fetch.spec.whatwg.org. */
const blocked = new Set(
  `0 1 7 9 11 13 15 17 19 20 21 22 23 25 37 42 43 53 69 77 79 87 95 101 102 103 104 109 110 111 113
  115 117 119 123 135 137 139 143 161 179 389 427 465 512 513 514 515 526 530 531 532 540 548 554
  556 563 587 601 636 989 990 993 995 1719 1720 1723 2049 3659 4045 4190 5060 5061 6000 6566
  6665 6666 6667 6668 6669 6679 6697 10080`.split(/\s+/),
);
const isOpenPort = (port: string) => !blocked.has(port);

const text = z.string().trim().min(1, 'is empty');

const url = (protocols: string[], what: string) =>
  text.refine((address) => URL.canParse(address) && protocols.includes(new URL(address).protocol), {
    error: what,
    abort: true,
  });

/** Where people open us: a server and nothing more, on a port that a browser goes to. */
const publicAddress = url(['http:', 'https:'], 'is not a web address such as https://home.example')
  .transform((address) => new URL(address))
  .refine(({ href, origin }) => href === `${origin}/`, 'must be an address without a path')
  .refine(({ port }) => isOpenPort(port), 'has a port that browsers refuse: choose another')
  .transform(({ origin }) => origin);

const plaidAddress = url(['http:', 'https:'], 'is not a web address')
  .transform((address) => new URL(address))
  .refine(
    ({ username, password, search, hash }) => !(username || password || search || hash),
    'must be an address without a name, a password or a query',
  )
  .transform(({ href }) => href.replace(/\/+$/, ''));

/** Only what is sent to nobody else: by https, or to this machine. */
const ratesAddress = url(['http:', 'https:'], 'is not a web address')
  .transform((address) => new URL(address))
  .refine(({ username, password }) => !(username || password), 'must hold no name or password')
  .refine(({ protocol, href }) => protocol === 'https:' || loopback(href), 'must be https')
  .transform(({ href }) => href);

const databaseAddress = url(
  ['postgres:', 'postgresql:'],
  'is not an address such as postgres://…',
).refine(isDecodable, { error: 'has a % that must be written as %25' });

/** What travels in a header of each call to Plaid. */
const key = text
  .max(200, 'is longer than any key')
  .regex(/^[!-~]*$/, 'holds a character that no key has: copy it once more');

function isDecodable(address: string): boolean {
  try {
    return decodeURIComponent(address) !== '';
  } catch {
    return false;
  }
}

/** Every setting by the name people set it with. An empty one counts as unset. */
const settings = z.object({
  HOST: text.default('127.0.0.1'),
  PORT: z
    .string()
    .regex(/^\d{1,5}$/, 'is not a port number')
    .transform(Number)
    .refine((port) => port <= 65_535, { error: 'is not a port number', abort: true })
    .refine((port) => isOpenPort(String(port)), {
      error: 'is a port that browsers refuse: choose another, such as 4180',
    })
    .default(4180),
  PUBLIC_URL: publicAddress.optional(),
  DATABASE_URL: databaseAddress,
  DATABASE_OWNER_URL: databaseAddress.optional(),
  PLAID_CLIENT_ID: key.optional(),
  PLAID_SECRET: key.optional(),
  PLAID_ENV: z
    .enum(['sandbox', 'production'], { error: 'must be sandbox or production' })
    .optional(),
  PLAID_BASE_URL: plaidAddress.optional(),
  DATA_DIR: text.default('data'),
  WEB_DIR: text.default('dist/web'),
  TOKEN_KEY_FILE: text.optional(),
  TOKEN_KEY_LOST: z
    .string()
    .regex(/^[0-9a-f]{8}(,[0-9a-f]{8})*$/, 'is not the id of a key, as a refused start prints it')
    .transform((ids) => ids.split(','))
    .optional(),
  SECURITY_CONTACT: url(
    ['mailto:', 'https:'],
    'is not an address such as mailto:me@home.example',
  ).optional(),
  RATES_URL: ratesAddress.optional(),
  DEMO: z.enum(['0', '1'], { error: 'must be 0 or 1' }).default('0'),
  LOG_LEVEL: z
    .enum(['error', 'warn', 'info', 'debug'], { error: 'must be error, warn, info or debug' })
    .default('info'),
});

export interface Config {
  host: string;
  port: number;
  /** Without a slash at its end. */
  publicUrl: string;
  databaseUrl: string;
  ownerUrl: string | undefined;
  plaid: {
    clientId: string;
    secret: string;
    environment: 'sandbox' | 'production';
    baseUrl: string;
  };
  /**
   * Null where Plaid cannot reach us: a plain-http address, unless its server is on this machine.
   */
  webhookUrl: string | null;
  dataDir: string;
  webDir: string;
  tokenKeyFile: string;
  /** Ids of keys that the owner has given up: links whose tokens only they open have ended. */
  lostKeys: string[];
  /** Whom `security.txt` names, as an address; null: nobody but the page itself. */
  securityContact: string | null;
  /** Where the European Central Bank's rates are read, where an owner wants them. */
  ratesUrl: string;
  demo: boolean;
  logLevel: 'error' | 'warn' | 'info' | 'debug';
}

/** A setting that cannot be used, in a sentence that names it. */
export class BadSetting extends Error {
  constructor(setting: string, what: string) {
    super(`${setting} ${what}.`);
    this.name = 'BadSetting';
  }
}

const ECB_RATES = 'https://www.ecb.europa.eu/stats/eurofxref/eurofxref-daily.xml';

const plaidHosts = {
  sandbox: 'https://sandbox.plaid.com',
  production: 'https://production.plaid.com',
} as const;

const loopback = (address: string) =>
  /^(localhost|127(\.\d+){3}|\[::1\])$/.test(new URL(address).hostname);

/**
 * Reads and checks all settings, once.
 * @throws BadSetting for the first that is wrong; never with its value, which may be a secret
 */
export function readConfig(env: Record<string, string | undefined>): Config {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value?.trim()));
  const parsed = settings.safeParse(given);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const name = String(issue?.path[0] ?? 'A setting');
    const missing = given[name] === undefined;
    throw new BadSetting(name, missing ? 'is missing' : (issue?.message ?? 'is wrong'));
  }
  const set = parsed.data;
  const publicUrl = set.PUBLIC_URL ?? new URL(`http://localhost:${set.PORT}`).origin;
  const plaid = readPlaid(set);
  const reachable = publicUrl.startsWith('https:') || loopback(plaid.baseUrl);
  return {
    host: set.HOST,
    port: set.PORT,
    publicUrl,
    databaseUrl: set.DATABASE_URL,
    ownerUrl: set.DATABASE_OWNER_URL,
    plaid,
    webhookUrl: reachable ? `${publicUrl}/api/webhooks/plaid` : null,
    dataDir: set.DATA_DIR,
    webDir: set.WEB_DIR,
    tokenKeyFile: set.TOKEN_KEY_FILE ?? `${set.DATA_DIR}/token.key`,
    lostKeys: set.TOKEN_KEY_LOST ?? [],
    securityContact: set.SECURITY_CONTACT ?? null,
    ratesUrl: set.RATES_URL ?? ECB_RATES,
    demo: set.DEMO === '1',
    logLevel: set.LOG_LEVEL,
  };
}

function readPlaid(set: z.infer<typeof settings>): Config['plaid'] {
  if (!set.PLAID_ENV) throw new BadSetting('PLAID_ENV', 'is missing: sandbox or production');
  if (!set.PLAID_CLIENT_ID) throw new BadSetting('PLAID_CLIENT_ID', 'is missing');
  if (!set.PLAID_SECRET) throw new BadSetting('PLAID_SECRET', 'is missing');
  const { PLAID_BASE_URL: base, PLAID_ENV: environment } = set;
  if (base && environment !== 'sandbox') {
    throw new BadSetting('PLAID_BASE_URL', 'goes with PLAID_ENV=sandbox only');
  }
  if (base && !loopback(base)) {
    throw new BadSetting(
      'PLAID_BASE_URL',
      'must be an address of this machine, such as http://127.0.0.1:4010',
    );
  }
  if (set.DEMO === '1' && !base) {
    throw new BadSetting('DEMO', 'needs PLAID_BASE_URL, the address of the sandbox bank');
  }
  return {
    clientId: set.PLAID_CLIENT_ID,
    secret: set.PLAID_SECRET,
    environment,
    baseUrl: base ?? plaidHosts[environment],
  };
}
