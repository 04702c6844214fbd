/** Wages, a yearly bonus and the tax refund. */
import { isDue, isDueOnBusinessDay, type Rule } from './bills.ts';
import { businessDayBefore, dateOfDay, partsOf } from './days.ts';
import type { Engine } from './engine.ts';
import { atHour, planEntry } from './entries.ts';
import { createRandom } from './random.ts';

/** Wages grow each January. */
export const wageLevel = (date: string): number => 1.03 ** (partsOf(date).year - 2026);

export function planIncome(engine: Engine, day: number, scale: number): void {
  const date = dateOfDay(day);
  const growth = wageLevel(date) * (0.76 + 0.24 * scale);
  const wage = (dollars: number) => Math.round(dollars * 100 * growth);
  const random = createRandom(engine.seed, 'income', day);
  if (isNoraPaid(day)) {
    planEntry(engine, atHour(day, 7), {
      account: 'nora-checking',
      name: 'Northway Health Network',
      raw: 'NORTHWAY HEALTH DES:PAYROLL ID:88214 INDN:LINDQVIST NORA CO ID:1050331',
      category: 'INCOME_SALARY',
      code: 'direct debit',
      minor: -(wage(2196) + random.int(0, 9) * 31),
      meta: { ppd: '1050331', payer: 'NORTHWAY HEALTH NETWORK', method: 'ACH' },
      income: true,
    });
  }
  if (isPayday({ monthly: 31 }, day)) {
    planEntry(engine, atHour(day, 6), {
      account: 'theo-checking',
      name: 'Caldera Design Studio',
      raw: 'CALDERA DESIGN DIRECT DEP PPD ID: 9442210',
      category: 'INCOME_SALARY',
      code: 'direct debit',
      minor: -(wage(4836) + 24),
      meta: { ppd: '9442210', payer: 'CALDERA DESIGN STUDIO LLC' },
      income: true,
    });
  }
  if (isDueOnBusinessDay({ yearly: '03-14' }, day)) {
    planEntry(engine, atHour(day, 7), {
      account: 'nora-checking',
      name: 'Northway Health Network',
      raw: 'NORTHWAY HEALTH DES:BONUS ID:88214 INDN:LINDQVIST NORA CO ID:1050331',
      category: 'INCOME_SALARY',
      code: 'direct debit',
      minor: -wage(1840),
      income: true,
    });
  }
  if (isDueOnBusinessDay({ yearly: '04-19' }, day)) {
    planEntry(engine, atHour(day, 8), {
      account: 'joint',
      name: 'US Treasury Tax Refund',
      raw: 'IRS TREAS 310 TAX REF PPD ID: 9111736946',
      category: 'INCOME_TAX_REFUND',
      code: 'direct debit',
      minor: -random.int(82_000, 168_000),
    });
  }
}

const NORA_PAID: Rule = { every: 14, from: '2026-01-02' };

export const isNoraPaid = (day: number): boolean => isPayday(NORA_PAID, day);

/** Wages due on a closed day come on the last open one before it. */
function isPayday(rule: Rule, day: number): boolean {
  for (let nominal = day; nominal < day + 5; nominal += 1) {
    if (isDue(rule, nominal) && businessDayBefore(nominal) === day) return true;
  }
  return false;
}
