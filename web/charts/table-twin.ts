import type { Money } from '#server/contract/money.ts';
import { html } from 'lit';
import type { TemplateResult } from 'lit';
import '#web/ui/lb-amount.ts';

export type Cell = Money | string | null;

/** What a chart shows, as rows and columns of text. */
export interface TableTwin {
  /** What the table is of, in a few words. */
  caption: string;
  /** The first is over the heads of the rows. */
  columns: readonly string[];
  rows: readonly { head: string; cells: readonly Cell[] }[];
}

const cell = (value: Cell): TemplateResult => {
  if (value === null)
    return html`<td><span aria-hidden="true">–</span><span class="sr">none</span></td>`;
  if (typeof value === 'string') return html`<td>${value}</td>`;
  return html`<td><lb-amount .of=${value}></lb-amount></td>`;
};

/**
 * The table that says the same as a chart. It scrolls by itself, so the keyboard can stop at it.
 */
export const tableTwin = ({ caption, columns, rows }: TableTwin): TemplateResult =>
  html`<div class="twin" tabindex="0" role="region" aria-label=${`${caption}, as a table`}>
    <table>
      <caption class="sr">
        ${caption}
      </caption>
      <thead>
        <tr>
          ${columns.map(
            (name, index) => html`<th scope="col" class=${index ? 'number' : ''}>${name}</th>`,
          )}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          ({ head, cells }) =>
            html`<tr>
              <th scope="row">${head}</th>
              ${cells.map(cell)}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
