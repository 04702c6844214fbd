import type { AuditKind, AuditRow } from '#server/db/audit.ts';
import { longDay } from './words.ts';

type Entry = Pick<AuditRow, 'kind' | 'actor' | 'details' | 'mine' | 'toMe'>;

/** An entry in one sentence for whoever reads it, made from the entry alone. */
export function auditSentence(entry: Entry): string {
  const say: ((entry: Said) => string) | undefined = sentences[entry.kind];
  return say ? say(reading(entry)) : `${reading(entry).who} did something (${entry.kind}).`;
}

/** An entry with the words that most sentences are made of. */
interface Said {
  /** Who did it, to begin a sentence with. */
  who: string;
  toMe: boolean;
  /** A fact as text; where it was not noted, what stands in for it. */
  fact(name: string, otherwise?: string): string;
  /** A fact that is a number. */
  count(name: string): number;
}

function reading({ actor, details, mine, toMe }: Entry): Said {
  return {
    who: mine ? 'You' : (actor ?? 'Somebody'),
    toMe,
    fact: (name, otherwise = '') => String(details[name] ?? otherwise),
    count: (name) => Number(details[name] ?? 0),
  };
}

const ways: Record<string, string> = {
  password: 'a password',
  password_and_app: 'a password and a code from the app',
  password_and_recovery_code: 'a password and a recovery code',
  passkey: 'a passkey',
  address: 'a one-time address',
  setup: 'the set-up code',
  invitation: 'an invitation',
};

const failures: Record<string, string> = {
  password: 'Somebody tried to sign in as you with a wrong password.',
  code: 'Somebody gave your password and then a wrong code.',
  passkey: 'Somebody tried to sign in as you with a passkey that did not fit.',
};

const settings: Record<string, string> = {
  name: 'name',
  timeZone: 'time zone',
  currency: 'currency',
  connectionLimit: 'limit of bank connections',
  ecbRates: 'whether the European Central Bank’s rates are read',
  askWealth: 'whether banks are asked for rates and holdings',
};

const levels: Record<string, string> = {
  full: 'The household: everything.',
  balances: 'The household: the balance only.',
  none: 'The household: nothing.',
};

const day = (text: string) => (/^\d{4}-\d\d-\d\d$/.test(text) ? longDay(text, 'UTC') : 'a day');
const plural = (n: number, one: string, many = `${one}s`) => `${n} ${n === 1 ? one : many}`;
const aRole = (role: string) => `${role === 'owner' ? 'an' : 'a'} ${role || 'member'}`;
const named = (name: string) => (name ? ` for ${name}` : '');

const sentences: Record<AuditKind, (entry: Said) => string> = {
  'setup.done': ({ who }) => `${who} set this Ledgerberry box up.`,
  'sign_in.done': ({ who, fact }) => {
    const place = fact('shared') === 'true' ? ', on a shared computer' : '';
    const way = ways[fact('with')] ?? 'a code';
    return `${who} signed in with ${way}: ${fact('device', 'A browser')}${place}.`;
  },
  'sign_in.failed': ({ fact }) => failures[fact('why')] ?? 'Somebody tried to sign in as you.',
  'session.ended': ({ who, fact, count }) =>
    fact('device')
      ? `${who} ended a session: ${fact('device')}.`
      : `${who} ended ${plural(count('others'), 'other session')}.`,
  'credential.password_changed': ({ who, count }) => {
    const ended = [
      [count('others'), 'session'] as const,
      [count('tokens'), 'API token'] as const,
    ].flatMap(([n, what]) => (n > 0 ? [plural(n, what)] : []));
    const also = ended.length > 0 ? `; ${ended.join(' and ')} ended` : '';
    return `${who} changed the password${also}.`;
  },
  'credential.passkey_added': ({ who, fact }) => `${who} added the passkey “${fact('name', '?')}”.`,
  'credential.passkey_removed': ({ who, fact }) =>
    `${who} removed the passkey “${fact('name', '?')}”.`,
  'credential.totp_on': ({ who }) => `${who} set up an app for sign-in codes.`,
  'credential.totp_off': ({ who, fact }) =>
    fact('why') === 'key_lost'
      ? 'The app for sign-in codes was given up: the key to its secret is lost.'
      : `${who} removed the app for sign-in codes.`,
  'credential.recovery_codes_made': ({ who }) => `${who} made new recovery codes.`,
  'credential.recovery_code_used': ({ who, count }) =>
    `${who} used a recovery code, ${plural(count('left'), 'is', 'are')} left.`,
  'token.made': ({ who, fact, count }) =>
    `${who} made the API token “${fact('name', '?')}” (${fact('scopes', 'read')}) ` +
    `for ${plural(count('days'), 'day')}.`,
  'token.removed': ({ who, fact }) => `${who} removed the API token “${fact('name', '?')}”.`,
  'member.invited': ({ who, fact }) =>
    `${who} made an invitation${named(fact('name'))} as ${aRole(fact('role'))}.`,
  'member.invitation_removed': ({ who, fact }) =>
    `${who} withdrew an invitation${named(fact('name'))} as ${aRole(fact('role'))}.`,
  'member.joined': ({ who, fact }) =>
    `${who} joined as ${aRole(fact('role'))}, invited by ${fact('invitedBy', 'an owner')}.`,
  'member.role_changed': ({ who, toMe, fact }) =>
    `${who} made ${toMe ? (who === 'You' ? 'yourself' : 'you') : fact('name', 'a member')} ` +
    `${aRole(fact('role'))} instead of ${aRole(fact('from'))}.`,
  'member.removed': ({ who, fact }) =>
    `${who} removed ${fact('name', 'a member')} from the household.`,
  'member.left': ({ who }) => `${who} left the household.`,
  'member.session_ended': ({ who, toMe, fact }) =>
    `${who} ended a session of ${toMe ? 'yours' : `${fact('name', 'a member')}’s`}.`,
  'household.changed': ({ who, fact }) => {
    const changed = Object.keys(settings).filter((name) => fact(name) !== '');
    const what = changed.map((name) => settings[name]).join(', ') || 'settings';
    return `${who} changed the household’s ${what}.`;
  },
  'link.connected': ({ who, fact }) => `${who} connected ${fact('institution') || 'a bank'}.`,
  'link.removed': ({ who, fact }) =>
    `${who} disconnected ${fact('institution') || 'a bank'} and ` +
    (fact('keep') === 'history' ? 'kept its history.' : 'deleted its history.'),
  'sharing.changed': ({ who, fact, count }) => {
    const which = plural(count('accounts'), 'account');
    const named = count('named');
    const people = named > 0 ? ` ${plural(named, 'person', 'people')} by name.` : '';
    return `${who} changed who sees ${which}. ${levels[fact('household')] ?? ''}${people}`.trim();
  },
  'sharing.ended': ({ fact }) =>
    `${fact('by', 'Somebody')} has left, and no longer shares with you: ` +
    `${fact('names', 'an account')}.`,
  'sharing.handed_over': ({ fact }) => {
    const [by, names] = [fact('by', 'Somebody'), fact('names', 'an account')];
    return fact('yours') === 'true'
      ? `${by} has left and handed over to you: ${names}.`
      : `${by} has left; with ${fact('to', 'another')} go on: ${names}.`;
  },
  'transactions.exported': ({ who }) => `${who} exported transactions as a file.`,
  'hiding.made': ({ who, fact }) =>
    `${who} hid a ${fact('what') === 'merchant' ? 'merchant' : 'transaction'} ` +
    `until ${day(fact('until'))}.`,
  'hiding.removed': ({ who }) => `${who} ended a surprise before its day.`,
  'joint.joined': () => 'An account that two of you connected is now shown once.',
  'joint.split': ({ who }) => `${who} showed a joint account apart again.`,
  'sandbox.used': ({ who, fact }) => {
    const lever = `${fact('do', 'a lever').replaceAll('_', ' ')} ${fact('code')}`;
    return `${who} used the sandbox: ${lever.trim()}.`;
  },
};
