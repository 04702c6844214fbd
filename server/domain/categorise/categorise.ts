import { flowOfCode } from '#server/domain/dictionary.ts';
import { directionOf, sizeOf } from '#server/domain/rules/conditions.ts';
import { createSimilar, type FiledWords, type Neighbour } from './similar.ts';
import { wordsOf } from './tokens.ts';

/** A line of the bank's whose category is asked for. */
export interface AskedLine {
  /** What tells one merchant from another: the bank's id of it, else its name. */
  merchant: string;
  name: string;
  merchantName: string | null;
  /** As a decimal; negative leaves the account. */
  amount: string;
  /** The bank's own category, and how sure it is of it. */
  category: string | null;
  confidence: string | null;
}

/** A line that somebody filed: under a category of their choice, or looked at and left as it is. */
export interface FiledLine extends AskedLine {
  filed: string;
}

/** What was learnt from past filings, with its reason. */
export type Learnt =
  | { category: string; by: 'history' }
  /** With the filed line that is most like it. */
  | { category: string; by: 'similar'; like: string };

export interface Learner {
  /** Undefined where the past says nothing, or not enough to be sure. */
  ask(line: AskedLine): Learnt | undefined;
}

const SAME_MERCHANT = 20;
/** Each older filing counts for so much of the next newer one: habits change. */
const FADING = 0.7;
const MAJORITY = 0.65;

/**
 * Learns from what was filed, the newest first. What was done at the same merchant in the same
 * direction comes before what was done with lines that read alike. Who is not sure says nothing.
 */
export function createLearner(filed: FiledLine[]): Learner {
  const byMerchant = new Map<string, FiledLine[]>();
  const words = { in: [] as FiledWords[], out: [] as FiledWords[], none: [] as FiledWords[] };
  for (const line of filed) {
    const key = merchantOf(line);
    const known = byMerchant.get(key);
    if (!known) byMerchant.set(key, [line]);
    else if (known.length < SAME_MERCHANT) known.push(line);
    words[directionOf(line.amount)].push({
      words: wordsOf(line.name, line.merchantName),
      category: line.filed,
      name: line.merchantName ?? line.name,
    });
  }
  const similar = new Map<string, (words: string[]) => Neighbour | undefined>();
  const answers = new Map<string, Neighbour | undefined>();
  const alike = (line: AskedLine): Neighbour | undefined => {
    const direction = directionOf(line.amount);
    const asked = wordsOf(line.name, line.merchantName);
    const key = `${direction} ${asked.join(' ')}`;
    if (answers.has(key)) return answers.get(key);
    let find = similar.get(direction);
    if (!find) similar.set(direction, (find = createSimilar(words[direction])));
    const answer = find(asked);
    answers.set(key, answer);
    return answer;
  };
  return {
    ask(line) {
      const here = byMerchant.get(merchantOf(line));
      if (here) {
        // Who filed it now here, now there, is not helped by what others read alike.
        const category = decideByHistory(here, line);
        return category === undefined ? undefined : { category, by: 'history' };
      }
      const near = alike(line);
      if (!near || near.sure < neededFor(line) || !countsAlike(near.category, line)) {
        return undefined;
      }
      return { category: near.category, by: 'similar', like: near.name };
    },
  };
}

const merchantOf = (line: AskedLine) => `${directionOf(line.amount)} ${line.merchant}`;

/** Where a merchant stands for several things, the sum often tells which: a subscription, say. */
function decideByHistory(filed: FiledLine[], line: AskedLine): string | undefined {
  const size = sizeOf(line.amount);
  const sameSum = filed.filter((one) => sizeOf(one.amount) === size);
  return majority(filed) ?? (sameSum.length > 1 ? majority(sameSum) : undefined);
}

/** What most of them say, the newest counting most. */
function majority(filed: FiledLine[]): string | undefined {
  const shares = new Map<string, number>();
  let [weight, all] = [1, 0];
  for (const one of filed) {
    shares.set(one.filed, (shares.get(one.filed) ?? 0) + weight);
    all += weight;
    weight *= FADING;
  }
  for (const [category, share] of shares) if (share / all >= MAJORITY) return category;
  return undefined;
}

/** How sure likeness has to be against the bank's word: an unsure bank gives way sooner. */
function neededFor(line: AskedLine): number {
  if (line.category === null) return 0.4;
  switch (line.confidence) {
    case 'VERY_HIGH':
      return 0.85;
    case 'HIGH':
      return 0.8;
    case 'MEDIUM':
      return 0.65;
    default:
      return 0.5;
  }
}

/** Reading alike refines a purchase or an income; it makes no transfer of it, nor the reverse. */
function countsAlike(category: string, line: AskedLine): boolean {
  const flow = flowOfCode(category);
  if (/^(TRANSFER|LOAN)/.test(line.category ?? '') || flow === 'transfer') return false;
  if (line.category !== null) return flowOfCode(line.category) === flow;
  return flow !== 'income' || directionOf(line.amount) === 'in';
}
