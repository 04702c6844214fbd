/**
 * The seams between the bank's core (this folder), its worlds (world/: who banks here and what
 * they do with their money) and its Link pages (link/). Everything is in Plaid's shapes and with
 * Plaid's signs: positive leaves the account, what is owed on a card or loan is positive.
 */
export type * from './bankTypes.ts';
export type * from './lifeTypes.ts';
export type * from './linkTypes.ts';
