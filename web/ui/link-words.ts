import type { BankLink, LinkState, Sync } from '#server/contract/links.ts';
import { plural } from './format.ts';

/** A link's state in a word or two, and how much it asks for. */
export const stateWords: Record<LinkState, { word: string; tone: 'calm' | 'needs' | 'broken' }> = {
  connecting: { word: 'Connecting', tone: 'calm' },
  backfilling: { word: 'History arriving', tone: 'calm' },
  ok: { word: 'Connected', tone: 'calm' },
  waiting: { word: 'Waiting for the bank', tone: 'calm' },
  needs_sign_in: { word: 'Sign in again', tone: 'needs' },
  expiring: { word: 'Renew soon', tone: 'needs' },
  gone: { word: 'Ended', tone: 'broken' },
  stopped: { word: 'Stopped', tone: 'broken' },
  archived: { word: 'Removed', tone: 'calm' },
};

/** What its member can do about it, as the label of a button. */
export const actionWords: Record<BankLink['action'], string> = {
  none: '',
  repair: 'Sign in at the bank',
  add_accounts: 'Choose accounts',
  relink: 'Connect again',
};

/** For a viewer, in the place of the button that connects a bank. */
export const whoConnects =
  'You are a viewer here. Banks are connected by the owner and the members of the household, ' +
  'and you see what they share.';

/** For who only looks on and sees nothing: a viewer, or the asker with somebody else’s eyes. */
export const nothingSeen = (as: string | undefined): string =>
  as === undefined
    ? 'You are a viewer here. Banks are connected by the owner and the members of the ' +
      'household, and what they share with you appears here: nothing does yet.'
    : `${as} sees nothing of what you have connected.`;

/** Nothing is to be done and nothing to be known: its word and its age say enough. */
export const allIsWell = ({ state, action, error }: BankLink): boolean =>
  state === 'ok' && action === 'none' && !error;

/** Lower is more urgent: what its member can mend, what is broken, what can be added, the rest. */
const need = ({ state, action }: BankLink): number => {
  if (state === 'archived') return 4;
  if (stateWords[state].tone !== 'calm') return action === 'none' ? 1 : 0;
  return action === 'none' ? 3 : 2;
};

/**
 * The reader's own come before the others'; among them what asks for the reader comes first, as it
 * may stand below the fold, and removed ones last.
 */
export const byNeed = (one: BankLink, other: BankLink): number =>
  Number(other.mine) - Number(one.mine) ||
  need(one) - need(other) ||
  one.institution.name.localeCompare(other.institution.name);

const kinds: Record<Sync['kind'], string> = {
  backfill: 'After connecting',
  scheduled: 'Scheduled',
  webhook: 'The bank had news',
  manual: 'You asked',
  refresh: 'You asked the bank',
  repair: 'After a repair',
};

export const syncKind = ({ kind }: Pick<Sync, 'kind'>): string => kinds[kind];

/** What a sync brought, in words: `3 new, 1 changed`. */
export const syncWords = (sync: Sync): string => {
  if (sync.outcome === 'failed') return 'Did not work';
  if (sync.outcome === 'stale') return 'Another sync was quicker';
  const parts = [
    sync.added && `${plural(sync.added, 'new', 'new')}`,
    sync.modified && `${plural(sync.modified, 'changed', 'changed')}`,
    sync.removed && `${plural(sync.removed, 'removed', 'removed')}`,
  ].filter(Boolean);
  return parts.length ? parts.join(', ') : 'Nothing new';
};

/** How long a sync took: `0.8 s`, `2 min`. */
export const tookWords = (milliseconds: number): string => {
  if (milliseconds < 60_000) return `${Math.max(0.1, milliseconds / 1000).toFixed(1)} s`;
  return `${Math.round(milliseconds / 60_000)} min`;
};

export const changeWords: Record<Sync['diff'][number]['change'], string> = {
  added: 'New',
  modified: 'Changed',
  removed: 'Removed',
  posted: 'Posted',
};

/** How much of a backfill is here. */
export const progressWords = ({ progress, state }: BankLink): string => {
  if (state === 'connecting') return 'Reading the first transactions …';
  const rows = plural(progress.transactions, 'transaction');
  return progress.historyComplete
    ? `All history is here: ${rows}.`
    : `${rows} so far. The newest month is here, history is arriving.`;
};
