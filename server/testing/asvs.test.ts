import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

// SECURITY.md answers for every item of levels 1 and 2 of OWASP's ASVS 5.0.0, once.

/** How many items of the two levels a section has: they come first, level 3 after them. */
const sections = `
  1.1:2 1.2:9 1.3:11 1.4:3 1.5:2 2.1:3 2.2:3 2.3:4 2.4:1
  3.2:2 3.3:4 3.4:6 3.5:5 3.7:2 4.1:3 4.2:1 4.3:2 4.4:4
  5.1:1 5.2:3 5.3:2 5.4:3 6.1:3 6.2:12 6.3:4 6.4:4 6.5:5 6.6:3 6.8:4
  7.1:3 7.2:4 7.3:2 7.4:5 7.5:2 7.6:2 8.1:2 8.2:3 8.3:1 8.4:1
  9.1:3 9.2:4 10.1:2 10.2:2 10.3:4 10.4:11 10.5:5 10.6:2 10.7:3
  11.1:2 11.2:3 11.3:3 11.4:4 11.5:1 11.6:1 12.1:3 12.2:2 12.3:4
  13.1:1 13.2:5 13.3:2 13.4:5 14.1:2 14.2:4 14.3:3 15.1:3 15.2:3 15.3:7
  16.1:1 16.2:5 16.3:4 16.4:3 16.5:3 17.1:1 17.2:4 17.3:2
`;

const upTo = (last: number) => Array.from({ length: last }, (_, n) => n + 1);

test('SECURITY.md answers for every item of levels 1 and 2, once', () => {
  const text = readFileSync(join(import.meta.dirname, '../../SECURITY.md'), 'utf8');
  const [, table = ''] = text.split('## ASVS 5.0');
  // In the table's first column and in the list of what is not there; `6.3.8 (L3)` is another's.
  const named = table
    .split('\n')
    .map((line) => (line.startsWith('|') ? (line.split('|')[1] ?? '') : line))
    .join('\n')
    .matchAll(/\b(\d+\.\d+)\.(\d+)(?:–(\d+))?(?! \(L3\))\b/g);
  const found = [...named].flatMap(([, section, first, last = first]) =>
    upTo(Number(last))
      .filter((n) => n >= Number(first))
      .map((n) => `${section}.${n}`),
  );
  const all = [...sections.matchAll(/(\S+):(\d+)/g)].flatMap(([, section, items]) =>
    upTo(Number(items)).map((n) => `${section}.${n}`),
  );
  expect(all.length).toBe(253);
  expect(found.toSorted()).toEqual(all.toSorted());
});
