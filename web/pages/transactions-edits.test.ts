import type { TransactionReply } from '#server/contract/transactions.ts';
import { expect, it } from 'vitest';
import { patchOf } from './transactions-edits.ts';

const reply = (own: Partial<TransactionReply['own']> = {}) =>
  ({
    transaction: { name: own.name ?? 'SQ *TEA', date: own.date ?? '2026-03-01', note: own.note },
    bank: { name: 'SQ *TEA', date: '2026-03-01' },
    own: { name: null, date: null, note: null, category: null, ...own },
  }) as unknown as TransactionReply;

it('changes nothing where nothing was changed', () => {
  expect(patchOf(reply(), 'name', ' SQ *TEA ')).toBeNull();
  expect(patchOf(reply(), 'name', '')).toBeNull();
  expect(patchOf(reply(), 'note', '  ')).toBeNull();
  expect(patchOf(reply({ name: 'Tea' }), 'name', 'Tea')).toBeNull();
});

it('saves what is typed', () => {
  expect(patchOf(reply(), 'name', ' Tea ')).toEqual({ name: 'Tea' });
  expect(patchOf(reply(), 'date', '2026-03-02')).toEqual({ date: '2026-03-02' });
  expect(patchOf(reply(), 'note', 'with Ben')).toEqual({ note: 'with Ben' });
});

it('follows the bank again when emptied, or when it says the same', () => {
  expect(patchOf(reply({ name: 'Tea' }), 'name', '')).toEqual({ name: null });
  expect(patchOf(reply({ name: 'Tea' }), 'name', 'SQ *TEA')).toEqual({ name: null });
  expect(patchOf(reply({ date: '2026-03-05' }), 'date', '2026-03-01')).toEqual({ date: null });
  expect(patchOf(reply({ note: 'x' }), 'note', '')).toEqual({ note: null });
});
