import type { LegAccount } from '#server/domain/transfers/leg.ts';
import { BANK_NAMES, bankOf, LOGINS, PEOPLE } from '#server/sandbox/world/household.ts';
import { createSimulation } from '#server/sandbox/world/simulation.ts';
import type { Row, WorldAccount } from '#server/sandbox/world/types.ts';
import type { Household, Truth } from './house.ts';

const START = '2024-01-01';
const END = Date.parse('2026-01-01');

/** Two years of the sandbox bank's household, which knows what belongs together as well. */
export function readDemo(seed: string): Household {
  const { engine, advance } = createSimulation({ seed, start: START });
  advance(END);
  const rows = [...engine.rows.values()].filter((row) => !row.pending);
  const purchases = new Map(
    rows.filter((row) => isRefund(row) && row.minor > 0).map((row) => [row.movement, row.id]),
  );
  // The one late fee that is waived.
  purchases.set(WAIVED, rows.find((row) => row.name === 'Late Fee')?.id ?? '');
  return {
    accounts: [...engine.accounts.values()].map(accountOf),
    rows: rows.map((row) => truthOf(row, engine.account(row.account), purchases)),
  };
}

const WAIVED = 'waived';

const isRefund = ({ movement }: Row) => movement?.startsWith('refund/') === true;

const accountOf = (account: WorldAccount): LegAccount => ({
  id: account.key,
  kind: account.type,
  subtype: account.subtype,
  mask: account.mask,
  names: [account.name, ...(account.officialName ? [account.officialName] : [])],
  institution: BANK_NAMES[bankOf(account.key)] ?? 'Bank',
  owners: LOGINS.filter(({ accounts }) => accounts.includes(account.key)).map(
    ({ username }) => PEOPLE.find((person) => person.username === username)?.name ?? username,
  ),
});

function truthOf(row: Row, account: WorldAccount, purchases: Map<string | null, string>): Truth {
  const { iso, unofficial, decimals } = account.currency;
  const size = (Math.abs(row.minor) / 10 ** decimals).toFixed(decimals);
  const names = row.payee.counterparties.map(({ name }) => name).join(' ');
  const refund = isRefund(row);
  const waived = row.name === 'Late Fee Reversal' ? purchases.get(WAIVED) : undefined;
  return {
    id: row.id,
    accountId: row.account,
    amount: row.minor > 0 ? `-${size}` : size,
    currency: iso ?? unofficial ?? '',
    day: row.authorizedDate ?? row.date,
    posted: row.date,
    category: row.category,
    merchantId: row.payee.entityId,
    name: row.name,
    text: `${row.name} ${row.raw} ${names}`,
    movement: refund ? null : row.movement,
    refundOf: refund && row.minor < 0 ? (purchases.get(row.movement) ?? null) : (waived ?? null),
  };
}
