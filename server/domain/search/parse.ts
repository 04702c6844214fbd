import {
  keys,
  MOST_CHARACTERS,
  MOST_DEPTH,
  MOST_TERMS,
  type Fault,
  type Field,
  type FieldKey,
  type Key,
  type Node,
  type Parsed,
  type Span,
  type Term,
  type Value,
} from './ast.ts';
import { isKey, lex, type Operator, type Token } from './lex.ts';
import { nearest } from './near.ts';
import { readAmount, readDates, readHas, readIs, readYesNo, shown, type Read } from './values.ts';

/**
 * Reads a search. Words beside each other must all hold; in an `OR( … )` one of them must. `OR`
 * between two joins just those two (and `AND` does so within an `OR( … )`); `-word` and `NOT( … )`
 * turn one round. Brackets and quotation marks left open are closed by the end, as they are while
 * somebody types. Never throws: what cannot be read is told as a fault.
 */
export function parse(input: string): Parsed {
  if (input.length > MOST_CHARACTERS) {
    const at = { start: MOST_CHARACTERS, length: input.length - MOST_CHARACTERS };
    const sentence = `A search has at most ${MOST_CHARACTERS} characters.`;
    return { query: null, fault: { at, sentence, suggestion: null } };
  }
  try {
    const query = new Reader(lex(input)).read();
    if (query) limitDepth(query, 1);
    return { query, fault: null };
  } catch (error) {
    if (error instanceof Faulty) return { query: null, fault: error.fault };
    throw error;
  }
}

class Faulty extends Error {
  readonly fault: Fault;
  constructor(at: Span, sentence: string, suggestion: string | null = null) {
    super(sentence);
    this.fault = { at, sentence, suggestion };
  }
}

/** What is nested too deep is not asked of the database. */
function limitDepth(node: Node, depth: number): void {
  if (depth > MOST_DEPTH) {
    throw new Faulty(node.at, 'There are too many brackets within each other.');
  }
  if (node.kind === 'and' || node.kind === 'or') {
    for (const one of node.of) limitDepth(one, depth + 1);
  } else if (node.kind === 'not') limitDepth(node.of, depth + 1);
}

const around = (first: Span, last: Span): Span => ({
  start: first.start,
  length: last.start + last.length - first.start,
});

/** One of them, or all together, without needless nesting. */
function join(kind: 'and' | 'or', nodes: Node[]): Node {
  const [first, ...rest] = nodes;
  if (!first) throw new TypeError('nothing to join');
  if (rest.length === 0) return first;
  const of = nodes.flatMap((one) => (one.kind === kind ? one.of : [one]));
  return { kind, of, at: around(first.at, nodes.at(-1)!.at) };
}

class Reader {
  readonly #tokens: Token[];
  #at = 0;
  #terms = 0;

  constructor(tokens: Token[]) {
    this.#tokens = tokens;
  }

  read(): Node | null {
    const query = this.#group('and');
    const stray = this.#tokens[this.#at];
    if (stray) {
      const sentence = 'This bracket closes nothing. To look for it, put it in quotation marks.';
      throw new Faulty(stray.at, sentence, '")"');
    }
    return query;
  }

  /** Up to the bracket that closes it, or the end. Null: there is nothing in it. */
  #group(kind: 'and' | 'or'): Node | null {
    const other = kind === 'and' ? 'or' : 'and';
    const joins: Operator = kind === 'and' ? 'OR' : 'AND';
    const chains: Node[][] = [];
    let waiting: { word: Operator; at: Span } | null = null;
    for (;;) {
      const token = this.#tokens[this.#at];
      if (!token || token.kind === 'close') break;
      if (token.kind === 'comma') {
        this.#at++;
      } else if (token.kind === 'operator' && token.word !== 'NOT') {
        // `OR (a b)` at the beginning can mean nothing but `OR(a b)`.
        const next = this.#tokens[this.#at + 1];
        if (chains.length === 0 && next?.kind === 'open' && next.word === null) {
          next.word = token.word;
        } else if (chains.length === 0 || waiting) throw lonely(token.word, token.at);
        else waiting = token;
        this.#at++;
      } else {
        const node = this.#unit();
        if (waiting?.word === joins) chains.at(-1)!.push(node);
        else chains.push([node]);
        waiting = null;
      }
    }
    if (waiting) throw lonely(waiting.word, waiting.at);
    if (chains.length === 0) return null;
    return join(
      kind,
      chains.map((chain) => join(other, chain)),
    );
  }

  /** One thing, with what turns it round. */
  #unit(): Node {
    const token = this.#tokens[this.#at]!;
    this.#at++;
    if (token.kind === 'minus' || token.kind === 'operator') {
      const next = this.#tokens[this.#at];
      if (!next || next.kind === 'close' || next.kind === 'comma' || isBinary(next)) {
        throw lonely('NOT', token.at);
      }
      const of = this.#unit();
      return { kind: 'not', of, at: around(token.at, of.at) };
    }
    if (token.kind === 'open') return this.#bracket(token);
    if (token.kind === 'text') {
      this.#count(token.at, 1);
      if (token.value.text.trim() === '') {
        throw new Faulty(token.at, 'There is nothing between these quotation marks.');
      }
      return { kind: 'text', text: token.value.text, at: token.at };
    }
    if (token.kind === 'field') {
      this.#count(token.at, token.values.length);
      return readField(token);
    }
    throw new TypeError(`a ${token.kind} where there is none`);
  }

  #bracket(token: Token & { kind: 'open' }): Node {
    const inside = this.#group(token.word === 'OR' ? 'or' : 'and');
    const close = this.#tokens[this.#at];
    if (close) this.#at++;
    if (!inside) {
      const at = close ? around(token.at, close.at) : token.at;
      throw new Faulty(at, 'There is nothing between these brackets.');
    }
    const at = around(token.at, close?.at ?? inside.at);
    return token.word === 'NOT' ? { kind: 'not', of: inside, at } : { ...inside, at };
  }

  #count(at: Span, more: number): void {
    this.#terms += Math.max(1, more);
    if (this.#terms > MOST_TERMS) {
      throw new Faulty(at, `A search has at most ${MOST_TERMS} words.`);
    }
  }
}

const isBinary = (token: Token) => token.kind === 'operator' && token.word !== 'NOT';

function lonely(word: Operator, at: Span): Faulty {
  const needs = word === 'NOT' ? 'needs something after it' : 'stands between two things';
  return new Faulty(at, `${word} ${needs}. To look for the word, put it in quotation marks.`);
}

/** What people call things elsewhere. */
const keyAliases: Record<string, Key> = {
  cat: 'category',
  categories: 'category',
  sub: 'subcategory',
  bank: 'account',
  accounts: 'account',
  payee: 'merchant',
  name: 'merchant',
  shop: 'merchant',
  store: 'merchant',
  sum: 'amount',
  price: 'amount',
  value: 'amount',
  day: 'date',
  month: 'date',
  year: 'date',
  when: 'date',
  tags: 'tag',
  label: 'tag',
  memo: 'note',
  notes: 'note',
  status: 'is',
  type: 'is',
  who: 'member',
  owner: 'member',
};

function readKey(typed: string, at: Span, whole: Span): Key {
  if (isKey(typed)) return typed;
  const suggestion = keyAliases[typed] ?? nearest(typed, keys);
  const unknown = `There is no search word ${shown(`${typed}:`)}.`;
  if (suggestion) {
    throw new Faulty(at, `${unknown} Did you mean ${suggestion}:?`, `${suggestion}:`);
  }
  throw new Faulty(whole, `${unknown} To look for it as a text, put it in quotation marks.`);
}

const examples: Record<Key, string> = {
  category: 'category:groceries',
  subcategory: 'subcategory:restaurants',
  account: 'account:checking',
  merchant: 'merchant:amazon',
  amount: 'amount:>50',
  date: 'date:last-month',
  tag: 'tag:holiday',
  note: 'note:present',
  is: 'is:spending',
  has: 'has:note',
  pending: 'pending:yes',
  member: 'member:anna',
};

function readField(token: Token & { kind: 'field' }): Term {
  const { at, keyAt } = token;
  const key = readKey(token.key, keyAt, at);
  const [first] = token.values;
  if (!first || token.values.some(({ text }) => text.trim() === '')) {
    throw new Faulty(at, `After ${key}: comes what to look for, as in ${examples[key]}.`);
  }
  if (key === 'amount') return { kind: 'amount', ...accept(readAmount(first.text), first), at };
  if (key === 'date') return { kind: 'date', ...accept(readDates(first.text), first), at };
  return known(key, token.values, at);
}

/** Of the keys with few values these are checked here, the others by whoever knows the names. */
function known(key: FieldKey, values: Value[], at: Span): Field {
  const field = (read: (value: Value) => Read<string>): Field => ({
    kind: 'field',
    key,
    values: values.map((value) => ({ ...value, text: accept(read(value), value) })),
    at,
  });
  if (key === 'is') return isField(values, at) ?? field(readIs);
  if (key === 'has') return field(readHas);
  if (key === 'pending') return field((value) => readYesNo(value.text));
  return field(({ text }) => ({ read: text }));
}

/** `is:pending` is what people type for `pending:yes`. */
function isField([value, ...more]: Value[], at: Span): Field | null {
  const text = value?.text.toLowerCase();
  if (!value || more.length > 0 || (text !== 'pending' && text !== 'posted')) return null;
  return {
    kind: 'field',
    key: 'pending',
    values: [{ ...value, text: text === 'pending' ? 'yes' : 'no' }],
    at,
  };
}

function accept<T>(read: Read<T>, value: Value): T {
  if ('read' in read) return read.read;
  throw new Faulty(value.at, read.sentence, read.suggestion);
}
