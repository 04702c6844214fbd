import { expect, test } from 'vitest';
import { join } from './listing.ts';
import type { Listed } from './listing.ts';

const listed = (ids: string, next: string | null = null) => ({
  rows: [...ids].map((id) => ({ id })),
  next,
});
const shown = ({ rows, next }: Listed<{ id: string }>) => [rows.map(({ id }) => id).join(''), next];

test('what is new joins what is known', () => {
  expect(shown(join(listed('fedc', 'c'), listed('')))).toEqual(['fedc', 'c']);
  expect(shown(join(listed('gfed', 'd'), listed('fedcba')))).toEqual(['gfedcba', null]);
  expect(shown(join(listed('fedc', 'c'), listed('fedcba', 'a')))).toEqual(['fedcba', 'a']);
  expect(shown(join(listed('fedc', 'c'), listed('fedc', 'c')))).toEqual(['fedc', 'c']);
});

test('where more has happened than a page holds, the list begins anew', () => {
  expect(shown(join(listed('zyx', 'x'), listed('fedc', 'c')))).toEqual(['zyx', 'x']);
});

test('what is gone is not kept', () => {
  expect(shown(join(listed('fd', null), listed('fed')))).toEqual(['fd', null]);
  expect(shown(join(listed(''), listed('fed')))).toEqual(['', null]);
});
