import type {
  ItemGetRequest,
  ItemGetResponse,
  ItemPublicTokenExchangeRequest,
  ItemPublicTokenExchangeResponse,
  ItemRemoveRequest,
  ItemRemoveResponse,
  ItemWebhookUpdateRequest,
  ItemWebhookUpdateResponse,
  WebhookVerificationKeyGetRequest,
  WebhookVerificationKeyGetResponse,
} from 'plaid';
import { endpoint, itemEndpoint } from './endpoint.ts';
import type { Reply } from './endpoint.ts';
import { must, nullable, oneOf, text, word } from './fields.ts';
import { itemInstitution } from '#server/sandbox/bank/bank.ts';
import { exchange, setHealth } from '#server/sandbox/bank/items.ts';
import { recordItem } from '#server/sandbox/bank/memory.ts';
import { renderItem } from '#server/sandbox/bank/render.ts';
import { BankError } from '#server/sandbox/errors.ts';
import { fireItemWebhook } from '#server/sandbox/webhooks/wiring.ts';

export const publicTokenExchange = endpoint<ItemPublicTokenExchangeRequest>(
  { public_token: must(word) },
  ({ bank }, { public_token }) => {
    const { meta } = exchange(bank, public_token);
    return {
      access_token: meta.access_token,
      item_id: meta.item_id,
    } satisfies Reply<ItemPublicTokenExchangeResponse>;
  },
);

/** Answers for a broken item too: its trouble stands in `item.error`. */
export const itemGet = itemEndpoint<ItemGetRequest>('any', {}, ({ bank }, item) => {
  const { meta } = item;
  const updated = {
    last_failed_update: meta.last_failure,
    last_successful_update: meta.last_update,
  };
  return {
    item: {
      ...renderItem(item, itemInstitution(bank, item)),
      consented_data_scopes: [],
      consented_use_cases: [],
      created_at: meta.created_at,
    },
    status: {
      investments: meta.products.includes('investments') ? updated : null,
      last_webhook: meta.last_webhook,
      transactions: meta.products.includes('transactions') ? updated : null,
    },
  } satisfies Reply<ItemGetResponse>;
});

const REASONS = [
  'FRAUD_FIRST_PARTY',
  'FRAUD_FALSE_IDENTITY',
  'FRAUD_ABUSE',
  'FRAUD_OTHER',
  'CONNECTION_IS_NON_FUNCTIONAL',
  'OTHER',
];

export const itemRemove = itemEndpoint<ItemRemoveRequest>(
  'any',
  { reason_code: nullable(oneOf(REASONS)), reason_note: nullable(text) },
  ({ bank }, item, { reason_note }) => {
    if (reason_note && reason_note.length > 512) {
      throw new BankError('INVALID_FIELD', 'reason_note must be at most 512 characters');
    }
    setHealth(bank, item, { state: 'removed', error_code: 'ITEM_NOT_FOUND' });
    return {} satisfies Reply<ItemRemoveResponse>;
  },
);

export const itemWebhookUpdate = itemEndpoint<ItemWebhookUpdateRequest>(
  'any',
  { webhook: nullable(text) },
  ({ bank, postman }, item, { webhook }) => {
    if (webhook && !/^https?:$/.test(URL.parse(webhook)?.protocol ?? '')) {
      throw new BankError('INVALID_FIELD', 'webhook must be a valid URL');
    }
    item.meta.webhook = webhook || null;
    recordItem(bank, item);
    fireItemWebhook(postman, item, 'ITEM', 'WEBHOOK_UPDATE_ACKNOWLEDGED');
    return {
      item: renderItem(item, itemInstitution(bank, item)),
    } satisfies Reply<ItemWebhookUpdateResponse>;
  },
);

export const verificationKeyGet = endpoint<WebhookVerificationKeyGetRequest>(
  { key_id: must(word) },
  ({ keys }, { key_id }) => {
    const key = keys.find(key_id);
    if (!key) throw new BankError('INVALID_WEBHOOK_VERIFICATION_KEY_ID');
    return { key } satisfies Reply<WebhookVerificationKeyGetResponse>;
  },
);
