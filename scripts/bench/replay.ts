import {
  createLearner,
  type AskedLine,
  type FiledLine,
} from '#server/domain/categorise/categorise.ts';

/** A line of the bank's with what its household would file it under. */
export interface TrueLine extends AskedLine {
  day: string;
  truth: string;
}

/** How the people of a replay behave. */
export interface Habits {
  /** Of the lines that are shown under a wrong category they correct so many. */
  corrects: number;
  /** Of the lines that are shown rightly they mark so many as reviewed. */
  reviews: number;
  /** After so many days. */
  after: number;
}

export interface Replayed {
  lines: number;
  /** How many were shown rightly when they arrived; and how many the bank had right. */
  right: number;
  bankRight: number;
  /** Of each layer: how often it spoke, and how often rightly. */
  layers: Record<'history' | 'similar' | 'bank' | 'nobody', { said: number; right: number }>;
  /** How many lines somebody had to correct. */
  corrected: number;
}

/** So many of the newest filings are learnt from, as the server does. */
const MOST_FILED = 5000;

/**
 * Goes through a household's life in the order of time: each line is filed by what was learnt until
 * its day, and then perhaps corrected.
 */
export function replay(lines: TrueLine[], habits: Habits, random: () => number): Replayed {
  const result: Replayed = {
    lines: 0,
    right: 0,
    bankRight: 0,
    corrected: 0,
    layers: {
      history: { said: 0, right: 0 },
      similar: { said: 0, right: 0 },
      bank: { said: 0, right: 0 },
      nobody: { said: 0, right: 0 },
    },
  };
  const waiting: { from: number; line: FiledLine }[] = [];
  const filed: FiledLine[] = [];
  let learner = createLearner([]);
  let today = '';
  for (const line of lines.toSorted((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : 0))) {
    const now = Date.parse(line.day) / 86_400_000;
    if (line.day !== today) {
      today = line.day;
      let fresh = false;
      while (waiting[0] && waiting[0].from <= now) {
        filed.unshift(waiting.shift()!.line);
        fresh = true;
      }
      if (fresh) learner = createLearner(filed.slice(0, MOST_FILED));
    }
    const learnt = learner.ask(line);
    const shown = learnt?.category ?? line.category;
    const layer = learnt?.by ?? (line.category === null ? 'nobody' : 'bank');
    const right = shown === line.truth;
    result.lines++;
    result.layers[layer].said++;
    if (right) result.right++;
    if (right) result.layers[layer].right++;
    if (line.category === line.truth) result.bankRight++;
    const acts = random() < (right ? habits.reviews : habits.corrects);
    if (acts) waiting.push({ from: now + habits.after, line: { ...line, filed: line.truth } });
    if (acts && !right) result.corrected++;
  }
  return result;
}
