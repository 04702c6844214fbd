import { startSandbox } from './sandbox.ts';
import type { SandboxOptions } from './sandbox.ts';

/** Reads the program's settings. Every fault is a sentence that names the setting. */
export function sandboxOptions(env: Readonly<Record<string, string | undefined>>): SandboxOptions {
  refuseProduction(env);
  const number = (name: string) => {
    const text = env[name];
    if (text === undefined || text === '') return undefined;
    const value = Number(text);
    if (!Number.isSafeInteger(value) || value < 0) {
      throw new Error(`${name} must be a whole number that is not negative, not "${text}".`);
    }
    return value;
  };
  const now = env['SANDBOX_NOW'];
  if (now && Number.isNaN(Date.parse(now))) {
    throw new Error(`SANDBOX_NOW must be an instant such as 2026-01-31T12:00:00Z, not "${now}".`);
  }
  return given({
    clientId: env['SANDBOX_CLIENT_ID'],
    data: env['SANDBOX_DATA'],
    host: env['SANDBOX_HOST'],
    lifeMs: number('SANDBOX_LIFE_MS'),
    linkBase: env['SANDBOX_LINK_BASE'],
    now: now ? new Date(now) : undefined,
    port: number('SANDBOX_PORT'),
    rows: number('SANDBOX_ROWS'),
    secret: env['SANDBOX_SECRET'],
    seed: env['SANDBOX_SEED'],
    timeZone: env['SANDBOX_TIME_ZONE'],
    years: number('SANDBOX_YEARS'),
  });
}

/** Only what was said: an empty variable says nothing. */
function given(options: { [Key in keyof SandboxOptions]: SandboxOptions[Key] | undefined }) {
  const said = Object.entries(options).filter(([, value]) => value !== undefined && value !== '');
  return Object.fromEntries(said) as SandboxOptions;
}

/** A play bank beside real keys would be a trap: it does not start there. */
function refuseProduction(env: Readonly<Record<string, string | undefined>>): void {
  if (env['PLAID_ENV'] === 'production') {
    throw new Error('The sandbox bank does not start with PLAID_ENV=production.');
  }
  if (env['PLAID_SECRET'] && /^[0-9a-f]{30}$/.test(env['PLAID_SECRET'])) {
    throw new Error('The sandbox bank does not start with what looks like a real PLAID_SECRET.');
  }
}

if (import.meta.main) {
  try {
    const bank = await startSandbox(sandboxOptions(process.env));
    process.stdout.write(`${JSON.stringify({ sandbox: bank.url })}\n`);
    const leave = () => void bank.close().then(() => process.exit(0));
    process.once('SIGTERM', leave);
    process.once('SIGINT', leave);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
}
