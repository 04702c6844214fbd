import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { readConfig } from '#server/config.ts';
import type { Config } from '#server/config.ts';
import { LIVELY_A_DAY } from '#server/sandbox/world/timeline.ts';

export interface StartOptions {
  /** The settings as the server will read them; the database's and the bank's addresses follow. */
  env: Record<string, string | undefined>;
  /** The same, read and checked. */
  config: Config;
  /** A Postgres of the reader's own, rather than ours. */
  ownDatabase: boolean;
  /** The sandbox bank and the demo household, because no keys of Plaid's were given. */
  demo: boolean;
  /** A household with a hundred thousand transactions. */
  large: boolean;
  /** How often something happens in the demo household, in milliseconds. */
  lifeMs: number;
}

export const help = `
npm start                runs Ledgerberry here, with a sandbox bank and a demo household
npm start -- --large     a household with 100,000 transactions over ten years, in data/large
npm start -- --fast      something happens in the household every 2 seconds instead of every 20;
                         after ${LIVELY_A_DAY} times in a day, once a minute
npm start -- --help      this text

Settings, from the environment:
  HOST, PORT             where it listens (127.0.0.1, 4180)
  PUBLIC_URL             the address people open, when it differs: https://money.example.net
  DATA_DIR               where it keeps its database and its keys (data; data/demo for the demo)
  DATABASE_URL           a Postgres of your own, instead of the one that comes along
  DATABASE_OWNER_URL     the same, as the role that may change tables
  PLAID_CLIENT_ID, PLAID_SECRET, PLAID_ENV=sandbox|production
                         your own Plaid keys: real banks, no demo household
  PLAID_BASE_URL         with PLAID_ENV=sandbox: another server on this machine with Plaid's API
  LOG_LEVEL              error, warn, info or debug (info)
  SECURITY_CONTACT       whom /.well-known/security.txt names, such as mailto:me@home.example
  RATES_URL              where currencies' rates are read (the European Central Bank's daily file)
`;

/**
 * Reads the arguments and the environment, and checks every setting before anything is started.
 * Undefined when only the help was asked for.
 * @throws a sentence that names what is wrong
 */
export function readOptions(
  root: string,
  args: string[],
  environment: NodeJS.ProcessEnv,
): StartOptions | undefined {
  const values = readArguments(args);
  if (values.help) return undefined;
  const given = (name: string) => Boolean(environment[name]?.trim());
  const keys = ['PLAID_CLIENT_ID', 'PLAID_SECRET', 'PLAID_ENV', 'PLAID_BASE_URL'];
  const demo = !keys.some(given);
  const ownDatabase = given('DATABASE_URL');
  if (!ownDatabase && given('DATABASE_OWNER_URL')) {
    throw new Error('DATABASE_OWNER_URL goes with DATABASE_URL only.');
  }
  const env: StartOptions['env'] = { ...environment };
  // The demo must not be in the way when the real household moves in.
  env.DATA_DIR ||= join(root, 'data', values.large ? 'large' : demo ? 'demo' : '');
  env.WEB_DIR ||= join(root, 'dist', 'web');
  if (demo) Object.assign(env, demoSettings());
  // Stands in for the one that is not running yet.
  if (!ownDatabase) env.DATABASE_URL = 'postgresql://localhost/ledgerberry';
  const config = readConfig(env);
  return {
    env,
    config,
    ownDatabase,
    demo,
    large: values.large,
    lifeMs: values.fast ? 2_000 : 20_000,
  };
}

function readArguments(args: string[]) {
  const options = {
    large: { type: 'boolean', default: false },
    fast: { type: 'boolean', default: false },
    help: { type: 'boolean', short: 'h', default: false },
  } as const;
  try {
    return parseArgs({ args, options }).values;
  } catch (error) {
    const [what] = (error as Error).message.split('. ');
    throw new Error(`${what}. See npm start -- --help.`, { cause: error });
  }
}

// The keys are made up at each start: whoever reads them in the program can do nothing with them.
function demoSettings() {
  return {
    DEMO: '1',
    PLAID_ENV: 'sandbox',
    PLAID_CLIENT_ID: 'demo-household',
    PLAID_SECRET: `demo-${randomBytes(16).toString('base64url')}`,
    PLAID_BASE_URL: 'http://127.0.0.1:1',
  };
}
