import type { Source } from '#server/contract/wealth.ts';
import type { Product } from './bankWealth.ts';
import type { PlaidErrorClass } from './plaidErrors.ts';

export interface SourceFacts {
  product: Product;
  institution: string;
  mine: boolean;
  owner: string;
  state: 'asked' | 'offered' | 'lacking';
  errorClass: PlaidErrorClass | null;
  everRead: boolean;
  /** The household wants banks to be asked at all. */
  wanted: boolean;
}

const names: Record<Product, string> = {
  liabilities: 'rates and payments',
  holdings: 'holdings',
  trades: 'trades',
};

/** How a bank tells what is owed or held, as a tired person reads it. */
export function describeSource(source: SourceFacts): Pick<Source, 'state' | 'sentence' | 'action'> {
  const { institution, mine, owner, state, errorClass, everRead } = source;
  const what = names[source.product];
  if (!source.wanted) {
    const sentence = `Banks are not asked for ${what}. An owner can change that in the settings.`;
    return { state: 'waiting', sentence, action: 'none' };
  }
  if (state === 'lacking') {
    return { state: 'lacking', sentence: `${institution} does not tell ${what}.`, action: 'none' };
  }
  if (state === 'offered' || errorClass === 'consent') {
    const sentence = mine
      ? `${institution} can tell ${what} too, once you allow it there.`
      : `${institution} can tell ${what} too, once ${owner} allows it there.`;
    return { state: 'not_allowed', sentence, action: mine ? 'allow' : 'none' };
  }
  if (errorClass !== null && errorClass !== 'wait') {
    return { state: 'waiting', sentence: troubleOf(institution, what, errorClass), action: 'none' };
  }
  if (everRead) {
    return { state: 'read', sentence: `${institution} tells ${what}.`, action: 'none' };
  }
  const sentence =
    errorClass === 'wait'
      ? `${institution} is still collecting its ${what}.`
      : `${capital(what)} from ${institution} are on their way.`;
  return { state: 'coming', sentence, action: 'none' };
}

const capital = (words: string) => words.charAt(0).toUpperCase() + words.slice(1);

function troubleOf(institution: string, what: string, errorClass: PlaidErrorClass): string {
  switch (errorClass) {
    case 'reauth':
    case 'gone':
      return `${institution} tells ${what} again when its bank link works.`;
    case 'plan':
      return `The Plaid plan does not cover ${what} any more. An owner can change it.`;
    case 'config':
      return `Plaid does not give us ${what}: an owner can ask for them in Plaid’s dashboard.`;
    case 'unsupported':
    case 'registration':
      return `${institution} does not give ${what} to Plaid at the moment.`;
    case 'bug':
    case 'link':
      return `Something went wrong on our side with ${what} of ${institution}. We look again.`;
    default:
      return `${institution} did not answer when asked for ${what}. We try again by ourselves.`;
  }
}
