import { Refusal } from '#server/contract/errors.ts';
import type { ChangeId } from '#server/contract/ids.ts';
import { loadDictionary } from '#server/db/categories.ts';
import { findChange, listChanges, moveChange, nextSteps } from '#server/db/undo.ts';
import { editMany, listTags } from '#server/db/editing.ts';
import { likelyCategories } from '#server/db/review.ts';
import type { Viewer } from '#server/db/viewer.ts';
import { bulkSentence } from '#server/domain/changeWords.ts';
import type { Handler, HttpDeps } from './deps.ts';

export const getChanges: Handler<'GET /api/changes'> = async (deps, { viewer }) => {
  const [changes, next] = await Promise.all([
    listChanges(deps.db, viewer),
    nextSteps(deps.db, viewer),
  ]);
  return { changes, ...next };
};

const move = async (deps: HttpDeps, viewer: Viewer, id: ChangeId, way: 'undo' | 'redo') => {
  const moved = await moveChange(deps.db, viewer, id, way);
  if (!moved) throw new Refusal('not_found', 'There is no such change.');
  if (moved === 'already') {
    const sentence = way === 'undo' ? 'This was undone already.' : 'This stands already.';
    throw new Refusal('conflict', sentence);
  }
  return { change: await stepOf(deps, viewer, id) };
};

/** A step as it is told back. */
export async function stepOf(deps: HttpDeps, viewer: Viewer, id: ChangeId) {
  const change = await findChange(deps.db, viewer, id);
  if (!change) throw new Refusal('not_found', 'There is no such change.');
  return change;
}

export const postUndo: Handler<'POST /api/changes/:id/undo'> = (deps, { viewer, params }) =>
  move(deps, viewer, params.id, 'undo');

export const postRedo: Handler<'POST /api/changes/:id/redo'> = (deps, { viewer, params }) =>
  move(deps, viewer, params.id, 'redo');

export const postBulk: Handler<'POST /api/transactions/bulk'> = async (deps, call) => {
  const { which, patch } = call.body;
  const dictionary = await loadDictionary(deps.db);
  if (patch.category && !dictionary.knows(patch.category)) {
    throw new Refusal('bad_request', 'There is no such category.', { field: 'category' });
  }
  const wanted = { ...patch, ...(patch.note === '' && { note: null }) };
  const step = await editMany(deps.db, call.viewer, which, wanted, (count) =>
    bulkSentence(count, wanted, dictionary),
  );
  if (!step) throw new Refusal('conflict', 'Nothing of that would be changed.');
  return { change: await stepOf(deps, call.viewer, step.id), count: step.count };
};

export const getTags: Handler<'GET /api/tags'> = async (deps, { viewer }) => ({
  tags: await listTags(deps.db, viewer),
});

const MOST_LIKELY = 6;

export const getLikely: Handler<'GET /api/transactions/:id/likely'> = async (deps, call) => {
  const codes = await likelyCategories(deps.db, call.viewer, call.params.id);
  if (!codes) throw new Refusal('not_found', 'There is no such transaction.');
  const { describe, groups } = await loadDictionary(deps.db);
  const hidden = new Set(
    groups.flatMap((group) =>
      group.categories.filter((one) => one.hidden || group.hidden).map(({ code }) => code),
    ),
  );
  const found = new Map(codes.map((code) => [describe(code).code, describe(code)]));
  const offered = [...found.values()].filter(({ code }) => !hidden.has(code));
  return { categories: offered.slice(0, MOST_LIKELY) };
};
