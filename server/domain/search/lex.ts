import { keys, type Key, type Span, type Value } from './ast.ts';

/** The pieces of a search as they are typed, before anybody asks whether they make sense. */
export type Token =
  /** `(`, or `OR(`, `NOT(`, `AND(`; a minus before it negates the group. */
  | { kind: 'open'; word: Operator | null; at: Span }
  | { kind: 'close'; at: Span }
  | { kind: 'operator'; word: Operator; at: Span }
  /** A minus right before what it negates. */
  | { kind: 'minus'; at: Span }
  /** A lone comma between alternatives. */
  | { kind: 'comma'; at: Span }
  | { kind: 'text'; value: Value; at: Span }
  /** `key:a,b`; the key as it was typed, in small letters. */
  | { kind: 'field'; key: string; keyAt: Span; values: Value[]; at: Span };

export type Operator = 'AND' | 'OR' | 'NOT';

/** Telephones turn quotation marks round by themselves. */
const quotes = new Set(['"', '“', '”', '„']);
const isSpace = (letter: string | undefined) => letter === undefined || /\s/.test(letter);
const keyStart = /([A-Za-z]+):/y;
const operatorStart = /(AND|OR|NOT)(?![^\s()])/y;
const groupStart = /(AND|OR|NOT)\(/iy;

/** Values of these may hold commas: they are one value, never a list. */
const single = new Set<string>(['amount', 'date'] satisfies Key[]);

/** A quoted text from its first quotation mark on, and where it ends. */
function readQuoted(input: string, start: number): { text: string; end: number } {
  let text = '';
  let at = start + 1;
  while (at < input.length) {
    const letter = input[at]!;
    if (quotes.has(letter)) return { text, end: at + 1 };
    if (letter === '\\' && at + 1 < input.length) at++;
    text += input[at]!;
    at++;
  }
  return { text, end: at };
}

/** Letters up to a space, or a bracket that was not opened within them. */
function readBare(input: string, start: number, stops: string): number {
  let at = start;
  let inner = 0;
  while (!isSpace(input[at])) {
    const letter = input[at]!;
    if (letter === '(') inner++;
    else if (letter === ')' && inner-- === 0) break;
    else if (stops.includes(letter)) break;
    at++;
  }
  return at;
}

const span = (start: number, end: number): Span => ({ start, length: end - start });

/** Cuts a search into its pieces. Whatever is typed, it is cut somehow. */
export function lex(input: string): Token[] {
  const tokens: Token[] = [];
  let depth = 0;
  let at = 0;
  const match = (pattern: RegExp) => {
    pattern.lastIndex = at;
    return pattern.exec(input);
  };
  while (at < input.length) {
    const start = at;
    const letter = input[at]!;
    if (isSpace(letter)) {
      at++;
      continue;
    }
    const group = match(groupStart);
    const operator = match(operatorStart);
    if (letter === '(' || group) {
      at += group?.[0].length ?? 1;
      depth++;
      const word = (group?.[1]?.toUpperCase() ?? null) as Operator | null;
      tokens.push({ kind: 'open', word, at: span(start, at) });
    } else if (letter === ')') {
      at++;
      depth = Math.max(0, depth - 1);
      tokens.push({ kind: 'close', at: span(start, at) });
    } else if (operator) {
      at += operator[0].length;
      const word = operator[1] as Operator;
      tokens.push({ kind: 'operator', word, at: span(start, at) });
    } else if (letter === '-' && !isSpace(input[at + 1]) && !'-)'.includes(input[at + 1]!)) {
      at++;
      tokens.push({ kind: 'minus', at: span(start, at) });
    } else if (letter === ',' && depth > 0) {
      at++;
      tokens.push({ kind: 'comma', at: span(start, at) });
    } else {
      const token = readTerm(input, start, depth > 0);
      at = token.at.start + token.at.length;
      tokens.push(token);
    }
  }
  return tokens;
}

function readTerm(input: string, start: number, grouped: boolean): Token {
  keyStart.lastIndex = start;
  const typed = keyStart.exec(input);
  if (typed) return readField(input, start, typed[1]!.toLowerCase());
  const value = readValue(input, start, grouped ? ',' : '');
  return { kind: 'text', value, at: value.at };
}

function readValue(input: string, start: number, stops: string): Value {
  if (quotes.has(input[start]!)) {
    const { text, end } = readQuoted(input, start);
    return { text, at: span(start, end) };
  }
  const end = readBare(input, start, stops);
  return { text: input.slice(start, end), at: span(start, end) };
}

function readField(input: string, start: number, key: string): Token {
  const keyAt = span(start, start + key.length + 1);
  const values: Value[] = [];
  let at = keyAt.start + keyAt.length;
  const stops = single.has(key) ? '' : ',';
  while (!isSpace(input[at]) && input[at] !== ')') {
    if (input[at] === ',' && stops) {
      at++;
      continue;
    }
    const value = readValue(input, at, stops);
    values.push(value);
    at = value.at.start + value.at.length;
    if (input[at] !== ',') break;
  }
  return { kind: 'field', key, keyAt, values, at: span(start, at) };
}

export const isKey = (word: string): word is Key => (keys as readonly string[]).includes(word);
