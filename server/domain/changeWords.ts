import type { Dictionary } from './dictionary.ts';

/** The household's own values that a change has set; null gives the bank's back. */
interface Values {
  name?: string | null | undefined;
  category?: string | null | undefined;
  date?: string | null | undefined;
  note?: string | null | undefined;
  tags?: string[] | null | undefined;
  split?: unknown[] | null | undefined;
  leftOut?: boolean | null | undefined;
  reviewed?: boolean | null | undefined;
  deleted?: boolean | undefined;
}

/**
 * What a person changed, for whoever wants to take it back: `Renamed “POS 881” to “Books” and filed
 * it under Education`. It names the transaction once, as it was called before.
 */
export function changeSentence(
  before: Values & { shown: string },
  after: Values,
  dictionary: Pick<Dictionary, 'describe'>,
): string {
  return sentence(`“${before.shown}”`, parts(before, after, dictionary));
}

function sentence(what: string, said: Part[]): string {
  const [first = 'Changed', ...rest] = said.map((part, n) => {
    const text = part(n === 0 ? what : 'it');
    return n === 0 ? text : text.charAt(0).toLowerCase() + text.slice(1);
  });
  const last = rest.pop();
  const all = last === undefined ? first : `${[first, ...rest].join(', ')} and ${last}`;
  return all.slice(0, 300);
}

type Part = (it: string) => string;

function parts(before: Values, after: Values, dictionary: Pick<Dictionary, 'describe'>): Part[] {
  const { name, category, date, note, tags, split, leftOut, reviewed, deleted } = after;
  const found: Part[] = [];
  if (deleted !== undefined) found.push((it) => (deleted ? `Deleted ${it}` : `Brought ${it} back`));
  if (name !== undefined) {
    found.push((it) =>
      name === null ? `Gave ${it} the bank’s name again` : `Renamed ${it} to “${name}”`,
    );
  }
  if (category !== undefined) {
    found.push((it) =>
      category === null
        ? `Gave ${it} the bank’s category again`
        : `Filed ${it} under ${dictionary.describe(category).label}`,
    );
  }
  if (date !== undefined) {
    found.push((it) =>
      date === null ? `Gave ${it} the bank’s date again` : `Moved ${it} to ${dayWords(date)}`,
    );
  }
  if (note !== undefined) {
    const wrote = before.note ? 'Changed the note on' : 'Wrote a note on';
    found.push((it) => (note === null ? `Removed the note on ${it}` : `${wrote} ${it}`));
  }
  if (tags !== undefined) {
    const given = (tags ?? []).filter((tag) => !before.tags?.includes(tag));
    found.push((it) =>
      given.length > 0 ? `Tagged ${it} ${given.join(', ')}` : `Changed the tags of ${it}`,
    );
  }
  if (split !== undefined) {
    found.push((it) =>
      split === null ? `Made ${it} one again` : `Split ${it} into ${split.length} parts`,
    );
  }
  if (leftOut !== undefined) {
    found.push((it) => (leftOut ? `Left ${it} out of the totals` : `Counted ${it} in the totals`));
  }
  if (typeof reviewed === 'boolean') {
    found.push((it) => (reviewed ? `Reviewed ${it}` : `Put ${it} back to be reviewed`));
  }
  return found;
}

/** `November 20, 2026`: an edit is read long after its year. */
const dayWords = (date: string): string =>
  new Intl.DateTimeFormat('en-US', {
    timeZone: 'UTC',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
  }).format(new Date(date));

/** What a person changed of many at once. */
export function bulkSentence(
  count: number,
  patch: Omit<Values, 'tags' | 'split'> & {
    addTags?: string[] | undefined;
    removeTags?: string[] | undefined;
  },
  dictionary: Pick<Dictionary, 'describe'>,
): string {
  const { addTags = [], removeTags = [], ...values } = patch;
  const what = count === 1 ? 'one transaction' : `${count.toLocaleString('en-US')} transactions`;
  const said = parts({}, values, dictionary);
  if (addTags.length > 0) said.push((it) => `Tagged ${it} ${addTags.join(', ')}`);
  if (removeTags.length > 0) said.push((it) => `Took ${removeTags.join(', ')} off ${it}`);
  const words = sentence(what, said);
  return count === 1 ? words : words.replace(/ it\b/g, ' them');
}
