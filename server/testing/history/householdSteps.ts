import type { TransactionPatch } from '#server/contract/transactions.ts';
import type { Random } from '#server/sandbox/world/random.ts';
import type { Step } from './bankSteps.ts';
import { isTold, readLedger } from './ledger.ts';
import { daysAgo, type History, type Noted, type Own, type Purchase } from './model.ts';

// What the household does meanwhile, through its own API, whether or not a sync is under way.

const categories = ['FOOD_AND_DRINK_COFFEE', 'TRAVEL_FLIGHTS', 'MEDICAL_DENTAL_CARE'];

function newPatch(dice: Random): TransactionPatch {
  const patch: TransactionPatch = {};
  const mark = dice.int(1, 1e9);
  if (dice.chance(0.4)) patch.name = `Renamed ${mark}`;
  if (dice.chance(0.4)) patch.category = dice.pick(categories);
  if (dice.chance(0.2)) patch.date = daysAgo(dice.int(0, 400));
  if (dice.chance(0.4)) patch.note = dice.chance(0.2) ? null : `Note ${mark}`;
  if (dice.chance(0.2)) patch.deleted = dice.chance(0.6);
  if (Object.keys(patch).length === 0) patch.note = `Only a note ${mark}`;
  return patch;
}

/** The fields in which a patch differs from what stands: only they are changed and noted. */
function differing(own: Own, patch: TransactionPatch): Partial<Own> {
  const entries = Object.entries(patch) as [keyof Own, never][];
  return Object.fromEntries(entries.filter(([name, value]) => own[name] !== value));
}

const pick = (own: Own, like: Partial<Own>): Partial<Own> =>
  Object.fromEntries(Object.keys(like).map((name) => [name, own[name as keyof Own]]));

/** An edit that somebody is about to make. */
export interface Edit {
  purchase: Purchase;
  rowId: string;
  patch: TransactionPatch;
  before: Partial<Own>;
  after: Partial<Own>;
}

export async function drawEdit(history: History, dice: Random): Promise<Edit | undefined> {
  const patch = newPatch(dice);
  const able = history.purchases.filter((one) => one.life !== 'gone');
  if (able.length === 0) return undefined;
  // Mostly holds, which still have a way to go.
  const holds = able.filter((one) => one.row.pending);
  const purchase = dice.pick(holds.length > 0 && dice.chance(0.6) ? holds : able);
  // In doubt about who it is, the edit waits until that has been decided.
  if (purchase.fate !== 'sure') await isTold(history, purchase);
  const [row, more] = await readLedger(history, purchase);
  if (!row || more || purchase.fate === 'open') return undefined;
  if (purchase.fate !== 'sure' && row.plaidId !== purchase.bankId) return undefined;
  const after = differing(purchase.own, patch);
  return { purchase, rowId: row.id, patch, before: pick(purchase.own, after), after };
}

export const sendEdit = (history: History, edit: Edit) =>
  history.member.attempt('PATCH /api/transactions/:id', {
    params: { id: edit.rowId },
    body: edit.patch,
  });

/** It has been made. Without its id it cannot be undone. */
export function noteEdit(history: History, edit: Edit, id: Noted['id'] | undefined): void {
  const { purchase, before, after } = edit;
  purchase.own = { ...purchase.own, ...after };
  purchase.twins?.push(purchase.own);
  if (id) purchase.changes.push({ id, before, after });
  history.trail.push(`  ${purchase.tag} now ${JSON.stringify(purchase.own)}`);
}

const edit: Step = async (history, dice) => {
  const drawn = await drawEdit(history, dice);
  if (!drawn) return;
  const { status, body } = await sendEdit(history, drawn);
  if (status === 404) {
    history.trail.push('  the row had just left');
    return;
  }
  const nothing = Object.keys(drawn.after).length === 0;
  if (nothing && status === 409) return;
  if (status !== 200 || nothing) throw new Error(`PATCH: ${status} ${JSON.stringify(body)}`);
  noteEdit(history, drawn, (body as { change: { id: Noted['id'] } }).change.id);
};

const undo: Step = async (history, dice) => {
  const edited = history.purchases.filter((one) => one.changes.length > 0);
  if (edited.length === 0) return;
  const purchase: Purchase = dice.pick(edited);
  const change = dice.pick(purchase.changes);
  const { status, body } = await history.member.attempt('POST /api/changes/:id/undo', {
    params: { id: change.id },
  });
  const away = purchase.life === 'gone' || purchase.life === 'between';
  if (status === 404 && away) return;
  if (status !== 200) throw new Error(`undo: ${status} ${JSON.stringify(body)}`);
  purchase.changes = purchase.changes.filter((one) => one !== change);
  if (purchase.life === 'gone') return;
  // Only what still stands as the change left it goes back.
  const back = Object.entries(change.before).filter(
    ([name]) => purchase.own[name as keyof Own] === change.after[name as keyof Own],
  );
  purchase.own = { ...purchase.own, ...Object.fromEntries(back) };
  purchase.twins?.push(purchase.own);
  history.trail.push(`  ${purchase.tag} now ${JSON.stringify(purchase.own)}`);
};

export const householdSteps: Record<string, [weight: number, step: Step]> = {
  edit: [30, edit],
  undo: [6, undo],
};
