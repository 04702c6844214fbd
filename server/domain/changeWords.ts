import { describeCategory } from './categories.ts';

/** The household's own values that a change has set; null gives the bank's back. */
interface Values {
  name?: string | null;
  category?: string | null;
  date?: string | null;
  note?: string | null;
  deleted?: boolean;
}

/**
 * What a person changed, for whoever wants to take it back: `Renamed “POS 881” to “Books” and filed
 * it under Education`. It names the transaction once, as it was called before.
 */
export function changeSentence(before: Values & { shown: string }, after: Values): string {
  const said = parts(before, after);
  const [first = 'Changed', ...rest] = said.map((part, n) => {
    const text = part(n === 0 ? `“${before.shown}”` : 'it');
    return n === 0 ? text : text.charAt(0).toLowerCase() + text.slice(1);
  });
  const last = rest.pop();
  const all = last === undefined ? first : `${[first, ...rest].join(', ')} and ${last}`;
  return all.slice(0, 300);
}

type Part = (it: string) => string;

function parts(before: Values, { name, category, date, note, deleted }: Values): Part[] {
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
        : `Filed ${it} under ${describeCategory(category).label}`,
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
