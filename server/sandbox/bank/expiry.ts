import { itemInstitution } from './bank.ts';
import { setHealth } from './items.ts';
import type { Bank } from './bank.ts';
import type { Item } from './item.ts';
import type { Postman } from '#server/sandbox/webhooks/postman.ts';
import { fireItemWebhook } from '#server/sandbox/webhooks/wiring.ts';

const NOTICE = 7 * 86_400_000;

/**
 * Consent that was given for a year: a week before its end the bank announces it, at its end the
 * person must sign in again. The announcement depends on the country, as with the real Plaid.
 */
export function expireConsent(bank: Bank, postman: Postman, item: Item): void {
  const { consent_expiration_time: end, exchanged, health } = item.meta;
  if (end === null || !exchanged || health.error_code) return;
  const left = Date.parse(end) - bank.clock.now().getTime();
  if (left <= 0) {
    setHealth(bank, item, { error_code: 'ITEM_LOGIN_REQUIRED', state: 'login_required' });
    fireItemWebhook(postman, item, 'ITEM', 'ERROR');
  } else if (left <= NOTICE && health.state === 'healthy') {
    setHealth(bank, item, { error_code: null, state: 'pending_disconnect' });
    const american = itemInstitution(bank, item).country_codes.some((one) => /US|CA/.test(one));
    const code = american ? 'PENDING_DISCONNECT' : 'PENDING_EXPIRATION';
    fireItemWebhook(postman, item, 'ITEM', code, { at: end });
  }
}
