import type { Access } from '#server/contract/sharing.ts';

interface Facts {
  /** The asker linked the account. */
  mine: boolean;
  linkedBy: string;
  seenBy: { name: string; access: Access }[];
  hiddenUntil: string | null;
}

/** "Who can see this?", in one sentence for the asker. */
export function whoSeesSentence({ mine, linkedBy, seenBy, hiddenUntil }: Facts): string {
  const only = seenBy.some((one) => one.access === 'balances') ? 'its balance only' : 'it in full';
  if (!mine) return `${linkedBy} linked it and shares it with you: you see ${only}.`;
  if (hiddenUntil) return `Only you, until ${hiddenUntil}. Then whoever sees the account sees it.`;
  const names = (access: Access) =>
    seenBy.filter((one) => one.access === access).map((one) => one.name);
  const full = names('full');
  const balances = names('balances');
  if (full.length + balances.length === 0) return 'Only you.';
  const also = balances.length > 0 ? ` ${listed(balances)} only its balance.` : '';
  if (full.length === 0) return `You see all of it,${also}`;
  return `You and ${listed(full)} see balance and transactions.${also}`;
}

const listed = (names: string[]): string =>
  names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
