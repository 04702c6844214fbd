import type { Column, Line } from '#web/charts/lb-lines.ts';
import { monthName } from '#web/ui/format.ts';

const looks = ['line', 'dashes', 'dots'] as const;
const colors = ['accent', 'cat-12', 'cat-11', 'cat-7', 'cat-3'];

/** The newest years as lines, oldest first: this one stronger than those before it. */
export const yearLines = (
  years: readonly { year: string; amounts: readonly (string | null)[] }[],
): Line[] =>
  years.slice(-colors.length).map(({ year, amounts }, index, { length }) => {
    const back = length - 1 - index;
    return {
      key: year,
      label: year,
      color: `var(--${colors[back]})`,
      look: looks[back % looks.length] ?? 'line',
      strong: back === 0,
      amounts,
    };
  });

/** The twelve months of any year, every second one named. */
export const yearColumns = (today: string): Column[] =>
  Array.from({ length: 12 }, (_, index) => {
    const number = String(index + 1).padStart(2, '0');
    const name = monthName(`${today.slice(0, 4)}-${number}`, today);
    return { key: number, tick: name.slice(0, index % 2 ? 0 : 3), name };
  });
