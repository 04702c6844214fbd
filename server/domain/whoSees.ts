import type { Access, HidingHow } from '#server/contract/sharing.ts';

interface Facts {
  /** What is asked about: an account, or one transaction of it. */
  of: 'account' | 'transaction';
  /** What the asker may see of the account; `own`: they linked it. */
  access: Access;
  /** Whose links tell the account; several of a joint one. */
  linkers: string[];
  /** Everybody else who sees it as it stands now, whoever linked it as well among them. */
  others: { name: string; access: Access }[];
  /** The asker hides it from everybody else, until a day in words. */
  hidden: { until: string; how: HidingHow } | null;
}

/** "Who can see this?", in a sentence or two for the asker. */
export function whoSeesSentence({ of, access, linkers, others, hidden }: Facts): string {
  if (access !== 'own') return sharedWithYou(of, access, linkers);
  if (hidden) {
    const until = `Only you, until ${hidden.until}.`;
    const totals = 'The others see its amount in totals, and nothing else of it.';
    return `${until} ${hidden.how === 'totals' ? totals : 'The others see nothing of it.'}`;
  }
  const full = others.filter((one) => one.access !== 'balances').map((one) => one.name);
  const balances = others.filter((one) => one.access === 'balances').map((one) => one.name);
  const us = listed(['You', ...full]);
  // Who sees the balance of the account sees none of its transactions.
  if (of === 'transaction') return full.length > 0 ? `${us}.` : 'Only you.';
  if (others.length === 0) return 'Only you.';
  const only = `${listed(balances)} only its balance.`;
  if (full.length === 0) return `You see all of it, ${only}`;
  return `${us} see balance and transactions.${balances.length > 0 ? ` ${only}` : ''}`;
}

function sharedWithYou(of: Facts['of'], access: Access, linkers: string[]): string {
  const share = linkers.length > 1 ? 'share' : 'shares';
  if (of === 'transaction')
    return `${listed(linkers)} linked its account and ${share} it with you.`;
  const sees = access === 'balances' ? 'its balance only' : 'balance and transactions';
  return `${listed(linkers)} linked it and ${share} it with you: you see ${sees}.`;
}

const listed = (names: string[]): string =>
  names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
