import { z } from 'zod';
import { accountId, hidingId, jointId, memberId, transactionId } from './ids.ts';
import { day } from './time.ts';

/**
 * What somebody may see of an account: `own`, who linked it; `full`, with its transactions;
 * `balances`, what it holds and no more. Who may see less is told nothing of it at all.
 */
export const access = z.enum(['own', 'full', 'balances']);
export type Access = z.infer<typeof access>;

/** How an account is shared with somebody; `none` keeps them out of what the household sees. */
export const shareLevel = z.enum(['none', 'balances', 'full']);
export type ShareLevel = z.infer<typeof shareLevel>;

/** How an account is shared: with the household (viewers are not meant), and by name. */
export const sharing = z.strictObject({
  /** Owners and members, also those who come later. */
  household: shareLevel,
  /** For these members instead of what holds for the household. */
  members: z.array(z.strictObject({ memberId, level: shareLevel })).max(50),
});
export type Sharing = z.infer<typeof sharing>;

/** Whoever can see something, as it stands now. */
const seenBy = z.strictObject({ memberId, name: z.string(), access });

/**
 * "Who can see this?", answered in full to whoever linked the account; to others only that it is
 * shared with them, and by whom.
 */
export const whoSees = z.strictObject({
  mine: z.boolean(),
  linkedBy: z.strictObject({ memberId, name: z.string() }),
  /** For the linker only: as it was set. */
  sharing: sharing.nullable(),
  /**
   * Everybody who can see it, whoever linked a joint account as well and the asker included; to
   * others than the linkers only themselves.
   */
  seenBy: z.array(seenBy),
  /** In words: `You and Theo see balance and transactions.`, of a transaction `You and Theo.` */
  sentence: z.string(),
});
export type WhoSees = z.infer<typeof whoSees>;

/** The same of every account that the asker linked: how it is shared, and who sees it by that. */
export const ownSharingReply = z.strictObject({
  accounts: z.array(
    z.strictObject({ id: accountId, sharing, seenBy: z.array(seenBy), sentence: z.string() }),
  ),
});

/**
 * What the others see of something hidden: `totals`, its amount within what a month adds up to,
 * without category or name; `nothing`, not even that.
 */
export const hidingHow = z.enum(['totals', 'nothing']);
export type HidingHow = z.infer<typeof hidingHow>;

/** A surprise: hidden from the others until a day, on which it is shown. */
export const hidingBody = z.strictObject({
  /** One transaction, or whatever comes from its merchant in any account of one's own. */
  transaction: transactionId,
  what: z.enum(['transaction', 'merchant']),
  until: day,
  how: hidingHow,
});

export const hiding = z.strictObject({
  id: hidingId,
  what: z.enum(['transaction', 'merchant']),
  /** The transaction's or the merchant's name, for its own member only. */
  name: z.string(),
  transactionId: transactionId.nullable(),
  until: day,
  how: hidingHow,
});
export type Hiding = z.infer<typeof hiding>;

export const hidingsReply = z.strictObject({ hidings: z.array(hiding) });

/** `POST /api/accounts/sharing`: the answer to the question asked after linking, for several. */
export const shareBody = z.strictObject({
  accounts: z.array(accountId).min(1).max(200),
  sharing,
});

/**
 * Two accounts of two members that look like one account at the bank. Each is told of their own
 * account and of whose the other is, no more, until both have agreed.
 * - `proposed`: the asker has not answered; `waiting`: they agreed, the other has not yet
 * - `declined`: the asker said no, or split it; they may still say yes
 * - `joined`: one account with two feeds, counted once
 */
export const joint = z.strictObject({
  id: jointId,
  state: z.enum(['proposed', 'waiting', 'declined', 'joined']),
  account: z.strictObject({ id: accountId, name: z.string() }),
  with: z.strictObject({ memberId, name: z.string() }),
  sentence: z.string(),
});
export type Joint = z.infer<typeof joint>;
export const jointsReply = z.strictObject({ joints: z.array(joint) });
export const jointAnswerBody = z.strictObject({ same: z.boolean() });
