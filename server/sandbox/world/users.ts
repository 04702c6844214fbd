/** The users of Plaid's own Sandbox: `user_good` and its kin, MFA by password, `user_custom`. */
import { bulkLogin } from './bulk.ts';
import { addDays } from './days.ts';
import { parsePersona } from './persona.ts';
import { PersonaError } from './persona-fields.ts';
import { personaLogin } from './persona-login.ts';
import { createRandom } from './random.ts';
import { SHOPS } from './shops.ts';
import { resolvePlaidUser } from '#server/sandbox/users.ts';
import type {
  BankAccount,
  BankLogin,
  BankTransaction,
  MfaChallenge,
  MfaQuestion,
  ResolvedUser,
  UserQuery,
} from '#server/sandbox/types.ts';

/** Null when the user name is none of Plaid's. */
export function sandboxUser(query: UserQuery): ResolvedUser | null {
  const { username, password, today } = query;
  if (username === 'user_custom') return customUser(password, today);
  const login = loginOf(query);
  if (!login) return null;
  const failed = errorOf(password);
  if (failed) return failed;
  const mfa = challengeOf(password);
  if (mfa) return { kind: 'login', login, mfa };
  const free = login.behaviour === 'dynamic';
  if (!free && password !== 'pass_good') return refused('INVALID_CREDENTIALS');
  return { kind: 'login', login };
}

export const refused = (error_code: string): ResolvedUser => ({ kind: 'error', error_code });

/** `error_ITEM_LOCKED` as a password gives ITEM_LOCKED. */
export function errorOf(password: string): ResolvedUser | null {
  const code = /^error_([A-Z0-9_]+)$/.exec(password)?.[1];
  return code ? refused(code) : null;
}

function customUser(password: string, today: string): ResolvedUser {
  const failed = errorOf(password);
  if (failed) return failed;
  try {
    const persona = parsePersona(password);
    if (persona.error) return refused(persona.error);
    const login = personaLogin(persona.accounts, today);
    const mfa = persona.mfa === null ? null : challengeOf(persona.mfa);
    return { kind: 'login', login, ...(mfa ? { mfa } : {}) };
  } catch (error) {
    if (!(error instanceof PersonaError)) throw error;
    return { kind: 'error', error_code: 'INVALID_CREDENTIALS', message: error.message };
  }
}

/** `mfa_device`, `mfa_selections` and `mfa_questions_<rounds>_<questions>`. */
export function challengeOf(password: string): MfaChallenge | null {
  if (password === 'mfa_device') {
    const devices = ['Text message to ···· 0100', 'Email to t•••@example.com'];
    return { kind: 'device', devices, code: '1234' };
  }
  if (password === 'mfa_selections') return { kind: 'selections', questions: SELECTIONS };
  const found = /^mfa_questions_([1-9])_([1-9])$/.exec(password);
  if (!found) return null;
  const [rounds, each] = [Number(found[1]), Number(found[2])];
  return {
    kind: 'questions',
    rounds: Array.from({ length: rounds }, (_, round) =>
      Array.from({ length: each }, (__, nth): MfaQuestion => ({
        question: `Round ${round + 1}, question ${nth + 1}: what is the answer?`,
        answer: `answer_${round}_${nth}`,
      })),
    ),
  };
}

const SELECTIONS: readonly MfaQuestion[] = [
  { question: 'You say tomato, I say …?', answer: 'tomato', options: ['tomato', 'potato'] },
  { question: 'What goes well with fries?', answer: 'ketchup', options: ['jam', 'ketchup'] },
];

function loginOf(query: UserQuery): BankLogin | null {
  const { username, today } = query;
  const known = resolvePlaidUser({ ...query, password: 'pass_good' });
  if (known?.kind === 'login') return known.login;
  const bulk = /^user_rows_(\d{1,7})(?:_(\d{1,2}))?$/.exec(username);
  if (bulk) {
    const [rows, years] = [Number(bulk[1]), Number(bulk[2] ?? 10)];
    return rows > 0 && years > 0 ? bulkLogin({ seed: query.seed, rows, today, years }) : null;
  }
  const pace = PACES[username];
  if (pace === undefined) return null;
  const good = resolvePlaidUser({ ...query, username: 'user_good', password: 'pass_good' });
  const accounts = good?.kind === 'login' ? good.login.accounts : [];
  const transactions = purchases(username, today, pace, accounts);
  return { accounts, transactions, behaviour: 'dynamic' };
}

/** Three months of purchases a day, for the personas that Plaid's Sandbox names. */
const PACES: Readonly<Record<string, number>> = {
  user_ewa_user: 0.9,
  user_yuppie: 1.6,
  user_small_business: 2.4,
};

function purchases(
  username: string,
  today: string,
  pace: number,
  accounts: readonly BankAccount[],
): BankTransaction[] {
  const places = [...SHOPS.coffee, ...SHOPS.lunch, ...SHOPS.takeaway, ...SHOPS.gas];
  const spends = accounts.filter(
    ({ type, subtype }) => type === 'credit' || subtype === 'checking',
  );
  const rows: BankTransaction[] = [];
  for (let back = 90; back >= 0 && spends.length > 0; back -= 1) {
    // The rows hang on the distance to today, so that the login looks the same on every day.
    const random = createRandom(username, back);
    const date = addDays(today, -back);
    for (let left = random.count(pace); left > 0; left -= 1) {
      rows.push({
        key: `row-${rows.length}`,
        account: random.pick(spends).key,
        amount: random.skewed(250, 6400) / 100,
        date,
        authorized_date: date,
        name: random.pick(places).name,
      });
    }
  }
  return rows;
}
