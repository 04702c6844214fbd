/**
 * Finding by typing, forgiving a slip: exact beginnings first, then the inside of words, then words
 * one edit away. Small on purpose: it runs on each key over a few hundred labels.
 */

const plain = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

const words = (text: string) =>
  plain(text)
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean);

/** Whether two words are the same but for one letter wrong, missing, added or swapped. */
export function oneSlip(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1) return false;
  let i = 0;
  while (i < a.length && a[i] === b[i]) i++;
  const rest = (x: string, from: number) => x.slice(from);
  return (
    rest(a, i + 1) === rest(b, i + 1) ||
    rest(a, i) === rest(b, i + 1) ||
    rest(a, i + 1) === rest(b, i) ||
    (a[i] === b[i + 1] && a[i + 1] === b[i] && rest(a, i + 2) === rest(b, i + 2))
  );
}

/** Whether `word` begins with what is typed but for one slip. */
function slipped(typed: string, word: string): boolean {
  if (typed.length < 4) return false;
  return [-1, 0, 1].some((more) => oneSlip(typed, word.slice(0, typed.length + more)));
}

function wordScore(typed: string, label: string[]): number {
  let best = 0;
  for (const [index, word] of label.entries()) {
    if (word.startsWith(typed)) best = Math.max(best, index === 0 ? 4 : 3);
    else if (typed.length > 1 && word.includes(typed)) best = Math.max(best, 2);
    else if (slipped(typed, word)) best = Math.max(best, 1);
  }
  return best;
}

/** 0: not found. Otherwise the higher the better; every word typed must be found. */
export function score(typed: string, label: string): number {
  const parts = words(typed);
  const labelWords = words(label);
  let sum = 0;
  for (const part of parts) {
    const one = wordScore(part, labelWords);
    if (one === 0) return 0;
    sum += one;
  }
  return parts.length ? sum / parts.length : 1;
}

/** The options that match what is typed, best first, otherwise in their own order. */
export function search<T>(typed: string, options: readonly T[], label: (one: T) => string): T[] {
  if (!typed.trim()) return [...options];
  return options
    .map((option, index) => ({ option, index, score: score(typed, label(option)) }))
    .filter((one) => one.score > 0)
    .sort((a, b) => b.score - a.score || a.index - b.index)
    .map((one) => one.option);
}
