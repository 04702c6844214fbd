import { expect, it } from 'vitest';
import { categoryWords, groupChosen, toggleCategory, toggleGroup } from './category-choice.ts';
import type { CategoryGroup } from './category-choice.ts';

const food: CategoryGroup = {
  code: 'FOOD',
  label: 'Food',
  icon: null,
  own: false,
  hidden: false,
  categories: ['A', 'B', 'C'].map((name) => ({
    code: `FOOD_${name}`,
    primary: 'FOOD',
    label: `Food ${name}`,
    icon: null,
    own: false,
    hidden: false,
  })),
};

it('chooses a group by its own code, in place of its members', () => {
  expect(toggleGroup(['PETS', 'FOOD_A'], food)).toEqual(['PETS', 'FOOD']);
  expect(toggleGroup(['PETS', 'FOOD'], food)).toEqual(['PETS']);
});

it('takes one out of a chosen group and leaves the rest', () => {
  expect(toggleCategory(['PETS', 'FOOD'], food, 'FOOD_B')).toEqual(['PETS', 'FOOD_A', 'FOOD_C']);
});

it('chooses and unchooses one', () => {
  expect(toggleCategory([], food, 'FOOD_A')).toEqual(['FOOD_A']);
  expect(toggleCategory(['FOOD_A'], food, 'FOOD_A')).toEqual([]);
});

it('knows all, some and none', () => {
  expect(groupChosen(['FOOD'], food)).toBe('all');
  expect(groupChosen(['FOOD_C'], food)).toBe('some');
  expect(groupChosen(['PETS'], food)).toBe('none');
});

it('has words for every code', () => {
  expect(categoryWords([food], 'FOOD_A')).toBe('Food A');
  expect(categoryWords([food], 'FOOD')).toBe('Food');
  expect(categoryWords([food], 'NONE')).toBe('No category');
  expect(categoryWords([food], 'NEW_THING')).toBe('New thing');
});
