import { z } from 'zod';

const url = (protocols: string[], what: string) =>
  z
    .string()
    .refine((text) => URL.canParse(text) && protocols.includes(new URL(text).protocol), what)
    .transform((text) => text.replace(/\/+$/, ''));

const text = z.string().trim().min(1, 'is empty');

/** Every setting by the name people set it with. An empty one counts as unset. */
const settings = z.object({
  HOST: text.default('127.0.0.1'),
  PORT: z
    .string()
    .regex(/^\d{1,5}$/, 'is not a port number')
    .transform(Number)
    .refine((port) => port <= 65_535, 'is not a port number')
    .default(4180),
  PUBLIC_URL: url(
    ['http:', 'https:'],
    'is not a web address such as https://home.example',
  ).optional(),
  DATABASE_URL: url(['postgres:', 'postgresql:'], 'is not an address such as postgres://…'),
  DATABASE_OWNER_URL: url(
    ['postgres:', 'postgresql:'],
    'is not an address such as postgres://…',
  ).optional(),
  PLAID_CLIENT_ID: text.optional(),
  PLAID_SECRET: text.optional(),
  PLAID_ENV: z
    .enum(['sandbox', 'production'], { error: 'must be sandbox or production' })
    .optional(),
  PLAID_BASE_URL: url(['http:', 'https:'], 'is not a web address').optional(),
  DATA_DIR: text.default('data'),
  WEB_DIR: text.default('dist/web'),
  TOKEN_KEY_FILE: text.optional(),
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
  const { href, origin: publicUrl } = new URL(set.PUBLIC_URL ?? `http://localhost:${set.PORT}`);
  if (href !== `${publicUrl}/`) {
    throw new BadSetting('PUBLIC_URL', 'must be an address without a path');
  }
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
