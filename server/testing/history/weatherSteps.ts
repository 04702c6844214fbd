import { setTimeout as sleep } from 'node:timers/promises';
import type { Random } from '#server/sandbox/world/random.ts';
import type { Step } from './bankSteps.ts';
import { letTimePass, settle } from './ledger.ts';
import type { History } from './model.ts';
import { recogniseAccounts } from './verdict.ts';

// What goes wrong between the bank and us, and what time does.

const passing = [
  'INTERNAL_SERVER_ERROR',
  'INSTITUTION_DOWN',
  'INSTITUTION_NOT_RESPONDING',
  'PLANNED_MAINTENANCE',
  'TRANSACTIONS_SYNC_LIMIT',
  'INSTITUTION_RATE_LIMIT',
  'PRODUCT_NOT_READY',
  'ADDITIONAL_CONSENT_REQUIRED',
  'INVALID_ACCOUNT_ID',
  'INVALID_API_KEYS',
];

const mutation = 'TRANSACTIONS_SYNC_MUTATION_DURING_PAGINATION';
const endpoints = ['/transactions/sync', '/transactions/sync', '/accounts/get', '/item/get'];

const addFault = (history: History, rule: object) =>
  history.home.bank.post('faults', { item_id: history.plaidItemId, ...rule });

const fault: Step = async (history, dice) => {
  const endpoint = dice.pick(endpoints);
  const times = dice.int(1, 5);
  const page = endpoint === '/transactions/sync' ? { page: dice.int(1, 3) } : {};
  const kind = dice.pick<object>([
    { code: dice.pick(passing) },
    { code: dice.pick(passing), when: 'after' },
    { http: dice.pick([500, 502, 503, 429]) },
    { kind: dice.pick(['drop', 'cut', 'truncate', 'garbage']) },
    { latency_ms: dice.int(1, 25) },
  ]);
  await addFault(history, { endpoint, times, ...page, ...kind });
};

const moving: Step = (history, dice) =>
  addFault(history, {
    endpoint: '/transactions/sync',
    page: dice.int(1, 3),
    times: dice.int(1, 4),
    code: mutation,
  }).then(() => {});

/** So often that a cursor must be given up; only where a replay names everything of interest. */
const everMoving: Step = async (history) => {
  if (!history.anchored) return;
  await addFault(history, { endpoint: '/transactions/sync', times: 12, code: mutation });
  for (let tries = 0; tries < 3; tries++) {
    await letTimePass(history);
    await settle(history);
  }
};

const loseCursor: Step = async (history, dice) => {
  if (!history.anchored) return;
  await addFault(history, {
    endpoint: '/transactions/sync',
    times: dice.int(1, 2),
    code: 'INVALID_FIELD',
    message: 'cursor not associated with access_token',
  });
};

const slow: Step = async (history, dice) => {
  await addFault(history, { times: dice.int(1, 6), latency_ms: dice.int(5, 40) });
};

const clearSky: Step = async (history) => history.home.bank.delete('faults');

const postman: Step = async (history, dice) => {
  await history.home.bank.post('webhooks', {
    drop: dice.chance(0.3),
    duplicate: dice.pick([0, 0, 1, 3]),
    reorder: dice.chance(0.3),
    delay_ms: dice.pick([0, 0, 2, 10]),
  });
};

const doorbells = [
  ['TRANSACTIONS', 'SYNC_UPDATES_AVAILABLE'],
  ['TRANSACTIONS', 'DEFAULT_UPDATE'],
  ['TRANSACTIONS', 'TRANSACTIONS_REMOVED'],
  ['ITEM', 'NEW_ACCOUNTS_AVAILABLE'],
] as const;

const ring: Step = async (history, dice) => {
  const [webhook_type, webhook_code] = dice.pick(doorbells);
  const order = { item_id: history.plaidItemId, webhook_type, webhook_code };
  for (let n = dice.int(1, 4); n > 0; n--) await history.home.bank.post('webhooks/fire', order);
};

const shortPages: Step = async (history, dice) => {
  const largest_page = dice.pick([1, 2, 3, 5, 8, 500]);
  await history.home.bank.post('settings', { largest_page });
};

const signInAgain: Step = async (history, dice) => {
  history.signInNeeded = true;
  await history.home.bank.post(`items/${history.plaidItemId}/state`, { state: 'login_required' });
  if (dice.chance(0.5)) {
    await history.home.bank.post('webhooks/fire', {
      item_id: history.plaidItemId,
      webhook_type: 'ITEM',
      webhook_code: 'ERROR',
    });
  }
};

export const repair: Step = async (history) => {
  if (!history.signInNeeded) return;
  history.signInNeeded = false;
  await history.home.bank.post(`items/${history.plaidItemId}/state`, { state: 'healthy' });
  await history.home.bank.post('webhooks/fire', {
    item_id: history.plaidItemId,
    webhook_type: 'ITEM',
    webhook_code: 'LOGIN_REPAIRED',
  });
};

/** The bank has collected the whole history. */
export const reveal: Step = async (history) => {
  if (!history.staged || history.revealedAt > 0) return;
  await history.home.bank.post('clock', { advance_ms: 600_000 });
  history.revealedAt = Date.now();
};

const restart: Step = (history) => history.home.restart();

const timePasses: Step = (history) => letTimePass(history);

const wait: Step = async (history) => {
  await settle(history);
  await recogniseAccounts(history);
};

const breathe: Step = (_history, dice: Random) => sleep(dice.int(0, 15));

export const weatherSteps: Record<string, [weight: number, step: Step]> = {
  fault: [10, fault],
  moving: [4, moving],
  everMoving: [1, everMoving],
  loseCursor: [3, loseCursor],
  slow: [3, slow],
  clearSky: [2, clearSky],
  postman: [4, postman],
  ring: [4, ring],
  shortPages: [5, shortPages],
  signInAgain: [1, signInAgain],
  repair: [1, repair],
  reveal: [2, reveal],
  restart: [2, restart],
  timePasses: [5, timePasses],
  wait: [14, wait],
  breathe: [6, breathe],
};
