import type { Amount, Dates, Edge, Node, Query, Term } from './ast.ts';

/** What can stand without quotation marks, and would be read as nothing but itself. */
const bare = /^(?!(?:AND|OR|NOT)$)(?![A-Za-z]+:)[^\s"“”„()\\,-][^\s"“”„()\\,]*$/u;

/** A text as a search writes it, in quotation marks where it must be. */
export const quoted = (text: string): string =>
  bare.test(text) ? text : `"${text.replace(/["“”„\\]/gu, '\\$&')}"`;

function printRange(low: Edge | null, high: Edge | null, exactly: string): string {
  if (low && high) {
    return low.value === high.value && !low.open
      ? exactly + low.value
      : `${low.value}..${high.value}`;
  }
  if (low) return `>${low.open ? '' : '='}${low.value}`;
  return `<${high?.open ? '' : '='}${high?.value ?? ''}`;
}

const printAmount = ({ low, high }: Pick<Amount, 'low' | 'high'>) =>
  `amount:${printRange(low, high, '=')}`;
const printDates = ({ low, high }: Pick<Dates, 'low' | 'high'>) =>
  `date:${printRange(low, high, '')}`;

function printTerm(term: Term): string {
  if (term.kind === 'text') return quoted(term.text);
  if (term.kind === 'amount') return printAmount(term);
  if (term.kind === 'date') return printDates(term);
  return `${term.key}:${term.values.map(({ text }) => quoted(text)).join(',')}`;
}

function printNode(node: Node, within: 'and' | 'or'): string {
  if (node.kind === 'not') {
    const { of } = node;
    const group = of.kind === 'and' || of.kind === 'or' || of.kind === 'not';
    return group ? `NOT(${printNode(of, 'and')})` : `-${printTerm(of)}`;
  }
  if (node.kind !== 'and' && node.kind !== 'or') return printTerm(node);
  const inside = node.of.map((one) => printNode(one, node.kind)).join(' ');
  if (node.kind === within) return inside;
  return node.kind === 'or' ? `OR(${inside})` : `(${inside})`;
}

/** A search as text; reading it again gives the same search. */
export const print = (query: Query): string => (query === null ? '' : printNode(query, 'and'));
