import type { CategoryPatch } from '#server/contract/categories.ts';
import { Refusal } from '#server/contract/errors.ts';
import { loadDictionary, makeCategory, saveCategory } from '#server/db/categories.ts';
import { flowOfCode, type CategoryEntry, type Dictionary } from '#server/domain/dictionary.ts';
import { stepOf } from './changes.ts';
import type { Handler } from './deps.ts';

const MOST_OWN = 300;

export const getCategories: Handler<'GET /api/categories'> = async (deps) => {
  const { groups, merged } = await loadDictionary(deps.db);
  return { groups, merged };
};

const refuse = (sentence: string, field: string) => new Refusal('bad_request', sentence, { field });

/** Two categories of one name could not be told apart. */
function refuseTaken(dictionary: Dictionary, label: string, group: string | null, but?: string) {
  const folded = label.toLowerCase();
  const among =
    group === null
      ? dictionary.groups
      : (dictionary.groups.find(({ code }) => code === group)?.categories ?? []);
  if (among.some((one) => one.code !== but && one.label.toLowerCase() === folded)) {
    throw refuse(`There is a “${label}” already.`, 'label');
  }
}

function groupOf(dictionary: Dictionary, code: string) {
  const group = dictionary.groups.find((one) => one.code === code);
  if (!group) throw refuse('There is no such group.', 'group');
  return group;
}

export const postCategory: Handler<'POST /api/categories'> = async (deps, call) => {
  const { body, viewer } = call;
  const dictionary = await loadDictionary(deps.db);
  const own = dictionary.groups.flatMap((one) => [one, ...one.categories]).filter((one) => one.own);
  if (own.length >= MOST_OWN) {
    throw new Refusal('conflict', `There are ${MOST_OWN} of your own already.`);
  }
  const group = 'group' in body ? groupOf(dictionary, body.group).code : null;
  refuseTaken(dictionary, body.label, group);
  const counts = 'counts' in body ? body.counts : flowOfCode(body.group);
  const made = await makeCategory(deps.db, viewer, {
    counts,
    label: body.label,
    group,
    icon: 'icon' in body ? (body.icon ?? null) : null,
  });
  return { code: made.code, change: await stepOf(deps, viewer, made.id) };
};

const countsWords = { income: 'income', spending: 'spending', transfer: 'a transfer' } as const;

/** Moving or merging may not turn spending into income without anybody noticing. */
function refuseOtherFlow(code: string, into: string, field: string) {
  const [from, to] = [flowOfCode(code), flowOfCode(into)];
  if (from !== to) {
    const sentence = `One counts as ${countsWords[from]}, the other as ${countsWords[to]}.`;
    throw refuse(sentence, field);
  }
}

function checkPatch(dictionary: Dictionary, code: string, patch: CategoryPatch) {
  const isGroup = dictionary.groups.some((one) => one.code === code);
  const { group, mergedInto, label } = patch;
  if (label) {
    refuseTaken(dictionary, label, isGroup ? null : dictionary.describe(code).primary, code);
  }
  if (label === null && dictionary.entry(code)?.own) {
    throw refuse('A category of your own needs a name.', 'label');
  }
  if (isGroup && (group !== undefined || mergedInto !== undefined)) {
    throw refuse('A group stays where it is.', group === undefined ? 'mergedInto' : 'group');
  }
  if (group) refuseOtherFlow(code, groupOf(dictionary, group).code, 'group');
  if (group === null && dictionary.entry(code)?.own) {
    throw refuse('A category of your own needs a group.', 'group');
  }
  if (mergedInto) {
    const into = dictionary.describe(mergedInto);
    if (!dictionary.knows(mergedInto) || dictionary.groups.some((g) => g.code === into.code)) {
      throw refuse('There is no such category.', 'mergedInto');
    }
    if (into.code === code) throw refuse('That is the same category.', 'mergedInto');
    refuseOtherFlow(code, into.code, 'mergedInto');
  }
}

export const patchCategory: Handler<'PATCH /api/categories/:code'> = async (deps, call) => {
  const { body: patch, params, viewer } = call;
  const dictionary = await loadDictionary(deps.db);
  const { code } = params;
  if (!dictionary.knows(code)) throw new Refusal('not_found', 'There is no such category.');
  checkPatch(dictionary, code, patch);
  const isGroup = dictionary.groups.some((one) => one.code === code);
  const before: CategoryEntry = dictionary.entry(code) ?? {
    code,
    own: false,
    isGroup,
    label: null,
    groupCode: null,
    icon: null,
    hidden: false,
    mergedInto: null,
  };
  const { label, icon, group, hidden, mergedInto } = patch;
  const after: CategoryEntry = {
    ...before,
    ...(label !== undefined && { label }),
    ...(icon !== undefined && { icon }),
    ...(group !== undefined && { groupCode: group }),
    ...(hidden !== undefined && { hidden }),
    ...(mergedInto !== undefined && {
      mergedInto: mergedInto && dictionary.describe(mergedInto).code,
    }),
  };
  const step = await saveCategory(deps.db, viewer, after, sentenceOf(dictionary, code, patch));
  if (!step) throw new Refusal('conflict', 'It is so already.');
  return { change: await stepOf(deps, viewer, step.id) };
};

function sentenceOf(dictionary: Dictionary, code: string, patch: CategoryPatch): string {
  const own = dictionary.merged.find((one) => one.code === code);
  const name = `“${own?.label ?? dictionary.describe(code).label}”`;
  const { label, group, hidden, mergedInto } = patch;
  if (mergedInto) return `Merged ${name} into “${dictionary.describe(mergedInto).label}”`;
  if (mergedInto === null) return `Made ${name} a category of its own again`;
  if (label) return `Renamed the category ${name} to “${label}”`;
  if (label === null) return `Gave the category ${name} its first name again`;
  if (group !== undefined) {
    return `Moved ${name} to “${group ? dictionary.describe(group).label : 'its first group'}”`;
  }
  if (hidden !== undefined) return `${hidden ? 'Hid' : 'Showed'} the category ${name}`;
  return `Gave the category ${name} another icon`;
}
