import { itemWebhook, sessionWebhooks } from './bodies.ts';
import type { WebhookFacts } from './bodies.ts';
import type { Flaw } from './keys.ts';
import type { Postman } from './postman.ts';
import type { Bank } from '#server/sandbox/bank/bank.ts';
import type { Item } from '#server/sandbox/bank/item.ts';
import type { ProductName } from '#server/sandbox/types.ts';

/** Sends one of the item's webhooks, if it has an address to send to. False where it has none. */
export function fireItemWebhook(
  postman: Postman,
  item: Item,
  type: string,
  code: string,
  facts: WebhookFacts & { readonly flaw?: Flaw | null; readonly fields?: object } = {},
): boolean {
  const built = itemWebhook(item, type, code, facts);
  if (!built || !item.meta.webhook) return false;
  const body = { ...built, ...facts.fields };
  item.meta.last_webhook = { code_sent: code, sent_at: new Date().toISOString() };
  postman.send({ body, flaw: facts.flaw ?? null, url: item.meta.webhook });
  return true;
}

const among = (fields: ReadonlySet<string>) => (field: string) => fields.has(field);

/**
 * What the bank tells by itself. The older codes are sent beside SYNC_UPDATES_AVAILABLE, as the
 * real Plaid does; a client that follows the sync must not be misled by them.
 */
export function connectWebhooks(bank: Bank, postman: Postman): void {
  bank.events = {
    changed(item, { added, modified, removed }) {
      if (item.meta.phase === 'new') return;
      if (item.meta.synced)
        fireItemWebhook(postman, item, 'TRANSACTIONS', 'SYNC_UPDATES_AVAILABLE');
      if (added + modified > 0) {
        const facts = { new_transactions: added };
        fireItemWebhook(postman, item, 'TRANSACTIONS', 'DEFAULT_UPDATE', facts);
      }
      if (removed.length > 0) {
        const facts = { removed_transactions: removed };
        fireItemWebhook(postman, item, 'TRANSACTIONS', 'TRANSACTIONS_REMOVED', facts);
      }
    },
    finished(session, ticket) {
      if (!ticket.webhook || !ticket.hosted) return;
      for (const body of sessionWebhooks(session)) postman.send({ body, url: ticket.webhook });
    },
    learned(item, fields) {
      const has = (product: ProductName) => item.meta.products.includes(product);
      if (has('liabilities') && ['credit', 'mortgage', 'student'].some(among(fields))) {
        fireItemWebhook(postman, item, 'LIABILITIES', 'DEFAULT_UPDATE');
      }
      if (has('investments') && fields.has('holdings')) {
        fireItemWebhook(postman, item, 'HOLDINGS', 'DEFAULT_UPDATE');
      }
      if (has('investments') && fields.has('trades')) {
        fireItemWebhook(postman, item, 'INVESTMENTS_TRANSACTIONS', 'DEFAULT_UPDATE');
      }
    },
    revealed(item, phase, told) {
      const code = phase === 'initial' ? 'INITIAL_UPDATE' : 'HISTORICAL_UPDATE';
      fireItemWebhook(postman, item, 'TRANSACTIONS', code, { new_transactions: told });
      if (item.meta.synced)
        fireItemWebhook(postman, item, 'TRANSACTIONS', 'SYNC_UPDATES_AVAILABLE');
    },
  };
}
