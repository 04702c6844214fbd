import type { LinkState } from '#server/contract/links.ts';
import type { PlaidErrorClass } from './plaidErrors.ts';

/**
 * The stored state of an item:
 *
 * - ok ⇄ waiting: a passing fault of the bank, of Plaid or of the network; we retry by ourselves
 * - ok ⇄ needs_sign_in: until update mode or a sync succeeds, or LOGIN_REPAIRED arrives
 * - ok ⇄ expiring: PENDING_DISCONNECT or PENDING_EXPIRATION; it still works until `ends_at`
 * - any → stopped: the plan, the keys or the bank's terms must be changed by the owner first
 * - any → gone: the connection no longer exists at Plaid, or its key is lost; history stays
 * - any → archived: removed by its member; history stays, no token is left
 *
 * What a person must act on is not hidden by a fault that passes by itself (`db/items`).
 */
export type ItemState = Extract<
  LinkState,
  'ok' | 'waiting' | 'needs_sign_in' | 'expiring' | 'stopped' | 'gone' | 'archived'
>;

/** Where a failed call takes the item; undefined: it stays as it is. */
export function stateAfter(error: PlaidErrorClass): ItemState | undefined {
  switch (error) {
    case 'reauth':
    case 'consent':
      return 'needs_sign_in';
    case 'institution':
    case 'retry':
    case 'maintenance':
    case 'rate_limit':
    case 'restart':
    case 'reset_cursor':
    case 'account':
      return 'waiting';
    case 'plan':
    case 'unsupported':
    case 'registration':
    case 'config':
    case 'bug':
    case 'link':
      return 'stopped';
    case 'gone':
      return 'gone';
    case 'product':
    case 'wait':
      return undefined;
  }
}

export interface LinkFacts {
  state: ItemState;
  institution: string;
  errorCode: string | null;
  errorClass: PlaidErrorClass | null;
  historyComplete: boolean;
  /** Whether anything was ever read. */
  everSynced: boolean;
  /** It had ended and was connected anew: its history is here, and is read over. */
  again: boolean;
  /** How many are here; null for who may know how the link is and not what it holds. */
  transactions: number | null;
  newAccounts: boolean;
  /** The day it ends, in words of the household's zone, where announced. */
  endsOn: string | null;
  /** Only its own member can act. */
  mine: boolean;
  owner: string;
}

export interface LinkWords {
  state: LinkState;
  sentence: string;
  action: 'none' | 'repair' | 'add_accounts' | 'relink';
}

/**
 * The state of a bank link as a tired person reads it: what is, what happens next, who must act.
 */
export function describeLink(link: LinkFacts): LinkWords {
  const act = (action: LinkWords['action']) => (link.mine ? action : 'none');
  const who = link.mine ? 'you' : link.owner;
  const bank = link.institution;
  switch (link.state) {
    case 'archived':
      return {
        state: 'archived',
        sentence: `No longer connected. Its history stays here.`,
        action: 'none',
      };
    case 'gone':
      return {
        state: 'gone',
        sentence:
          (link.errorCode === 'TOKEN_KEY_LOST'
            ? `The key to this connection to ${bank} was lost. `
            : `${bank} ended this connection. `) +
          'The history stays; connect the bank again to go on.',
        action: act('relink'),
      };
    case 'stopped':
      return { state: 'stopped', sentence: stoppedSentence(link), action: 'none' };
    case 'needs_sign_in':
      return {
        state: 'needs_sign_in',
        sentence: signInSentence(link, who),
        action: act('repair'),
      };
    case 'expiring':
      return {
        state: 'expiring',
        sentence:
          `${bank} will end this connection${link.endsOn ? ` on ${link.endsOn}` : ' soon'} ` +
          `unless ${who === 'you' ? 'you renew' : `${who} renews`} it.`,
        action: act('repair'),
      };
    case 'waiting':
      return { state: 'waiting', sentence: waitingSentence(link), action: 'none' };
    case 'ok':
      return wellSentence(link, act);
  }
}

function wellSentence(
  link: LinkFacts,
  act: (action: LinkWords['action']) => LinkWords['action'],
): LinkWords {
  if (link.errorClass === 'product') {
    return {
      state: 'ok',
      sentence: `${link.institution} does not offer its transactions at the moment. We ask again.`,
      action: 'none',
    };
  }
  if (!link.everSynced) {
    return {
      state: 'connecting',
      sentence: link.again
        ? `${link.institution} is connected again. What has happened since arrives first.`
        : `${link.institution} is connected. The last 30 days arrive first.`,
      action: 'none',
    };
  }
  if (!link.historyComplete && link.again) {
    return {
      state: 'backfilling',
      sentence: 'What is new is here. The older history stays, and is compared with the bank’s.',
      action: 'none',
    };
  }
  if (!link.historyComplete) {
    return {
      state: 'backfilling',
      sentence:
        `The newest transactions are here${link.transactions ? ` (${link.transactions})` : ''}; ` +
        'older ones are arriving.',
      action: 'none',
    };
  }
  if (link.newAccounts) {
    return {
      state: 'ok',
      sentence: `${link.institution} has a new account that is not shown here yet.`,
      action: act('add_accounts'),
    };
  }
  return { state: 'ok', sentence: 'Working. We look for news by ourselves.', action: 'none' };
}

function signInSentence(link: LinkFacts, who: string): string {
  const bank = link.institution;
  const must = who === 'you' ? 'you' : who;
  switch (link.errorCode) {
    case 'ITEM_LOCKED':
      return `${bank} has locked the sign-in. Unlock it at the bank first, then repair it here.`;
    case 'PASSWORD_RESET_REQUIRED':
      return `${bank} wants a new password. Set it at the bank first, then repair it here.`;
    case 'USER_SETUP_REQUIRED':
      return `${bank} wants something in its own app or site. Do that first, then repair it here.`;
    case 'INVALID_UPDATED_USERNAME':
    case 'MFA_NOT_SUPPORTED':
      return (
        `${bank} asks ${must} to sign in again. If repairing does not help, remove the link, ` +
        'keep its history and connect the bank again: it goes on from there.'
      );
    case 'NO_ACCOUNTS':
    case 'ACCESS_NOT_GRANTED':
    case 'ADDITIONAL_CONSENT_REQUIRED':
    case 'USER_PERMISSION_REVOKED':
      return `${bank} needs a fresh permission. Repair it and choose the accounts again.`;
    default:
      return `${bank} asks ${must} to sign in again. Nothing is lost; it goes on from there.`;
  }
}

function waitingSentence(link: LinkFacts): string {
  switch (link.errorClass) {
    case 'institution':
      return `${link.institution} is not answering at the moment. We try again by ourselves.`;
    case 'maintenance':
      return 'Plaid is being maintained. We try again by ourselves.';
    case 'rate_limit':
      return 'Too many questions in a short time. We wait a little and go on by ourselves.';
    default:
      return 'The last try did not get through. We try again by ourselves.';
  }
}

function stoppedSentence(link: LinkFacts): string {
  switch (link.errorClass) {
    case 'plan':
      return 'The Plaid plan has reached its limit. An owner of the household can change it.';
    case 'config':
      return 'Plaid refuses the keys or settings. An owner of the household must mend them.';
    case 'registration':
      return `${link.institution} wants the owner to register at Plaid's dashboard first.`;
    case 'unsupported':
      return `Plaid no longer supports this link to ${link.institution}. Its history stays here.`;
    default:
      return 'Something went wrong on our side. We look again within a day; the details can help.';
  }
}
