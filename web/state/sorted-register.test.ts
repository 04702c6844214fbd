import { expect, test, vi } from 'vitest';
import type { Transaction } from '#server/contract/transactions.ts';
import type { RegisterSource } from './register.ts';
import { SortedRegister } from './sorted-register.ts';

const rowsOf = (count: number) =>
  Array.from({ length: count }, (_, n) => ({ id: `row-${n}`, date: '2026-01-01' }) as Transaction);

/** A server over an array that counts what it is asked. */
function createServer(count: number) {
  const state = { rows: rowsOf(count), down: false, counted: Promise.resolve() };
  const asked: number[] = [];
  const source: RegisterSource = {
    async months() {
      await state.counted;
      if (state.down) throw new Error('down');
      return { total: state.rows.length, months: [], sums: [], averages: [] };
    },
    async page(_filter, { skip = 0, limit }) {
      asked.push(skip);
      if (state.down) throw new Error('down');
      return { transactions: state.rows.slice(skip, skip + limit), next: null };
    },
  };
  return { state, asked, source };
}

test('only what is looked at is asked for, wherever it lies', async () => {
  const { asked, source } = createServer(1000);
  const register = new SortedRegister(source, { sort: 'amount' });
  await register.refresh();
  expect(register.view).toMatchObject({ ready: true, counting: false, total: 1000 });
  expect(register.row(0, 5)?.id).toBe('row-5');
  expect(register.row(0, 905)).toBeUndefined();
  register.want(900, 930);
  await vi.waitFor(() => expect(register.row(0, 905)?.id).toBe('row-905'));
  expect(register.indexOf('row-905')).toBe(905);
  expect(asked.toSorted((a, b) => a - b)).toEqual([0, 800, 900]);
});

test('rows are shown while the others are still being counted', async () => {
  const { state, source } = createServer(1000);
  let count = () => {};
  state.counted = new Promise((resolve) => (count = resolve));
  const register = new SortedRegister(source, { sort: 'name' });
  await register.refresh();
  expect(register.view).toMatchObject({ counting: true, total: 100 });
  count();
  await vi.waitFor(() => expect(register.view).toMatchObject({ counting: false, total: 1000 }));
});

test('a long list lies in stretches', async () => {
  const { source } = createServer(250_000);
  const register = new SortedRegister(source, { sort: 'name' });
  await register.refresh();
  expect(register.view.months.map(({ count }) => count)).toEqual([100_000, 100_000, 50_000]);
  register.want(100_000, 100_010);
  await vi.waitFor(() => expect(register.row(1, 3)?.id).toBe('row-100003'));
});

test('a changed row stands in its place, and there is a way back', async () => {
  const { source } = createServer(10);
  const register = new SortedRegister(source, { sort: 'name' });
  await register.refresh();
  const back = register.replace('row-3', (row) => ({ ...row, name: 'Other' }));
  expect(register.row(0, 3)?.name).toBe('Other');
  back();
  expect(register.row(0, 3)?.name).toBeUndefined();
});

test('what is shown stays when asking again fails, and what may not be seen goes', async () => {
  const { state, source } = createServer(1000);
  const register = new SortedRegister(source, { sort: 'name' });
  await register.refresh();
  register.want(500, 520);
  await vi.waitFor(() => expect(register.row(0, 510)).toBeDefined());
  state.down = true;
  await expect(register.refresh()).rejects.toThrow('down');
  expect(register.row(0, 510)).toBeDefined();
  expect(register.view.error).toBeInstanceOf(Error);
  register.doubt();
  expect(register.row(0, 5)).toBeUndefined();
});
