import { argon2, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { Refusal } from '#server/contract/errors.ts';

const derive = promisify(argon2);

/** OWASP's recommendation for argon2id: 19 MiB, two passes, one lane. */
const COST = { memory: 19_456, passes: 2, parallelism: 1 } as const;
const TAG_BYTES = 32;
/** Each hash takes 19 MiB: so many at once and no more, the others wait their turn. */
const AT_ONCE = 2;
const MOST_WAITING = 50;

/** A password as a PHC string: `$argon2id$v=19$m=…,t=…,p=…$salt$hash`. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const tag = await limited(() => digest(password, salt, COST, TAG_BYTES));
  const b64 = (bytes: Buffer) => bytes.toString('base64').replaceAll('=', '');
  const { memory, passes, parallelism } = COST;
  return `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${b64(salt)}$${b64(tag)}`;
}

/**
 * Whether a password belongs to a hash. Without a hash it works as long and says no, so that the
 * time does not tell which accounts exist.
 */
export async function verifyPassword(password: string, phc: string | null): Promise<boolean> {
  const match = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([\w+/]+)\$([\w+/]+)$/.exec(phc ?? '');
  if (!match) {
    await limited(() => digest(password, Buffer.alloc(16), COST, TAG_BYTES));
    return false;
  }
  const [, memory, passes, parallelism, salt = '', tag = ''] = match;
  const expected = Buffer.from(tag, 'base64');
  const cost = {
    memory: Number(memory),
    passes: Number(passes),
    parallelism: Number(parallelism),
  };
  const actual = await limited(() =>
    digest(password, Buffer.from(salt, 'base64'), cost, expected.length),
  );
  return timingSafeEqual(actual, expected);
}

/** Something short and secret, hashed at the cost of a password, with a salt of sixteen bytes. */
export const stretch = (secret: string, salt: Buffer): Promise<Buffer> =>
  limited(() => digest(secret, salt, COST, TAG_BYTES));

type Cost = { memory: number; passes: number; parallelism: number };

async function digest(password: string, salt: Buffer, cost: Cost, length: number): Promise<Buffer> {
  const message = Buffer.from(password.normalize('NFC'));
  const options = { message, nonce: salt, tagLength: length, ...cost };
  return (await derive('argon2id', options)) as Buffer;
}

let running = 0;
const waiting: (() => void)[] = [];

async function limited<Result>(work: () => Promise<Result>): Promise<Result> {
  if (running >= AT_ONCE) {
    if (waiting.length >= MOST_WAITING) {
      const sentence = 'Too many sign-ins at once. Try again in a moment.';
      throw new Refusal('too_many_requests', sentence, { retryAfter: 5 });
    }
    await new Promise<void>((resolve) => waiting.push(resolve));
  }
  running++;
  try {
    return await work();
  } finally {
    running--;
    waiting.shift()?.();
  }
}
