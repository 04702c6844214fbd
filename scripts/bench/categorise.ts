import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { merchantKey } from '#server/domain/categorise/judge.ts';
import { translateTransaction } from '#server/plaid/translate.ts';
import { createRandom } from '#server/sandbox/world/random.ts';
import { readHousehold, type BankAnswer } from './bankRows.ts';
import type { BenchHouse } from './house.ts';
import { replay, type Habits, type Replayed, type TrueLine } from './replay.ts';
import type { Report } from './report.ts';
import { inventTruths, readOutside, readPersona } from './truths.ts';

const root = join(import.meta.dirname, '..', '..');
const PERSONA = join(root, '..', 'shared', 'plaid', 'personas', 'assets_custom_user2.json');

/** How many of the wrong ones somebody corrects, and how many of the right ones they mark. */
const people: Record<string, Habits> = {
  'who correct 6 of 10, and review 2 of 10': { corrects: 0.6, reviews: 0.2, after: 3 },
  'who correct 3 of 10, late': { corrects: 0.3, reviews: 0, after: 7 },
  'who correct everything': { corrects: 1, reviews: 0, after: 1 },
};
const SEEDS = ['alder', 'birch', 'cedar'];
const everything: Habits = { corrects: 1, reviews: 1, after: 0 };

/**
 * How many transactions are shown under the right category when they arrive, in the order of time,
 * against the bank's own category. The household is the demo's, and what it thinks is made up; the
 * lines from outside are others', filed by us or by whoever gives the file.
 */
export async function benchCategorise(_house: BenchHouse, report: Report): Promise<void> {
  const lines = linesOf(await readHousehold());
  report.note(`categories: the demo household with invented tastes, ${lines.length} transactions`);
  for (const [who, habits] of Object.entries(people)) {
    const runs = SEEDS.map((seed) => {
      const random = createRandom(seed, who);
      return replay(inventTruths(lines, seed), habits, () => random.next());
    });
    tell(report, `people ${who}`, runs);
  }
  outside(report);
}

function outside(report: Report): void {
  const none = createRandom('outside');
  if (existsSync(PERSONA)) {
    const lines = readPersona(readFileSync(PERSONA, 'utf8'));
    report.note(`a persona of Plaid's, filed by us: ${lines.length} lines without a category`);
    tell(report, 'all of it', [replay(lines, everything, () => none.next())]);
  } else report.note('Plaid’s personas are not beside the checkout: left out.');
  const file = process.env.CATEGORY_TRUTHS;
  if (file) {
    const lines = readOutside(readFileSync(file, 'utf8'));
    report.note(`lines of ${file}: ${lines.length}`);
    tell(report, 'all of it', [replay(lines, everything, () => none.next())]);
  } else report.note('CATEGORY_TRUTHS names no file of transactions from outside: left out.');
}

function tell(report: Report, what: string, runs: Replayed[]): void {
  const sum = (of: (run: Replayed) => number) => runs.reduce((all, run) => all + of(run), 0);
  const lines = sum((run) => run.lines);
  const percent = (n: number, of: number) => (of === 0 ? 0 : (100 * n) / of);
  report.note(`  ${what}`);
  const add = (name: string, value: number) =>
    report.add({ name: `    ${name}`, value, unit: '%' });
  add(
    'right when they arrive',
    percent(
      sum((run) => run.right),
      lines,
    ),
  );
  add(
    'right by the bank’s own category',
    percent(
      sum((run) => run.bankRight),
      lines,
    ),
  );
  for (const layer of ['history', 'similar', 'bank'] as const) {
    const said = sum((run) => run.layers[layer].said);
    const right = sum((run) => run.layers[layer].right);
    if (said > 0) add(`of ${said} said by ${layer}, right`, percent(right, said));
  }
}

/** What the bank says in the end is the truth of a household that sees things as the bank does. */
function linesOf(answers: BankAnswer[]): TrueLine[] {
  return answers.flatMap(({ pages }) =>
    pages.flatMap(({ added }) =>
      added.map((sent) => {
        const row = translateTransaction(sent);
        return {
          merchant: merchantKey(row),
          name: row.name,
          merchantName: row.merchantName,
          amount: row.amount,
          category: row.category,
          confidence: sent.personal_finance_category?.confidence_level ?? null,
          day: row.authorizedDate ?? row.date,
          truth: row.category ?? 'OTHER_OTHER',
        };
      }),
    ),
  );
}
