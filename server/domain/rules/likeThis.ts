import type { RuleCondition } from '#server/contract/rules.ts';
import { wordsOf } from '#server/domain/categorise/tokens.ts';

const LONGEST = 100;

/**
 * A condition that finds what is like a transaction: of the same merchant, else under the same name
 * but for its numbers, which are another one's each time.
 */
export function likeThis(row: { name: string; merchantName: string | null }): RuleCondition {
  if (row.merchantName !== null && row.merchantName.trim() !== '') {
    return { field: 'merchant', is: 'equals', values: [row.merchantName.trim().slice(0, LONGEST)] };
  }
  const name = row.name.trim().slice(0, LONGEST);
  const pattern = name
    .split(/\s+/)
    .map((word) => (/\d/.test(word) ? '*' : word))
    .join(' ')
    .replace(/\*( \*)+/g, '*');
  // `CHECK 1002` without its number would be every check.
  const numbered = pattern !== name && wordsOf(pattern).length > 0;
  return {
    field: 'name',
    is: numbered ? 'pattern' : 'equals',
    values: [numbered ? pattern : name],
  };
}
