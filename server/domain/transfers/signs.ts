import { dayNumber, type Leg, type LegAccount } from './leg.ts';
import {
  readWords,
  saysAny,
  saysForeignBank,
  saysMask,
  speakOf,
  type Said,
  type Spoken,
} from './words.ts';

/** A leg with everything read of it that a judgement needs. */
export interface ReadLeg {
  leg: Leg;
  said: Said;
  account: LegAccount;
  /** Days since 1970. */
  day: number;
  posted: number;
}

/** Whom a household is, as far as a judgement needs it. */
export interface House {
  read(leg: Leg): ReadLeg | undefined;
  spoken(account: LegAccount): Spoken;
  /** All words for the household's institutions. */
  institutions: string[];
  accounts: LegAccount[];
}

export function openHouse(accounts: LegAccount[]): House {
  const byId = new Map(accounts.map((account) => [account.id, account]));
  const spoken = new Map(accounts.map((account) => [account.id, speakOf(account)]));
  return {
    accounts,
    institutions: [...spoken.values()].flatMap((one) => one.institution),
    spoken: (account) => spoken.get(account.id)!,
    read(leg) {
      const account = byId.get(leg.accountId);
      if (!account) return undefined;
      const [day, posted] = [dayNumber(leg.day), dayNumber(leg.posted)];
      return { leg, account, said: readWords(leg.text), day, posted: Math.max(day, posted) };
    },
  };
}

/** So many days at most lie between the two legs. */
export const LONGEST_DAYS = 7;

/** A shop, a salary, a fee: that it is half of a transfer would be a surprise. */
const UNLIKELY = -4;

const saving = (account: LegAccount) => /savings|money market|cd/.test(account.subtype ?? '');

/** What the bank files the leaving leg under, against where it would arrive. */
function outPoints(category: string | null, to: LegAccount): number {
  const { kind } = to;
  const held = kind === 'depository' || kind === 'other';
  if (category === null || /^(OTHER|GENERAL_SERVICES_OTHER)/.test(category)) return 0;
  if (category.startsWith('LOAN_PAYMENTS_CREDIT_CARD')) return kind === 'credit' ? 4 : -2;
  if (category.startsWith('LOAN_PAYMENTS_MORTGAGE')) {
    return kind !== 'loan' ? UNLIKELY : to.subtype === 'mortgage' ? 4 : 2;
  }
  if (/^LOAN_PAYMENTS_(CAR|STUDENT|PERSONAL)/.test(category)) return kind === 'loan' ? 4 : -2;
  if (category.startsWith('LOAN_')) return kind === 'loan' || kind === 'credit' ? 3 : -2;
  if (category.startsWith('TRANSFER_OUT_SAVINGS')) {
    return held ? (saving(to) ? 4 : 1.5) : kind === 'investment' ? 2 : -2;
  }
  if (/^TRANSFER_OUT_(INVESTMENT|CRYPTO)/.test(category)) {
    return kind === 'investment' ? 4 : held ? 1.5 : -3;
  }
  if (category.startsWith('TRANSFER_OUT_TRANSFER_OUT_FROM_APPS')) return held ? 1 : -2;
  if (category.startsWith('TRANSFER_OUT_WITHDRAWAL')) return held ? 1.5 : kind === 'loan' ? 1 : -2;
  if (/^TRANSFER_(OUT|IN)/.test(category)) return held ? 3 : 2;
  return UNLIKELY;
}

/** The same for the arriving leg, against where it would come from. */
function inPoints({ leg, account }: ReadLeg, from: LegAccount, out: Leg): number {
  const { category } = leg;
  if (account.kind === 'loan') return category?.startsWith('BANK_FEES') ? UNLIKELY : 3;
  if (account.kind === 'credit') return cardPoints(leg, out);
  if (category === null || category.startsWith('OTHER')) return 0;
  if (category.startsWith('LOAN_DISBURSEMENTS')) return from.kind === 'loan' ? 3 : -2;
  if (category.startsWith('TRANSFER_IN_SAVINGS')) return saving(from) ? 4 : 1.5;
  if (category.startsWith('TRANSFER_IN_INVESTMENT')) return from.kind === 'investment' ? 4 : 1.5;
  if (category.startsWith('TRANSFER_IN_TRANSFER_IN_FROM_APPS')) return 1;
  if (category.startsWith('TRANSFER_IN_DEPOSIT')) return 1.5;
  if (/^(TRANSFER_(IN|OUT)|LOAN_PAYMENTS)/.test(category)) return 3;
  // Gains and wages come from outside; a bank that guesses says so of other things too.
  return category === 'INCOME_OTHER' ? -2 : UNLIKELY;
}

/**
 * What comes into a card is its payment or what a shop gives back, and banks file payments under
 * anything: only where the other side is a payment, and no shop is named, may it be one.
 */
function cardPoints({ category, merchantId }: Leg, out: Leg): number {
  if (category === null) return 1.5;
  if (/^(LOAN_PAYMENTS|TRANSFER_IN)/.test(category)) return 3;
  if (/^(INCOME|OTHER)/.test(category)) return 2;
  const paid = out.category?.startsWith('LOAN_PAYMENTS') === true;
  return paid && merchantId === null ? 0.5 : UNLIKELY - 2;
}

/** Days on which banks move nothing are not waited for. */
function bankDays(from: number, to: number): number {
  let days = 0;
  // Day 0 was a Thursday.
  for (let day = from; day < to; day++) if ((day + 1 + 4) % 7 > 0 && (day + 1 + 4) % 7 < 6) days++;
  return days;
}

/** What leaves first arrives within days; what seems to arrive first is the banks' bookkeeping. */
export function dayPoints(from: ReadLeg, to: ReadLeg): number {
  if (Math.abs(to.day - from.day) > LONGEST_DAYS) return -Infinity;
  if (to.day <= from.posted && to.posted >= from.day) return to.day === from.day ? 2 : 1.5;
  if (to.posted < from.day) {
    const early = bankDays(to.posted, from.day);
    return early <= 1 ? 0 : early === 2 ? -1.5 : -4;
  }
  return [1.5, 1.5, 0.75, 0, -1, -2][bankDays(from.posted, to.day)] ?? -4;
}

/** Two equal odd amounts are no accident; two of fifty may be. */
function amountPoints(amount: string): number {
  const size = Number(amount.replace('-', ''));
  if (size < 1) return -2;
  if (Math.round(size * 100) % 100 !== 0) return 1.5;
  return size % 10 === 0 ? 0 : 0.75;
}

/** What one side's words say of the account at the other side. */
function namePoints(house: House, mine: ReadLeg, other: ReadLeg): number {
  const { said } = mine;
  const [self, there] = [house.spoken(mine.account), house.spoken(other.account)];
  let points = 0;
  if (saysMask(said, there.mask)) points += 4;
  else if (
    house.accounts.some((one) => {
      const { mask } = house.spoken(one);
      return mask !== self.mask && mask !== there.mask && saysMask(said, mask);
    })
  ) {
    points -= 4;
  }
  if (saysAny(said, there.names)) points += 2;
  if (saysAny(said, there.institution)) points += 2;
  else if (!saysAny(said, self.institution)) {
    const others = house.accounts.some((one) => saysAny(said, house.spoken(one).institution));
    if (others || saysForeignBank(said, house.institutions)) points -= 3;
  }
  if (saysAny(said, there.owners)) points += 2;
  // A payment app names people: whom it does not name, it does not pay.
  else if (said.app && said.way) points -= 3;
  if (said.saving && other.account.kind === 'depository' && !saving(mine.account)) {
    points += saving(other.account) ? 1.5 : -1;
  }
  if (said.checking && saving(mine.account)) points += saving(other.account) ? -1 : 1.5;
  return points;
}

function wordPoints(from: ReadLeg, to: ReadLeg): number {
  const owed = to.account.kind === 'credit' || to.account.kind === 'loan';
  let points = 0;
  if (from.said.moves || (owed && from.said.pays)) points += 1.5;
  if (to.said.moves || (owed && to.said.pays)) points += 1.5;
  if (owed && to.said.thanks) points += 2;
  if (from.said.way === 'from' && from.said.moves) points -= 3;
  if (to.said.way === 'to' && to.said.moves) points -= 3;
  // A payment that comes back goes the same way as it came.
  if (to.said.givesBack) points += from.said.givesBack ? 2 : UNLIKELY;
  if (to.said.earns) points += UNLIKELY;
  if (to.said.references.some((token) => from.said.tokens.has(token))) points += 2;
  if (from.said.plain === to.said.plain) points += 1;
  if (from.said.cash || to.said.cash) points -= 2.5;
  if (from.said.app && to.said.app && from.said.app !== to.said.app) points -= 3;
  return points;
}

/**
 * How much speaks for two rows being the legs of one transfer, the amounts aside: what the bank
 * files them under, the kinds of the accounts, the days between, and what the words name.
 */
export function scoreKind(house: House, from: ReadLeg, to: ReadLeg): number {
  if (from.leg.accountId === to.leg.accountId) return -Infinity;
  const days = dayPoints(from, to);
  if (days === -Infinity) return days;
  const words = wordPoints(from, to);
  const names = namePoints(house, from, to) + namePoints(house, to, from);
  const out = outPoints(from.leg.category, to.account) - (from.leg.merchantId === null ? 0 : 1);
  // Of two accounts that could be meant, mostly one's own is.
  const apart = from.account.owners.some((name) => to.account.owners.includes(name)) ? 0 : -1.5;
  // A bank that names the other account knows better than whoever files.
  const filed = Math.max(out + inPoints(to, from.account, from.leg), names >= 4 ? -2 : -Infinity);
  return days + filed + words + names + apart;
}

/** The same for two rows of one amount. */
export const scorePair = (house: House, from: ReadLeg, to: ReadLeg): number =>
  scoreKind(house, from, to) + amountPoints(from.leg.amount);
