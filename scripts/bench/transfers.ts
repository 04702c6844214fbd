import type { BenchHouse } from './house.ts';
import type { Report } from './report.ts';
import { readDemo } from './transfers/demo.ts';
import { findAll, findByAmount, noTally, tally, type Tally } from './transfers/found.ts';
import type { Household } from './transfers/house.ts';
import { inventHousehold } from './transfers/household.ts';

/** The scores were set by looking at other households than these. */
const HOUSEHOLDS = Array.from({ length: 20 }, (_, n) => `held out ${n}`);
const DEMOS = ['bench one', 'bench two', 'bench three'];

/**
 * How well transfers and refunds are found in households of which every pair is known: invented
 * ones, made difficult on purpose, and the sandbox bank's, which others wrote.
 */
export async function benchTransfers(_house: BenchHouse, report: Report): Promise<void> {
  measure(report, 'invented households', HOUSEHOLDS.map(inventHousehold), { wrong: 1, missed: 2 });
  measure(report, 'the sandbox bank’s household', DEMOS.map(readDemo), { wrong: 1, missed: 2 });
}

interface Most {
  /** Percent of what is linked that is wrong. */
  wrong: number;
  /** Percent of what is true that is neither linked nor suggested. */
  missed: number;
}

function measure(report: Report, what: string, houses: Household[], most: Most): void {
  const [ours, byAmount, refunds] = [noTally(), noTally(), noTally()];
  let rows = 0;
  let spent = 0;
  for (const house of houses) {
    rows += house.rows.length;
    const started = performance.now();
    const found = findAll(house);
    spent += performance.now() - started;
    const byId = new Map(house.rows.map((row) => [row.id, row]));
    const moves = new Set(house.rows.flatMap((row) => row.movement ?? []));
    const isMove = (out: string, into: string) => {
      const movement = byId.get(out)?.movement ?? null;
      return movement !== null && movement === byId.get(into)?.movement;
    };
    tally(ours, found.transfers, moves.size, isMove);
    tally(byAmount, findByAmount(house), moves.size, isMove);
    const back = house.rows.filter((row) => row.refundOf !== null);
    tally(refunds, found.refunds, back.length, (out, into) => byId.get(into)?.refundOf === out);
  }
  report.note(`${rows} rows of ${what}: ${ours.true} transfers, ${refunds.true} refunds`);
  tell(report, 'transfers', ours, most);
  tell(report, 'refunds', refunds, { wrong: 3, missed: 60 });
  tell(report, 'transfers by equal amounts within five days alone', byAmount);
  report.add({ name: '  time for 1,000 rows', value: (spent / rows) * 1000, unit: 'ms' });
}

function tell(report: Report, what: string, of: Tally, most?: Most): void {
  const percent = (part: number, whole: number) => (whole === 0 ? 0 : (100 * part) / whole);
  const add = (name: string, value: number, bound?: number) =>
    report.add({ name: `  ${what}, ${name}`, value, unit: '%', ...(bound ? { most: bound } : {}) });
  add('precision of what is linked', percent(of.right, of.linked));
  add('recall of what is linked', percent(of.right, of.true));
  if (!most) return;
  add('wrong among the linked', percent(of.linked - of.right, of.linked), most.wrong);
  const found = of.right + of.rightlySuggested;
  add('neither linked nor suggested', percent(of.true - found, of.true), most.missed);
  add('right among the suggested', percent(of.rightlySuggested, of.suggested));
}
