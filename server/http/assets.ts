import { Refusal } from '#server/contract/errors.ts';
import type { AccountId, ChangeId } from '#server/contract/ids.ts';
import { findAccount } from '#server/db/accounts.ts';
import * as assets from '#server/db/assets.ts';
import type { Viewer } from '#server/db/viewer.ts';
import { fits } from '#server/domain/assets.ts';
import { stepOf } from './changes.ts';
import type { Handler, HttpDeps } from './deps.ts';
import { homeToday } from './homeToday.ts';

const missing = () => new Refusal('not_found', 'There is no such account kept by hand.');
const same = () => new Refusal('conflict', 'It stands so already.');

async function told(deps: HttpDeps, viewer: Viewer, id: AccountId, change: ChangeId) {
  const account = await findAccount(deps.db, viewer, id);
  if (!account) throw missing();
  return { account, change: await stepOf(deps, viewer, change) };
}

/** @throws Refusal where a value is finer than its currency, or of a day that is still to come */
async function checkValue(deps: HttpDeps, value: { day: string; worth: string }, currency: string) {
  if (!fits(value.worth, currency)) {
    const sentence = `${currency} has no amounts as fine as that.`;
    throw new Refusal('bad_request', sentence, { field: 'worth' });
  }
  const { today } = await homeToday(deps);
  if (value.day > today) {
    throw new Refusal('bad_request', 'That day is still to come.', { field: 'day' });
  }
}

export const postAsset: Handler<'POST /api/assets'> = async (deps, { viewer, body }) => {
  await checkValue(deps, body, body.currency);
  const made = await assets.addAsset(deps.db, viewer, body);
  if (!made) {
    const sentence = `Nobody keeps more than ${assets.MOST_ASSETS} things by hand.`;
    throw new Refusal('conflict', sentence);
  }
  return told(deps, viewer, made.account, made.change);
};

export const patchAsset: Handler<'PATCH /api/assets/:id'> = async (deps, call) => {
  const { viewer, params, body } = call;
  const done = await assets.changeAsset(deps.db, viewer, params.id, body);
  if (done === 'missing') throw missing();
  if (done === 'other_side') {
    const sentence = 'What you have does not become a debt, nor a debt something you have.';
    throw new Refusal('bad_request', sentence, { field: 'kind' });
  }
  if (!done) throw same();
  return told(deps, viewer, params.id, done.id);
};

export const deleteAsset: Handler<'DELETE /api/assets/:id'> = async (deps, { viewer, params }) => {
  const done = await assets.deleteAsset(deps.db, viewer, params.id);
  if (done === 'missing') throw missing();
  if (done === 'not_own') {
    throw new Refusal('forbidden', 'Only whoever keeps it can take it away.');
  }
  return { change: await stepOf(deps, viewer, done.id) };
};

export const postAssetValue: Handler<'POST /api/assets/:id/values'> = async (deps, call) => {
  const { viewer, params, body } = call;
  const asset = await assets.findAsset(deps.db, viewer, params.id);
  if (!asset) throw missing();
  await checkValue(deps, body, asset.currency);
  const done = await assets.setAssetValue(deps.db, viewer, params.id, body);
  if (done === 'missing') throw missing();
  if (done === 'full') {
    throw new Refusal(
      'conflict',
      `It has ${assets.MOST_VALUES} values already. Remove some first.`,
    );
  }
  if (!done) throw same();
  return told(deps, viewer, params.id, done.id);
};

export const deleteAssetValue: Handler<'DELETE /api/assets/:id/values/:day'> = async (
  deps,
  { viewer, params },
) => {
  const done = await assets.removeAssetValue(deps.db, viewer, params.id, params.day);
  if (done === 'missing') throw missing();
  if (done === 'last') {
    throw new Refusal('conflict', 'It needs one value. Say another first, or delete it whole.');
  }
  return told(deps, viewer, params.id, done.id);
};
