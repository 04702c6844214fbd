import { expect, test } from 'vitest';
import { BadSetting, readConfig } from './config.ts';

const secret = 'canary-secret-value';
const base = {
  DATABASE_URL: 'postgresql://app:canary-password@localhost/ledgerberry',
  PLAID_ENV: 'sandbox',
  PLAID_CLIENT_ID: 'canary-client',
  PLAID_SECRET: secret,
};

test('with the least that is needed, the rest is sensible', () => {
  expect(readConfig(base)).toEqual({
    host: '127.0.0.1',
    port: 4180,
    publicUrl: 'http://localhost:4180',
    databaseUrl: base.DATABASE_URL,
    ownerUrl: undefined,
    plaid: {
      clientId: 'canary-client',
      secret,
      environment: 'sandbox',
      baseUrl: 'https://sandbox.plaid.com',
    },
    webhookUrl: null,
    dataDir: 'data',
    webDir: 'dist/web',
    tokenKeyFile: 'data/token.key',
    securityContact: null,
    lostKeys: [],
    ratesUrl: 'https://www.ecb.europa.eu/stats/eurofxref/eurofxref-daily.xml',
    demo: false,
    logLevel: 'info',
  });
});

test('every setting is read', () => {
  const config = readConfig({
    ...base,
    HOST: '0.0.0.0',
    PORT: '8080',
    PUBLIC_URL: 'https://home.example/',
    DATABASE_OWNER_URL: 'postgres://owner@localhost/ledgerberry',
    PLAID_ENV: 'production',
    DATA_DIR: '/srv/data',
    WEB_DIR: '/srv/web',
    TOKEN_KEY_FILE: '/run/credentials/key',
    TOKEN_KEY_LOST: '0123abcd,89abcdef',
    RATES_URL: 'https://rates.example/daily.xml',
    LOG_LEVEL: 'debug',
  });
  expect(config).toMatchObject({
    host: '0.0.0.0',
    port: 8080,
    publicUrl: 'https://home.example',
    ownerUrl: 'postgres://owner@localhost/ledgerberry',
    plaid: { environment: 'production', baseUrl: 'https://production.plaid.com' },
    webhookUrl: 'https://home.example/api/webhooks/plaid',
    dataDir: '/srv/data',
    webDir: '/srv/web',
    tokenKeyFile: '/run/credentials/key',
    lostKeys: ['0123abcd', '89abcdef'],
    ratesUrl: 'https://rates.example/daily.xml',
    logLevel: 'debug',
  });
});

test('an empty setting is one that was not set', () => {
  expect(readConfig({ ...base, HOST: '', PORT: ' ', LOG_LEVEL: '' })).toEqual(readConfig(base));
});

test('the demo is a sandbox bank on this machine, and its webhooks reach us', () => {
  const demo = { ...base, DEMO: '1', PLAID_BASE_URL: 'http://127.0.0.1:4010/' };
  expect(readConfig(demo)).toMatchObject({
    demo: true,
    plaid: { baseUrl: 'http://127.0.0.1:4010' },
    webhookUrl: 'http://localhost:4180/api/webhooks/plaid',
  });
});

test.each(['http://localhost:4010', 'http://127.0.0.5', 'http://[::1]:4010', 'https://localhost'])(
  '%s may stand in for Plaid',
  (PLAID_BASE_URL) => {
    expect(readConfig({ ...base, PLAID_BASE_URL }).plaid.baseUrl).toBe(PLAID_BASE_URL);
  },
);

const wrong: [setting: string, value: string | undefined, what: RegExp][] = [
  ['PORT', 'eighty', /is not a port number/],
  ['PORT', '65536', /is not a port number/],
  ['PORT', '-1', /is not a port number/],
  ['PORT', '80.5', /is not a port number/],
  ['PORT', '4190', /is a port that browsers refuse/],
  ['PORT', '0', /is a port that browsers refuse/],
  ['PUBLIC_URL', 'home.example', /is not a web address/],
  ['PUBLIC_URL', 'http://localhost:6667', /has a port that browsers refuse/],
  ['PUBLIC_URL', 'ftp://home.example', /is not a web address/],
  ['PUBLIC_URL', 'https://home.example/money', /without a path/],
  ['PUBLIC_URL', 'https://home.example?x=1', /without a path/],
  ['PUBLIC_URL', 'https://me:canary@home.example', /without a path/],
  ['DATABASE_URL', undefined, /is missing/],
  ['DATABASE_URL', 'mysql://canary-password@localhost/x', /is not an address such as postgres/],
  ['DATABASE_URL', 'canary-password', /is not an address such as postgres/],
  ['DATABASE_URL', 'postgres://me:canary%@localhost/x', /has a % that must be written as %25/],
  ['DATABASE_OWNER_URL', 'nonsense', /is not an address such as postgres/],
  ['PLAID_ENV', undefined, /is missing: sandbox or production/],
  ['PLAID_ENV', 'development', /must be sandbox or production/],
  ['PLAID_ENV', 'Production', /must be sandbox or production/],
  ['PLAID_CLIENT_ID', undefined, /is missing/],
  ['PLAID_SECRET', undefined, /is missing/],
  ['PLAID_SECRET', 'canary é', /holds a character that no key has/],
  ['PLAID_SECRET', '“canary”', /holds a character that no key has/],
  ['PLAID_CLIENT_ID', 'canary\r\nX: y', /holds a character that no key has/],
  ['PLAID_CLIENT_ID', 'canary'.repeat(50), /is longer than any key/],
  ['PLAID_BASE_URL', 'http://me:canary@127.0.0.1', /without a name, a password or a query/],
  ['PLAID_BASE_URL', 'http://127.0.0.1?canary', /without a name, a password or a query/],
  ['PLAID_BASE_URL', 'nonsense', /is not a web address/],
  ['PLAID_BASE_URL', 'http://192.168.1.5:4010', /must be an address of this machine/],
  ['PLAID_BASE_URL', 'http://localhost.evil.example', /must be an address of this machine/],
  ['PLAID_BASE_URL', 'https://production.plaid.com', /must be an address of this machine/],
  ['RATES_URL', 'nonsense', /is not a web address/],
  ['RATES_URL', 'file:///etc/canary', /is not a web address/],
  ['RATES_URL', 'http://rates.example/canary', /must be https/],
  ['RATES_URL', 'https://me:canary@rates.example/', /must hold no name or password/],
  ['DEMO', 'yes', /must be 0 or 1/],
  ['DEMO', '1', /needs PLAID_BASE_URL/],
  ['LOG_LEVEL', 'loud', /must be error, warn, info or debug/],
];

test.each(wrong)('%s=%s stops with a sentence that names it', (setting, value, what) => {
  const read = () => readConfig({ ...base, [setting]: value });
  expect(read).toThrow(BadSetting);
  expect(read).toThrow(what);
  expect(read).toThrow(new RegExp(`^${setting} .*\\.$`));
  expect(read).not.toThrow(/canary/);
});

test('another server in Plaid’s place goes with the sandbox only', () => {
  const production = { ...base, PLAID_ENV: 'production', PLAID_BASE_URL: 'http://127.0.0.1:4010' };
  expect(() => readConfig(production)).toThrow('PLAID_BASE_URL goes with PLAID_ENV=sandbox only.');
});

test('white space around a setting is no part of it', () => {
  const spaced = Object.fromEntries(
    Object.entries(base).map(([name, value]) => [name, ` ${value}\n`]),
  );
  const { PLAID_ENV } = base;
  expect(readConfig({ ...spaced, PLAID_ENV })).toEqual(readConfig(base));
});

test('the ports we refuse are those that fetch refuses', async () => {
  const refusedBy = async (port: number) => {
    const error: Error = await fetch(`http://127.0.0.1:${port}`).catch((one) => one);
    return error instanceof Error && (error.cause as Error | undefined)?.message === 'bad port';
  };
  const isRefused = (port: number) => {
    try {
      return !readConfig({ ...base, PORT: String(port) });
    } catch {
      return true;
    }
  };
  const ports = [
    1, 21, 22, 79, 80, 81, 1719, 4179, 4180, 4190, 4191, 6000, 6665, 6669, 6670, 10080,
  ];
  for (const port of ports) expect([port, isRefused(port)]).toEqual([port, await refusedBy(port)]);
});
