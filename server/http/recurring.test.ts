import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RecurringSeries } from '#server/contract/recurring.ts';
import type { TestHome } from '#server/testing/home.ts';
import { change, daysAgo } from '#server/testing/linking.ts';
import { createRecurringHome, monthly, type RecurringHome } from '#server/testing/recurringHome.ts';

// What comes back, over the API: found, decided, undone, and seen by nobody who may not.

let house: RecurringHome;
let home: TestHome;
beforeAll(async () => {
  house = await createRecurringHome();
  ({ home } = house);
});
afterAll(() => home?.close());

const seriesOf = async (who: 'ana' | 'ben' | 'vic') =>
  (await home[who].call('GET /api/recurring')).series;
const named = async (who: 'ana' | 'ben', name: string): Promise<RecurringSeries> => {
  const found = (await seriesOf(who)).filter((one) => one.name === name);
  expect(found.map((one) => one.name)).toEqual([name]);
  return found[0]!;
};
const decide = (who: 'ana' | 'ben', body: object) =>
  home[who].call('POST /api/recurring/decide', { body: body as never });

test('a subscription is told with its price, its rise and what it comes to', async () => {
  const streamly = await named('ana', 'Streamly');
  const [last] = monthly(14, 1);
  expect(streamly).toMatchObject({
    status: 'found',
    cadence: 'monthly',
    flow: 'spending',
    amount: { amount: '-17.99', currency: 'USD' },
    between: null,
    state: 'active',
    times: 14,
    aMonth: { amount: '-17.99' },
    aYear: { amount: '-215.88' },
    account: { name: 'Main' },
    own: { name: null, amount: null, cadence: null, next: null },
  });
  expect(streamly.last[0]).toMatchObject({ date: last, amount: { amount: '-17.99' } });
  expect(streamly.notices).toEqual([
    {
      kind: 'price',
      date: monthly(14, 4)[0],
      from: { amount: '-15.49', currency: 'USD' },
      to: { amount: '-17.99', currency: 'USD' },
      aYear: { amount: '-30.00', currency: 'USD' },
    },
  ]);
});

test('what comes in a month by itself is added up, groceries are not', async () => {
  const { costs, income, series } = await home.ana.call('GET /api/recurring');
  expect(series.map(({ name }) => name).toSorted()).toEqual([
    'Caldera Studio',
    'Giftclub',
    'Quietgym',
    'Streamly',
    'Tax Helper',
  ]);
  expect((await named('ana', 'Tax Helper')).status).toBe('proposed');
  const year = 12 * (17.99 + 23.45 + 41.77);
  expect(costs).toEqual([
    {
      aMonth: { amount: '-83.21', currency: 'USD' },
      aYear: { amount: `-${year.toFixed(2)}`, currency: 'USD' },
    },
  ]);
  expect(income[0]!.aYear).toEqual({ amount: '52000.00', currency: 'USD' });
});

test('who does not read an account, or from whom something is hidden, learns nothing', async () => {
  const bens = await home.ben.call('GET /api/recurring');
  const his = ['Caldera Studio', 'Streamly', 'Tax Helper'];
  expect(bens.series.map(({ name }) => name).toSorted()).toEqual(his);
  expect(bens.costs[0]!.aMonth.amount).toBe('-17.99');
  for (const month of [daysAgo(0).slice(0, 7), daysAgo(31).slice(0, 7)]) {
    const calendar = await home.ben.call('GET /api/recurring/calendar', { query: { month } });
    const names = new Set(calendar.occurrences.map(({ name }) => name));
    expect([...names].filter((name) => !['Caldera Studio', 'Streamly'].includes(name))).toEqual([]);
  }
  expect(await seriesOf('vic')).toEqual([]);
  // And what Ben sees is what Ana is shown when she looks with his eyes.
  const asBen = await home.ana.fetch('/api/recurring', { headers: { 'x-view-as': home.ben.id } });
  const { series } = (await asBen.json()) as { series: RecurringSeries[] };
  expect(series.map(({ name }) => name).toSorted()).toEqual(his);
});

test('a month shows what was paid and what is to come', async () => {
  const [last] = monthly(14, 1);
  const { occurrences, totals } = await home.ana.call('GET /api/recurring/calendar', {
    query: { month: last!.slice(0, 7) },
  });
  const streamly = occurrences.filter(({ name }) => name === 'Streamly');
  expect(streamly).toMatchObject([
    { date: last, state: 'paid', amount: { amount: '-17.99' }, pending: false },
  ]);
  expect(streamly[0]!.transaction).not.toBeNull();
  expect(totals).toHaveLength(1);
  const next = await home.ana.call('GET /api/recurring/calendar', {
    query: { month: daysAgo(-62).slice(0, 7) },
  });
  const coming = next.occurrences.filter(({ name }) => name === 'Streamly');
  expect(coming).toMatchObject([{ state: 'expected', transaction: null }]);
  expect(next.totals[0]!.paid.amount).toBe('0.00');
  expect(next.totals[0]!.toCome.amount).toBe('-83.21');
});

test('dismissed, it is not counted any more; undone, it is; done again, it is not', async () => {
  const streamly = await named('ana', 'Streamly');
  const { change: step } = await decide('ana', { series: streamly.id, says: 'dismissed' });
  expect(step!.sentence).toBe('“Streamly” is nothing that comes back');
  expect((await named('ben', 'Streamly')).status).toBe('dismissed');
  expect((await home.ben.call('GET /api/recurring')).costs[0]!.aMonth.amount).toBe('0.00');
  const params = { id: step!.id };
  await home.ana.call('POST /api/changes/:id/undo', { params });
  expect((await named('ana', 'Streamly')).status).toBe('found');
  await home.ana.call('POST /api/changes/:id/redo', { params });
  expect((await named('ana', 'Streamly')).status).toBe('dismissed');
  await decide('ana', { series: streamly.id, says: 'accepted' });
  expect((await named('ana', 'Streamly')).status).toBe('accepted');
  // Saying the same once more changes nothing, and is no step.
  expect((await decide('ana', { series: streamly.id, says: 'accepted' })).change).toBeNull();
});

test('called otherwise, of another sum, on another day: each can be given back', async () => {
  const { id } = await named('ana', 'Streamly');
  const next = daysAgo(-9);
  await decide('ana', { series: id, name: 'Films', amount: '20.00', next });
  const films = await named('ben', 'Films');
  expect(films).toMatchObject({
    id,
    status: 'accepted',
    amount: { amount: '-20.00' },
    next,
    own: { name: 'Films', amount: { amount: '-20.00' }, next },
  });
  await decide('ana', { series: id, name: null, amount: null, next: null });
  expect(await named('ana', 'Streamly')).toMatchObject({ amount: { amount: '-17.99' } });
  await decide('ana', { series: id, cadence: 'quarterly' });
  expect(await named('ana', 'Streamly')).toMatchObject({
    cadence: 'quarterly',
    aYear: { amount: '-71.96' },
  });
  const again = await named('ana', 'Streamly');
  await decide('ana', { series: again.id, cadence: null });
});

test('one transaction can be said to come back', async () => {
  const { transactions } = await home.ana.call('GET /api/transactions', {
    query: { q: 'passport' },
  });
  const body = { transaction: transactions[0]!.id, cadence: 'yearly' as const };
  const { change: step } = await home.ana.call('POST /api/recurring', { body });
  expect(await named('ana', 'Passport Office')).toMatchObject({
    status: 'accepted',
    cadence: 'yearly',
    times: 1,
    amount: { amount: '-130.00' },
  });
  expect((await home.ben.attempt('POST /api/recurring', { body })).status).toBe(404);
  await home.ana.call('POST /api/changes/:id/undo', { params: { id: step!.id } });
  expect((await seriesOf('ana')).some(({ name }) => name === 'Passport Office')).toBe(false);
});

test('two that are one are one, until that is undone', async () => {
  const [gym, films] = [await named('ana', 'Quietgym'), await named('ana', 'Streamly')];
  const { change: step } = await decide('ana', { series: gym.id, into: films.id });
  const merged = await named('ana', 'Streamly');
  expect(merged.merged).toBe(1);
  expect((await seriesOf('ana')).some(({ name }) => name === 'Quietgym')).toBe(false);
  // Ben does not read the other account: to him nothing was merged.
  expect((await named('ben', 'Streamly')).times).toBe(14);
  await home.ana.call('POST /api/changes/:id/undo', { params: { id: step!.id } });
  expect((await named('ana', 'Quietgym')).times).toBe(12);
  const wages = await named('ana', 'Caldera Studio');
  const refused = await home.ana.attempt('POST /api/recurring/decide', {
    body: { series: gym.id, into: wages.id },
  });
  expect(refused.status).toBe(400);
});

test('only what one sees can be decided, and a viewer decides nothing', async () => {
  const gym = await named('ana', 'Quietgym');
  const body = { series: gym.id, says: 'dismissed' as const };
  expect((await home.ben.attempt('POST /api/recurring/decide', { body })).status).toBe(404);
  expect((await home.vic.attempt('POST /api/recurring/decide', { body })).status).toBe(403);
  const empty = await home.ana.attempt('POST /api/recurring/decide', {
    body: { series: gym.id },
  });
  expect(empty.status).toBe(400);
});

test('the forecast counts on what comes back, and answers whether something can be paid', async () => {
  const ahead = await home.ana.call('GET /api/forecast', {
    query: { pay: '500', on: daysAgo(-7) },
  });
  expect(ahead.points).toHaveLength(91);
  expect(ahead.points[0]).toEqual({
    date: daysAgo(0),
    expected: '3777.11',
    low: '3777.11',
    high: '3777.11',
  });
  expect(ahead.accounts.map(({ name, counted }) => [name, counted])).toEqual([
    ['Main', true],
    ['Own', true],
  ]);
  expect(ahead.payday).toMatchObject({ date: daysAgo(-10), amount: { amount: '2000.00' } });
  const streamly = ahead.planned.filter(({ name }) => name === 'Streamly');
  expect(streamly.length).toBeGreaterThanOrEqual(2);
  expect(streamly.every(({ amount }) => amount.amount === '-17.99')).toBe(true);
  for (const { low, expected, high } of ahead.points) {
    expect(Number(low)).toBeLessThanOrEqual(Number(expected));
    expect(Number(high)).toBeGreaterThanOrEqual(Number(expected));
  }
  expect(ahead.pay).toMatchObject({ answer: 'yes', until: daysAgo(-9) });
  expect(ahead.pay!.sentence).toMatch(/^Yes\. After paying \$500\.00 on /);
  const much = await home.ana.call('GET /api/forecast', { query: { pay: '9000' } });
  expect(much.pay!.answer).toBe('no');
  expect(much.pay!.sentence).toMatch(/^Rather not\. After paying \$9,000\.00 on .+ is missing on /);
});

test('what happens in an account of hers alone moves no number of his', async () => {
  const asked = async () => [
    await home.ben.call('GET /api/recurring'),
    await home.ben.call('GET /api/recurring/calendar'),
    await home.ben.call('GET /api/forecast', { query: { pay: '100' } }),
  ];
  const before = await asked();
  await change(home, home.ana, house.bank, {
    add: [
      { account: 'Own', amount: 500, date: daysAgo(0), name: 'Quietgym' },
      {
        account: 'Main',
        amount: 23.45,
        date: daysAgo(0),
        name: 'Giftclub',
        detail: { merchant_name: 'Giftclub' },
      },
    ],
  });
  await decide('ana', { series: (await named('ana', 'Quietgym')).id, says: 'dismissed' });
  await decide('ana', { series: (await named('ana', 'Giftclub')).id, name: 'For Ben' });
  expect(await asked()).toEqual(before);
  const own = { query: { account: house.accounts.own } };
  expect((await home.ben.attempt('GET /api/forecast', own)).status).toBe(404);
  expect(JSON.stringify(before)).not.toMatch(/Quietgym|Giftclub|For Ben|777\.11/);
});
