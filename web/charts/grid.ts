import { svg } from 'lit';
import type { SVGTemplateResult } from 'lit';
import { tickText } from './ticks.ts';

/** Lines across at round amounts, each with its amount at the left; the one at zero is stronger. */
export const gridRows = (
  rows: readonly { value: number; y: number }[],
  { left, right, currency }: { left: number; right: number; currency: string },
): SVGTemplateResult =>
  svg`${rows.map(
    ({ value, y }) => svg`<line class=${value === 0 ? 'zero' : 'grid'} x1=${left} x2=${right}
        y1=${y} y2=${y} />
      <text x=${left - 8} y=${y + 4} text-anchor="end">${tickText(value, currency)}</text>`,
  )}`;
