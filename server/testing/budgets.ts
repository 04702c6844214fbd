import type { Budgets, BudgetScope } from '#server/contract/budgets.ts';
import { lastOfMonth, monthNumber, monthText } from '#server/domain/today.ts';
import type { Caller } from './caller.ts';
import type { TestHome } from './home.ts';
import { daysAgo, linkBank } from './linking.ts';

// Ana's spending for tests of budgets: groceries for seven months, and a few other things.

const today = daysAgo(0);
/** This month, or so many before it. */
export const monthBack = (by: number) => monthText(monthNumber(today) - by);
export const now = monthBack(0);

export const GROCERIES = 'FOOD_AND_DRINK_GROCERIES';

const row = (account: string, name: string, amount: number, date: string, code = GROCERIES) => {
  const primary = code.startsWith('FOOD') ? 'FOOD_AND_DRINK' : 'ENTERTAINMENT';
  const filed = { primary, detailed: code, confidence_level: 'HIGH' };
  return { account, name, amount, date, detail: { personal_finance_category: filed } };
};

/** What each month took, this one first. */
export const groceries = [40, 100, 120, 110, 130, 90, 100];

/** Two accounts of hers, of which she shares "Main" with the household. */
export async function spendAsAna(home: TestHome): Promise<void> {
  const first = `${now}-01`;
  await linkBank(home, home.ana, {
    login: {
      accounts: [{ name: 'Main' }, { name: 'Secret' }],
      transactions: [
        ...groceries.map((amount, by) => row('Main', 'Grocer', amount, `${monthBack(by)}-01`)),
        // The first month of a ledger is not whole.
        row('Main', 'Grocer', 1, lastOfMonth(monthBack(7))),
        row('Main', 'Market', 20, first),
        row('Main', 'Cafe', 15.5, first, 'FOOD_AND_DRINK_COFFEE'),
        row('Main', 'Cinema', 30, first, 'ENTERTAINMENT_TV_AND_MOVIES'),
        row('Secret', 'Jeweller', 77, first, 'ENTERTAINMENT_TV_AND_MOVIES'),
      ],
    },
  });
  await shareMain(home, []);
}

/** Shares it with the household, and otherwise with some by name. */
export async function shareMain({ ana }: TestHome, members: object[]): Promise<void> {
  const { accounts } = await ana.call('GET /api/accounts');
  const main = accounts.find(({ name }) => name === 'Main')!;
  const sharing = { household: 'full' as const, members: members as never };
  await ana.call('POST /api/accounts/sharing', { body: { accounts: [main.id], sharing } });
}

export const plan = (who: Caller, scope: BudgetScope, budgets: object[], month = now) =>
  who.call('POST /api/budgets', { body: { scope, month, budgets: budgets as never } });

export const look = (who: Caller, month = now): Promise<Budgets> =>
  who.call('GET /api/budgets', { query: { month } });

/** That of a category, or of everything else. */
export function find({ budgets }: Budgets, code: string | null): Budgets['budgets'][number] {
  const found = budgets.find(({ category }) => (category?.code ?? null) === code);
  if (!found) throw new Error(`There is no budget for ${code}`);
  return found;
}
