import { ask } from './client.ts';

/** What is owed: of all accounts, or of one. */
export const liabilities = (account?: string) =>
  ask(['accounts'], 'GET /api/liabilities', {
    query: account ? { account } : {},
  });

/** What is held at brokers: of all accounts, or of one. */
export const holdings = (account?: string) =>
  ask(['accounts'], 'GET /api/holdings', { query: account ? { account } : {} });

export interface TradesOf {
  account?: string | undefined;
  /** The key of a security. */
  security?: string | undefined;
  limit: number;
}

/** The newest trades. */
export const trades = ({ account, security, limit }: TradesOf) =>
  ask(['accounts'], 'GET /api/investments/transactions', {
    query: {
      limit,
      ...(account ? { account } : {}),
      ...(security ? { security } : {}),
    },
  });

/** Which banks tell what is owed and held, and how that goes. */
export const sources = () => ask(['links', 'accounts', 'household'], 'GET /api/sources');
