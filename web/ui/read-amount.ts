import { add, isNegative, negate, subtract } from './decimal.ts';

/**
 * An amount as people type it: a comma or a point before the cents, spaces and marks between the
 * thousands, and sums such as `12+3,5`. Null where it is none; never negative.
 */
export function readAmount(typed: string): string | null {
  const text = typed.replace(/[\s'’\u00a0\u202f]/g, '').replace(/[−–]/g, '-');
  const parts = text.match(/[+-]?[^+-]+/g);
  if (!parts || parts.join('') !== text) return null;
  let sum = '0';
  for (const part of parts) {
    const one = readOne(part.replace(/^[+-]/, ''));
    if (one === null) return null;
    sum = part.startsWith('-') ? subtract(sum, one) : add(sum, one);
  }
  return isNegative(sum) ? negate(sum) : sum;
}

/** Three digits after a mark are thousands; the last mark before one or two stands before cents. */
function readOne(text: string): string | null {
  const thousands = /^(\d{1,3}(?:[.,]\d{3})+)(?:[.,](\d{1,2}))?$/.exec(text);
  const plain = /^(\d+)(?:[.,](\d{1,2}))?$/.exec(text);
  const [, whole, cents] = thousands ?? plain ?? [];
  if (whole === undefined) return null;
  return whole.replace(/[.,]/g, '') + (cents === undefined ? '' : `.${cents}`);
}
