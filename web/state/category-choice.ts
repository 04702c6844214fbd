import type { categoriesReply } from '#server/contract/categories.ts';
import type { output } from 'zod';

export type CategoryGroup = output<typeof categoriesReply>['groups'][number];

/** What the filter writes for rows without a category. */
export const withoutCategory = 'NONE';

/** Whether all, some or none of a group is chosen: by its own code, or by those of its members. */
export const groupChosen = (chosen: readonly string[], group: CategoryGroup) => {
  if (chosen.includes(group.code)) return 'all';
  return group.categories.some(({ code }) => chosen.includes(code)) ? 'some' : 'none';
};

/** Chooses a whole group by its own code, which also finds members that we do not know, or none. */
export const toggleGroup = (chosen: readonly string[], group: CategoryGroup): string[] => {
  const members = new Set(group.categories.map(({ code }) => code));
  const others = chosen.filter((code) => code !== group.code && !members.has(code));
  return groupChosen(chosen, group) === 'all' ? others : [...others, group.code];
};

/** Chooses one category or not. Taking one out of a chosen group leaves the rest of it. */
export const toggleCategory = (
  chosen: readonly string[],
  group: CategoryGroup,
  code: string,
): string[] => {
  if (chosen.includes(group.code) && code !== group.code) {
    const rest = group.categories.map((one) => one.code).filter((one) => one !== code);
    return [...chosen.filter((one) => one !== group.code), ...rest];
  }
  return chosen.includes(code) ? chosen.filter((one) => one !== code) : [...chosen, code];
};

/** A code in words: its label where we know it, else the code made readable. */
export const categoryWords = (groups: readonly CategoryGroup[], code: string): string => {
  if (code === withoutCategory) return 'No category';
  for (const group of groups) {
    if (group.code === code) return group.label;
    const found = group.categories.find((one) => one.code === code);
    if (found) return found.label;
  }
  const words = code.toLowerCase().replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
};

/** What one chooses from, group by group; hidden ones are left out. */
export const categoryOptions = (groups: readonly CategoryGroup[]) =>
  groups
    .filter((group) => !group.hidden)
    .flatMap((group) =>
      group.categories
        .filter((one) => !one.hidden)
        .map(({ code, label }) => ({ value: code, label, group: group.label })),
    );
