import { Hono } from 'hono';
import { bringAbout } from '#server/sandbox/api/sandbox.ts';
import type { Counter } from '#server/sandbox/api/endpoint.ts';
import { itemById } from '#server/sandbox/bank/bank.ts';
import type { Bank } from '#server/sandbox/bank/bank.ts';
import { BankError } from '#server/sandbox/errors.ts';
import { itemWebhook, sessionWebhooks } from '#server/sandbox/webhooks/bodies.ts';
import type { WebhookFacts } from '#server/sandbox/webhooks/bodies.ts';
import { FLAWS } from '#server/sandbox/webhooks/keys.ts';
import type { Flaw } from '#server/sandbox/webhooks/keys.ts';
import type { Letter, Parcel, Postman, PostSettings } from '#server/sandbox/webhooks/postman.ts';

interface FireOrder extends WebhookFacts {
  readonly item_id?: string;
  /** For LINK webhooks: the newest session of this token. */
  readonly link_token?: string;
  readonly webhook_type: string;
  readonly webhook_code: string;
  /** Where to, instead of the item's or the token's own address. */
  readonly url?: string;
  /** Laid over the body. */
  readonly fields?: object;
  readonly flaw?: Flaw;
  /** Whether what the webhook tells becomes true first. Not so by default. */
  readonly effect?: boolean;
  /** Sent as it is, instead of all the above but `url` and `flaw`. */
  readonly body?: Parcel['body'];
}

function fire(bank: Bank, postman: Postman, order: FireOrder): object {
  if (order.flaw && !FLAWS.includes(order.flaw)) {
    throw new BankError('INVALID_FIELD', `flaw must be one of: ${FLAWS.join(', ')}`);
  }
  const { body, url } = order.body ? { body: order.body, url: null } : written(bank, order);
  const address = order.url ?? url;
  if (!address) throw new BankError('SANDBOX_WEBHOOK_INVALID', 'there is no address to send to');
  postman.send({ body: { ...body, ...order.fields }, flaw: order.flaw ?? null, url: address });
  return { body };
}

function written(bank: Bank, order: FireOrder): { body: Parcel['body']; url: string | null } {
  const { webhook_type, webhook_code } = order;
  if (webhook_type === 'LINK') return writtenOfLink(bank, order);
  const item = itemById(bank, order.item_id ?? '');
  if (order.effect) bringAbout(bank, item, webhook_code);
  const body = itemWebhook(item, webhook_type, webhook_code, order);
  if (!body) throw new BankError('SANDBOX_WEBHOOK_INVALID');
  item.meta.last_webhook = { code_sent: webhook_code, sent_at: new Date().toISOString() };
  return { body, url: item.meta.webhook };
}

function writtenOfLink(bank: Bank, order: FireOrder) {
  const ticket = bank.tickets.get(order.link_token ?? '');
  const session = [...bank.sessions.values()].findLast(
    (one) => one.link_token === ticket?.link_token,
  );
  if (!ticket || !session) throw new BankError('INVALID_LINK_TOKEN');
  const body = sessionWebhooks(session).find((one) => one.webhook_code === order.webhook_code);
  if (!body) throw new BankError('SANDBOX_WEBHOOK_INVALID');
  return { body, url: ticket.webhook };
}

const withoutBody = ({ body: _body, ...letter }: Letter) => letter;

export function webhooksAdmin({ bank, postman, keys }: Counter): Hono {
  const app = new Hono();
  app.post('/webhooks', async (c) => {
    Object.assign(postman.settings, await c.req.json<Partial<PostSettings>>());
    return c.json(postman.settings);
  });
  app.get('/webhooks', (c) => {
    const waiting = postman.waiting().map(withoutBody);
    const flying = postman.flying().map(withoutBody);
    return c.json({ deliveries: postman.log(), flying, settings: postman.settings, waiting });
  });
  app.delete('/webhooks', (c) => {
    postman.clearLog();
    return c.json({});
  });
  app.post('/webhooks/fire', async (c) => c.json(fire(bank, postman, await c.req.json())));
  app.post('/webhooks/deliver', async (c) => {
    await postman.deliverNow();
    return c.json({ waiting: postman.waiting().length });
  });
  app.post('/keys/rotate', async (c) => {
    const order = await c.req.json<{ grace_s?: number }>().catch(() => ({ grace_s: 0 }));
    return c.json({ kid: keys.rotate(order.grace_s ?? 0) });
  });
  return app;
}
