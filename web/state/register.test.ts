import type { Transaction } from '#server/contract/transactions.ts';
import { describe, expect, it } from 'vitest';
import { Register } from './register.ts';
import type { RegisterSource } from './register.ts';

const row = (id: string, date: string): Transaction =>
  ({ id, date, name: id, amount: { amount: '-1.00', currency: 'USD' } }) as unknown as Transaction;

/** A server over an array, newest first, that counts what it is asked. */
const createServer = (rows: Transaction[]) => {
  const asked: string[] = [];
  const state = { rows, down: false };
  const source: RegisterSource = {
    async months() {
      asked.push('months');
      if (state.down) throw new Error('down');
      const counts = new Map<string, number>();
      for (const { date } of state.rows) {
        counts.set(date.slice(0, 7), (counts.get(date.slice(0, 7)) ?? 0) + 1);
      }
      const months = [...counts].map(([month, count]) => ({ month, count }));
      return { total: state.rows.length, months, sums: [], averages: [] };
    },
    async page(_filter, { month, cursor, limit }) {
      asked.push(cursor ? `after ${cursor}` : (month ?? 'newest'));
      if (state.down) throw new Error('down');
      const begin = cursor
        ? state.rows.findIndex(({ id }) => id === cursor) + 1
        : state.rows.findIndex(({ date }) => !month || date.slice(0, 7) <= month);
      const transactions = begin < 0 ? [] : state.rows.slice(begin, begin + limit);
      const more = begin + limit < state.rows.length;
      return { transactions, next: more ? (transactions.at(-1)?.id ?? null) : null };
    },
  };
  return { source, asked, state };
};

const manyRows = (counts: Record<string, number>) =>
  Object.entries(counts).flatMap(([month, count]) =>
    Array.from({ length: count }, (_, index) => row(`${month}#${index}`, `${month}-15`)),
  );

const settle = () => new Promise((done) => setTimeout(done, 5));

const open = async (server: ReturnType<typeof createServer>) => {
  const register = new Register(server.source, {});
  await register.refresh();
  return register;
};

const ids = (register: Register, month: number, from: number, to: number) =>
  Array.from({ length: to - from }, (_, index) => register.row(month, from + index)?.id);

describe('the register', () => {
  const counts = { '2026-03': 40, '2026-02': 250, '2026-01': 30, '2025-12': 500 };

  it('opens with the counts of everything and the newest page, two questions in all', async () => {
    const server = createServer(manyRows(counts));
    const register = await open(server);
    expect(register.view).toMatchObject({ ready: true, total: 820 });
    expect(server.asked.toSorted()).toEqual(['months', 'newest']);
    expect(register.row(0, 39)?.id).toBe('2026-03#39');
    expect(register.row(1, 59)?.id).toBe('2026-02#59');
    expect(register.row(1, 60)).toBeUndefined();
  });

  it('jumps to the middle of a far month and fills it without a gap', async () => {
    const server = createServer(manyRows(counts));
    const register = await open(server);
    server.asked.length = 0;
    register.want(320 + 300, 320 + 320);
    await settle();
    expect(ids(register, 3, 300, 321)).toEqual(
      Array.from({ length: 21 }, (_, index) => `2025-12#${300 + index}`),
    );
    expect(server.asked).toEqual(['2025-12', 'after 2025-12#199', 'after 2025-12#399']);
    expect(register.row(2, 0)).toBeUndefined();
    expect(register.indexOf('2025-12#310')).toBe(320 + 310);
  });

  it('shows counts and rows of a change at the same moment, and marks what is new', async () => {
    const server = createServer(manyRows(counts));
    const register = await open(server);
    const before = register.row(0, 0)?.id;
    server.state.rows = [row('new', '2026-03-20'), ...server.state.rows];
    const run = register.refresh();
    expect(register.row(0, 0)?.id).toBe(before);
    expect(register.view.total).toBe(820);
    await run;
    expect(register.row(0, 0)?.id).toBe('new');
    expect(register.view.total).toBe(821);
    expect([...register.view.fresh]).toEqual(['new']);
    expect(register.indexOf('2026-03#0')).toBe(1);
  });

  it('shows the first row of a month that was empty before', async () => {
    const server = createServer(manyRows(counts));
    const register = await open(server);
    server.state.rows = [row('april', '2026-04-01'), ...server.state.rows];
    await register.refresh();
    expect(register.view.months[0]).toEqual({ month: '2026-04', count: 1 });
    expect(register.row(0, 0)?.id).toBe('april');
    expect(register.row(1, 0)?.id).toBe('2026-03#0');
  });

  it('keeps what is shown when a refresh fails, and goes on when it works again', async () => {
    const server = createServer(manyRows(counts));
    const register = await open(server);
    server.state.down = true;
    await expect(register.refresh()).rejects.toThrow('down');
    expect(register.view).toMatchObject({ ready: true, total: 820 });
    expect(register.view.error).toBeInstanceOf(Error);
    expect(register.row(0, 0)?.id).toBe('2026-03#0');
    server.state.down = false;
    await register.refresh();
    expect(register.view.error).toBeNull();
  });

  it('begins again after a first try that failed', async () => {
    const server = createServer([]);
    server.state.down = true;
    const register = new Register(server.source, {});
    await expect(register.refresh()).rejects.toThrow('down');
    expect(register.view.ready).toBe(false);
    server.state.down = false;
    await register.refresh();
    expect(register.view).toMatchObject({ ready: true, total: 0, error: null });
  });

  it('reads once more when something changed while it was reading', async () => {
    const server = createServer(manyRows(counts));
    const register = await open(server);
    let heard = 0;
    register.subscribe(() => (heard += 1));
    server.asked.length = 0;
    await Promise.all([register.refresh(), register.refresh(), register.refresh()]);
    expect(server.asked.filter((one) => one === 'months')).toHaveLength(2);
    expect(heard).toBe(2);
  });

  it('keeps no row out of sight that may not be seen any more', async () => {
    const server = createServer(manyRows(counts));
    const register = await open(server);
    register.want(290, 330);
    await settle();
    expect(ids(register, 2, 0, 2)).toEqual(['2026-01#0', '2026-01#1']);
    register.want(0, 19);
    server.state.rows = server.state.rows.filter(({ date }) => !date.startsWith('2026-01'));
    const reading = register.refresh();
    register.doubt();
    expect(ids(register, 2, 0, 2)).toEqual([undefined, undefined]);
    await Promise.all([reading, register.refresh()]);
    const held = (month: number) => ids(register, month, 0, 250).filter(Boolean);
    expect(held(0)).toHaveLength(40);
    expect([...held(1), ...held(2)].filter((id) => id?.startsWith('2026-01'))).toEqual([]);
  });

  it('puts an edited row in its place, and back', async () => {
    const register = await open(createServer(manyRows(counts)));
    const back = register.replace('2026-03#3', (one) => ({ ...one, name: 'Corner café' }));
    expect(register.row(0, 3)?.name).toBe('Corner café');
    back();
    expect(register.row(0, 3)?.name).toBe('2026-03#3');
  });
});
