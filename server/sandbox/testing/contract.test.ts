import { expect, test } from 'vitest';
import { replyFaults, webhookFaults } from './contract.ts';

const headers = {
  'content-type': 'application/json; charset=utf-8',
  'plaid-version': '2020-09-14',
};
const pretty = (body: object) => JSON.stringify(body, null, 2);
const faults = (path: string, body: object, status = 200) =>
  replyFaults(path, status, pretty(body), headers).join();

const account = {
  account_id: 'a',
  balances: {
    available: 1,
    current: 1,
    iso_currency_code: 'USD',
    limit: null,
    unofficial_currency_code: null,
  },
  mask: null,
  name: 'One',
  official_name: null,
  subtype: 'checking',
  type: 'depository',
};
const page = {
  accounts: [account],
  added: [],
  has_more: false,
  modified: [],
  next_cursor: 'x',
  removed: [],
  request_id: 'a'.repeat(15),
  transactions_update_status: 'NOT_READY',
};

test('a reply in order has no faults', () => {
  expect(faults('/transactions/sync', page)).toBe('');
});

test('what is missing, unknown at any depth, or of another type is seen', () => {
  const { has_more: _gone, ...less } = page;
  expect(faults('/transactions/sync', less)).toContain('has_more');
  const deep = { ...account, balances: { ...account.balances, zest: 1 } };
  expect(faults('/transactions/sync', { ...page, accounts: [deep] })).toContain('zest');
  const typed = { ...account, type: 'piggy bank' };
  expect(faults('/transactions/sync', { ...page, accounts: [typed] })).toContain('/type');
});

test('the form is seen: order, layout, request id, headers, envelope', () => {
  const { accounts, ...rest } = page;
  expect(faults('/transactions/sync', { ...rest, accounts })).toContain('not pretty');
  const flat = replyFaults('/transactions/sync', 200, JSON.stringify(page), headers).join();
  expect(flat).toContain('not pretty');
  expect(faults('/transactions/sync', { ...page, request_id: 'short' })).toContain('request_id');
  expect(replyFaults('/transactions/sync', 200, pretty(page), {}).join()).toContain('version');
  const error = { error_code: 'X', error_message: 'x', error_type: 'ITEM_ERROR' };
  expect(faults('/item/get', error, 400)).toContain('envelope');
});

test('webhooks likewise', () => {
  const body = {
    environment: 'sandbox',
    item_id: 'i',
    webhook_code: 'LOGIN_REPAIRED',
    webhook_type: 'ITEM',
  };
  expect(webhookFaults(pretty(body))).toEqual([]);
  const { item_id: _gone, ...less } = body;
  expect(webhookFaults(pretty(less)).join()).toContain('item_id');
  expect(webhookFaults(pretty({ ...body, zest: 1 })).join()).toContain('zest');
  expect(webhookFaults(pretty({ ...body, webhook_code: 'HELLO' })).join()).toContain('unknown');
});
