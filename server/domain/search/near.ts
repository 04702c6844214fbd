/** The edits between two words: a letter wrong, missing, added, or two swapped. */
function editsBetween(a: string, b: string): number {
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let least = Math.min(last[j]! + 1, row[j - 1]! + 1, last[j - 1]! + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        least = Math.min(least, before[j - 2]! + 1);
      }
      row.push(least);
    }
    before = last;
    last = row;
  }
  return last[b.length]!;
}

/** Beyond this length nobody meant another word. */
const LONGEST = 40;

/** Letters and digits alone, without accents: how words are compared. */
export const plain = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

/** What was probably meant: the one nearest to what was typed, if it is near enough. */
export function nearest(typed: string, among: Iterable<string>): string | null {
  const word = plain(typed).slice(0, LONGEST);
  if (word === '') return null;
  let best: string | null = null;
  let least = word.length < 4 ? 1 : word.length < 8 ? 2 : 3;
  for (const one of among) {
    const other = plain(one).slice(0, LONGEST);
    const edits = other.startsWith(word) && word.length > 1 ? 0.5 : editsBetween(word, other);
    if (edits < least || (edits === least && best === null)) {
      best = one;
      least = edits;
    }
  }
  return best;
}

/**
 * Of names those in which what was typed stands with the fewest slips, if they are few enough: in
 * as many words of it as were typed, beginning anywhere.
 */
export function fewestSlips(typed: string, names: readonly string[]): string[] {
  const wanted = plain(typed).slice(0, LONGEST);
  const most = wanted.length < 6 ? 1 : 2;
  const count = wanted.split(' ').length;
  const slips = (name: string): number => {
    const words = plain(name).split(' ');
    const starts = words.slice(0, Math.max(1, words.length - count + 1));
    const runs = starts.map((_, at) => words.slice(at, at + count).join(' '));
    return Math.min(...runs.map((run) => editsBetween(wanted, run.slice(0, LONGEST))));
  };
  const told = names.map((name) => ({ name, slips: slips(name) }));
  const least = Math.min(most, ...told.map((one) => one.slips));
  return told.filter((one) => one.slips === least).map(({ name }) => name);
}
