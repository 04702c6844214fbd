import { expect, it } from 'vitest';
import { loginOf, tellable } from './plaid-link.ts';

it('tells of an event what support needs and nothing that was typed', () => {
  expect(
    tellable({
      institution_id: 'ins_1',
      institution_search_query: 'my secret bank',
      error_code: null,
      routing_number: '021000021',
      view_name: 'CREDENTIAL',
    }),
  ).toEqual({ institution_id: 'ins_1', view_name: 'CREDENTIAL' });
});

it('tells of a finished sign-in the bank and the accounts, and no token or id', () => {
  const metadata = {
    institution: { institution_id: 'ins_1', name: 'Bank', extra: 1 },
    accounts: [{ id: 'a', name: 'Checking', mask: '0000', type: 'depository' }],
    public_token: 'public-sandbox-1',
  };
  expect(loginOf(metadata)).toEqual({
    institution: { institution_id: 'ins_1', name: 'Bank' },
    accounts: [{ name: 'Checking', mask: '0000' }],
  });
  expect(loginOf(null)).toEqual({ institution: {}, accounts: [] });
});
