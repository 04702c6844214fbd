import { expect, it } from 'vitest';
import { tellable } from './plaid-link.ts';

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
