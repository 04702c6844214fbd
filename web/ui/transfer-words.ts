import type { Transaction } from '#server/contract/transactions.ts';
import type { TransferLink } from '#server/contract/transfers.ts';
import { dayShort } from './format.ts';

/** `Savings 4425`. */
export const accountOf = ({ account }: Transaction): string =>
  account.mask ? `${account.name} ${account.mask}` : account.name;

/** What a link says of the transaction beside it: `Transfer to Savings 4425, Nov 3`. */
export function linkWords({ kind, side, says, other }: TransferLink, today: string): string {
  const day = dayShort(other.date, today);
  const sure = says === 'linked';
  if (kind === 'transfer') {
    const way = side === 'out' ? 'to' : 'from';
    return `${sure ? 'Transfer' : 'May be a transfer'} ${way} ${accountOf(other)}, ${day}`;
  }
  if (side === 'in') return `${sure ? 'Refund' : 'May be a refund'} of ${other.name}, ${day}`;
  return sure ? `Refunded by ${other.name}, ${day}` : `May have been refunded, ${day}`;
}

/** What a person says no to. */
export const noWords = ({ kind }: Pick<TransferLink, 'kind'>): string =>
  kind === 'transfer' ? 'Not a transfer' : 'Not a refund';
