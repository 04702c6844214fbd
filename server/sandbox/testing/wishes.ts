import type { CountryCode, LinkTokenCreateRequest, Products } from 'plaid';

/** The SDK's enums exist only at its run time; these are the strings that they stand for. */
export const US = ['US'] as CountryCode[];
export const products = (...names: string[]) => names as Products[];

/** A request for a link token that nothing is wrong with. */
export function linkWish(more: Partial<LinkTokenCreateRequest> = {}): LinkTokenCreateRequest {
  return {
    client_name: 'A household',
    country_codes: US,
    language: 'en',
    products: products('transactions'),
    user: { client_user_id: 'ana' },
    ...more,
  };
}
