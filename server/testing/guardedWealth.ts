import type { AccountId } from '#server/contract/ids.ts';
import type { ShareLevel } from '#server/contract/sharing.ts';
import type { TestHome } from './home.ts';
import { daysAgo, linkBank } from './linking.ts';
import { card, holding, security, trade, wealthRead } from './wealth.ts';

/** How an account of each name is shared, and who may see what of it. */
type Sharings<Who> = Record<
  string,
  {
    household: ShareLevel;
    members: Partial<Record<'ben' | 'vic', ShareLevel>>;
    reads: Who[];
    holds: Who[];
  }
>;

const rateOf = (n: number) => 31.415_91 + n * 0.000_01;
const worthOf = (n: number) => `8${n}123.45`;

/** Of each name a card and an account at a broker, as the bank has them. */
const loginOf = (names: string[]) => ({
  accounts: names.flatMap((name, n) => [
    {
      key: `card-${name}`,
      name: `card-${name}`,
      type: 'credit',
      subtype: 'credit card',
      balances: { current: 4_100 + n, available: null, limit: null },
      credit: card({
        aprs: [
          {
            apr_type: 'purchase_apr',
            apr_percentage: rateOf(n),
            balance_subject_to_apr: null,
            interest_charge_amount: null,
          },
        ],
      }),
    },
    {
      key: `fund-${name}`,
      name: `fund-${name}`,
      type: 'investment',
      subtype: 'brokerage',
      balances: { current: 500 + n, available: null },
      holdings: [holding(`stock-${name}`, 50 + n)],
      trades: [trade(`deal-${name}`, `stock-${name}`, { name: `deal-${name}` })],
    },
  ]),
  securities: names.map((name) => security(`stock-${name}`, { name: `stock-${name}` })),
  transactions: [],
});

/**
 * Debts, holdings and what is kept by hand of Ana's, of each kind of sharing one.
 * @returns their ids, and what stands in replies and who may see it
 */
export async function guardWealth<Who>(home: TestHome, shared: Sharings<Who>) {
  const names = Object.keys(shared);
  const login = loginOf(names);
  const bank = await linkBank(home, home.ana, { institution_id: 'ins_109510', login });
  await wealthRead(home, bank);
  for (const [n, name] of names.entries()) {
    const kept = { name: `thing-${name}`, kind: 'house', currency: 'USD' } as const;
    await home.ana.call('POST /api/assets', {
      body: { ...kept, worth: worthOf(n), day: daysAgo(9) },
    });
  }
  const { accounts } = await home.ana.call('GET /api/accounts');
  const idsOf = (noun: string) =>
    names.map((name) => accounts.find((one) => one.name === `${noun}-${name}`)!.id);
  const ids = { debts: idsOf('card'), funds: idsOf('fund'), things: idsOf('thing') };
  for (const [n, name] of names.entries()) {
    const { household, members } = shared[name]!;
    const byName = Object.entries(members).map(([who, level]) => ({
      memberId: home[who as 'ben' | 'vic'].id,
      level,
    }));
    const own = Object.values(ids).map((list) => list[n] as AccountId);
    const sharing = { household, members: byName };
    await home.ana.call('POST /api/accounts/sharing', { body: { accounts: own, sharing } });
  }
  const canaries = names.flatMap((name, n) => {
    const { reads, holds } = shared[name]!;
    const read = [`stock-${name}`, `deal-${name}`, rateOf(n).toFixed(5)];
    const held = [`card-${name}`, `fund-${name}`, `thing-${name}`, worthOf(n)];
    return [
      ...read.map((text) => ({ text, may: reads })),
      ...[...held, ...Object.values(ids).map((list) => list[n] as string)].map((text) => ({
        text,
        may: holds,
      })),
    ];
  });
  return { ids, canaries };
}
