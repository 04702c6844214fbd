/** A line that somebody filed, by its words. */
export interface FiledWords {
  words: string[];
  category: string;
  /** As it was shown, to name it in a reason. */
  name: string;
}

export interface Neighbour {
  category: string;
  /** How sure, from 0 to 1: how alike the lines are, and how many of those alike agree. */
  sure: number;
  /** The filed line that is most alike. */
  name: string;
}

const NEIGHBOURS = 7;
const MAJORITY = 0.6;

interface Line {
  category: string;
  name: string;
  /** Of how many filings. */
  count: number;
  length: number;
}

/**
 * Past lines by their words: rare words say much, common ones little (tf-idf), and lines are alike
 * by the cosine of their angle. Made once per sync, asked once per line that is not known.
 */
export function createSimilar(filed: FiledWords[]): (words: string[]) => Neighbour | undefined {
  const lines = gather(filed);
  const holding = new Map<string, number[]>();
  lines.forEach(({ words }, at) => {
    for (const word of words) {
      const known = holding.get(word);
      if (known) known.push(at);
      else holding.set(word, [at]);
    }
  });
  const weight = (word: string) =>
    Math.log(1 + lines.length / (1 + (holding.get(word)?.length ?? 0)));
  const lengthOf = (words: string[]) =>
    Math.sqrt(words.reduce((sum, word) => sum + weight(word) ** 2, 0)) || 1;
  const known: Line[] = lines.map(({ words, ...line }) => ({ ...line, length: lengthOf(words) }));
  return (words) => {
    const scores = new Map<number, number>();
    for (const word of words) {
      const square = weight(word) ** 2;
      for (const at of holding.get(word) ?? []) scores.set(at, (scores.get(at) ?? 0) + square);
    }
    if (scores.size === 0) return undefined;
    const length = lengthOf(words);
    const near = [...scores]
      .map(([at, score]) => ({ line: known[at]!, alike: score / (length * known[at]!.length) }))
      .toSorted((a, b) => b.alike - a.alike || b.line.count - a.line.count)
      .slice(0, NEIGHBOURS);
    return decide(near);
  };
}

function gather(filed: FiledWords[]) {
  const lines = new Map<
    string,
    { words: string[]; category: string; name: string; count: number }
  >();
  for (const { words, category, name } of filed) {
    if (words.length === 0) continue;
    const key = `${category}\n${words.toSorted().join(' ')}`;
    const line = lines.get(key);
    if (line) line.count++;
    else lines.set(key, { words, category, name, count: 1 });
  }
  return [...lines.values()];
}

/** Those alike vote, each by how alike it is; what several say counts for more than one odd one. */
function decide(near: { line: Line; alike: number }[]): Neighbour | undefined {
  const votes = new Map<string, number>();
  let all = 0;
  for (const { line, alike } of near) {
    const vote = alike ** 3 * Math.min(3, 1 + Math.log(line.count));
    all += vote;
    votes.set(line.category, (votes.get(line.category) ?? 0) + vote);
  }
  const [best] = [...votes].toSorted((a, b) => b[1] - a[1]);
  if (!best) return undefined;
  const [category, vote] = best;
  if (vote / all < MAJORITY) return undefined;
  const first = near.find(({ line }) => line.category === category)!;
  return { category, sure: first.alike * (vote / all), name: first.line.name };
}
