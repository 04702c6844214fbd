import { z } from 'zod';

const id = <Name extends string>(_name: Name) => z.uuid().brand<Name>();

export const memberId = id('MemberId');
export const itemId = id('ItemId');
export const accountId = id('AccountId');
export const transactionId = id('TransactionId');
export const linkSessionId = id('LinkSessionId');
export const syncId = id('SyncId');
export const changeId = id('ChangeId');
export const sessionId = id('SessionId');
export const invitationId = id('InvitationId');
export const passkeyId = id('PasskeyId');
export const apiTokenId = id('ApiTokenId');
export const hidingId = id('HidingId');
export const jointId = id('JointId');
export const attachmentId = id('AttachmentId');
export const ruleId = id('RuleId');
export const tradeId = id('TradeId');
export const rateId = id('RateId');

export type MemberId = z.infer<typeof memberId>;
export type ItemId = z.infer<typeof itemId>;
export type AccountId = z.infer<typeof accountId>;
export type TransactionId = z.infer<typeof transactionId>;
export type LinkSessionId = z.infer<typeof linkSessionId>;
export type SyncId = z.infer<typeof syncId>;
export type ChangeId = z.infer<typeof changeId>;
export type SessionId = z.infer<typeof sessionId>;
export type InvitationId = z.infer<typeof invitationId>;
export type PasskeyId = z.infer<typeof passkeyId>;
export type ApiTokenId = z.infer<typeof apiTokenId>;
export type HidingId = z.infer<typeof hidingId>;
export type JointId = z.infer<typeof jointId>;
export type AttachmentId = z.infer<typeof attachmentId>;
export type RuleId = z.infer<typeof ruleId>;
export type TradeId = z.infer<typeof tradeId>;
export type RateId = z.infer<typeof rateId>;
