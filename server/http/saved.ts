import { Refusal } from '#server/contract/errors.ts';
import type { ChangeId, SavedSearchId } from '#server/contract/ids.ts';
import {
  changeSaved,
  findSaved,
  listSaved,
  MOST_SAVED,
  removeSaved,
  saveSearch,
} from '#server/db/saved.ts';
import type { Viewer } from '#server/db/viewer.ts';
import { stepOf } from './changes.ts';
import type { Handler, HttpDeps } from './deps.ts';

const notFound = () => new Refusal('not_found', 'There is no such saved search.');

export const getSaved: Handler<'GET /api/saved-searches'> = async (deps, { viewer }) => ({
  searches: await listSaved(deps.db, viewer),
});

export const postSaved: Handler<'POST /api/saved-searches'> = async (deps, { viewer, body }) => {
  const made = await saveSearch(deps.db, viewer, body);
  if (made === 'many') {
    const sentence = `There are ${MOST_SAVED} saved searches already. Remove one first.`;
    throw new Refusal('conflict', sentence);
  }
  return told(deps, viewer, made.id, made.change);
};

export const patchSaved: Handler<'PATCH /api/saved-searches/:id'> = async (deps, call) => {
  const { viewer, params, body } = call;
  const step = await changeSaved(deps.db, viewer, params.id, body);
  if (!step) throw notFound();
  if (step === 'same') throw new Refusal('conflict', 'It says so already.');
  return told(deps, viewer, params.id, step.id);
};

export const postRemoveSaved: Handler<'POST /api/saved-searches/:id/remove'> = async (
  deps,
  { viewer, params },
) => {
  const step = await removeSaved(deps.db, viewer, params.id);
  if (!step) throw notFound();
  return { change: await stepOf(deps, viewer, step.id) };
};

async function told(deps: HttpDeps, viewer: Viewer, id: SavedSearchId, change: ChangeId) {
  const search = await findSaved(deps.db, viewer, id);
  if (!search) throw notFound();
  return { search, change: await stepOf(deps, viewer, change) };
}
