import { itemById } from './bank.ts';
import type { Bank } from './bank.ts';
import { changeItem } from './items.ts';
import { remember } from './memory.ts';
import type { Item } from './item.ts';
import type { LifeBank, LifeItem, LiveTransaction } from '#server/sandbox/types.ts';
import { isErrorCode } from '#server/sandbox/errors.ts';
import type { Postman } from '#server/sandbox/webhooks/postman.ts';
import { fireItemWebhook } from '#server/sandbox/webhooks/wiring.ts';

/** The bank as the daily life of its customers sees it. */
export function createLifeBank(bank: Bank, postman: Postman): LifeBank {
  return {
    change: (id, change) => changeItem(bank, itemById(bank, id), change),
    fireWebhook(id, type, code) {
      const facts = isErrorCode(code) ? { error_code: code } : {};
      fireItemWebhook(postman, itemById(bank, id), type, code, facts);
    },
    items: () =>
      [...bank.items.values()]
        .filter(({ meta }) => meta.exchanged && meta.health.state !== 'removed')
        .map(lifeItem),
    now: () => bank.clock.now(),
    recall: (name) => bank.notes.get(name),
    remember: (name, value) => remember(bank, name, value),
    seed: bank.seed,
    today: () => bank.clock.today(),
  };
}

function lifeItem(item: Item): LifeItem {
  const { item_id, institution_id, username } = item.meta;
  return {
    accounts: item.accounts,
    institution_id,
    item_id,
    latest: (count) => latest(item, count),
    username,
  };
}

/** The log ends with the newest, so the newest live rows are found from its end. */
function latest(item: Item, count: number): LiveTransaction[] {
  const rows: LiveTransaction[] = [];
  for (let seq = item.log.length; seq > 0 && rows.length < count; seq -= 1) {
    const entry = item.log[seq - 1]!;
    if (entry.last === seq && !entry.gone) rows.push(entry.row);
  }
  return rows;
}
