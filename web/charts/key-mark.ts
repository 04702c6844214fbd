import { html, svg } from 'lit';
import type { TemplateResult } from 'lit';

export type KeyLook = 'area' | 'line' | 'dashes' | 'dots';

export const dashes: Record<KeyLook, string> = { area: '', line: '', dashes: '4 3', dots: '1 4' };

/** An entry of a legend: how something is drawn, and its name. */
export const keyMark = (label: string, color: string, look: KeyLook): TemplateResult =>
  html`<li>
    ${svg`<svg aria-hidden="true" viewBox="0 0 18 12">${
      look === 'area'
        ? svg`<rect class="mark" width="12" height="12" x="3" rx="3" fill=${color} />`
        : svg`<line class="mark stroke" x2="18" y1="6" y2="6" stroke=${color} stroke-width="2.5"
            stroke-dasharray=${dashes[look]} />`
    }</svg>`}<span>${label}</span>
  </li>`;
