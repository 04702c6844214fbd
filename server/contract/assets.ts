import { z } from 'zod';
import { account } from './accounts.ts';
import { accountId } from './ids.ts';
import { currencyCode } from './session.ts';
import { day } from './time.ts';
import { change } from './transactions.ts';

/** What the household keeps by hand: what it has, then what it owes. */
export const assetKind = z.enum([
  'house',
  'car',
  'cash',
  'valuables',
  'lent',
  'thing',
  'borrowed',
  'debt',
]);
export type AssetKind = z.infer<typeof assetKind>;

const name = z.string().trim().min(1, 'is missing').max(80);

/** What it is worth or, of a debt, how much is owed: without a sign. */
const worth = z.string().regex(/^\d{1,12}(\.\d{1,8})?$/, 'is not an amount, such as 1200.50');

/** A day of a value: there is none of what is still to come. */
const valueDay = day.refine((text) => text >= '1900-01-01', 'is too long ago');

export const assetBody = z.strictObject({
  name,
  kind: assetKind,
  currency: currencyCode,
  worth,
  day: valueDay,
});

export const assetPatch = z
  .strictObject({
    name,
    /** What it is; a debt stays a debt. */
    kind: assetKind,
    /** The household has it no more: its history stays, and it is in no total. */
    gone: z.boolean(),
  })
  .partial();

export const assetValueBody = z.strictObject({ day: valueDay, worth });

export const assetReply = z.strictObject({ account, change });
export const assetSteppedReply = z.strictObject({ change });

export const assetValueParams = z.strictObject({ id: accountId, day: valueDay });
