import { must, word } from './fields.ts';
import type { Fields } from './fields.ts';
import type { Bank } from '#server/sandbox/bank/bank.ts';
import { itemByToken } from '#server/sandbox/bank/bank.ts';
import type { Item } from '#server/sandbox/bank/item.ts';
import { BankError } from '#server/sandbox/errors.ts';
import type { Life } from '#server/sandbox/types.ts';
import type { KeyRing } from '#server/sandbox/webhooks/keys.ts';
import type { Postman } from '#server/sandbox/webhooks/postman.ts';
import type { Wire } from '#server/sandbox/wire.ts';

/** What stands behind the counter. */
export interface Counter {
  readonly bank: Bank;
  readonly postman: Postman;
  readonly keys: KeyRing;
  readonly life: Life;
}

/** A reply before its request id. */
export type Reply<T> = Omit<Wire<T>, 'request_id'>;

export interface Endpoint {
  readonly fields: Fields;
  /** Limits are counted per item where there is one. */
  readonly answer: (counter: Counter, body: Record<string, unknown>) => object;
}

/** An endpoint whose body, once checked, is the SDK's `Request`. */
export function endpoint<Request>(
  fields: Fields,
  answer: (counter: Counter, body: Wire<Request>) => object,
): Endpoint {
  return { answer: (counter, body) => answer(counter, body as Wire<Request>), fields };
}

/**
 * An endpoint about an item. `whole` refuses when the item is broken; `any` answers all the same,
 * as long as the item is there.
 */
export function itemEndpoint<Request>(
  state: 'whole' | 'any',
  fields: Fields,
  answer: (counter: Counter, item: Item, body: Wire<Request>) => object,
): Endpoint {
  return {
    answer(counter, body) {
      const item = itemByToken(counter.bank, body['access_token'] as string);
      const { error_code } = item.meta.health;
      if (state === 'whole' && error_code) throw new BankError(error_code);
      return answer(counter, item, body as Wire<Request>);
    },
    fields: { access_token: must(word), ...fields },
  };
}
