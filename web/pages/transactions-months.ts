import { monthName } from '#web/ui/format.ts';
import { html } from 'lit';
import { live } from 'lit/directives/live.js';

/** Leads to the first row of a month; it never keeps what was chosen. */
export const goToMonth = (
  months: readonly { month: string }[],
  today: string,
  show: (month: string) => void,
) =>
  html`<select
    class="input months"
    aria-label="Go to month"
    ?disabled=${months.length < 2}
    .value=${live('')}
    @change=${(event: Event) => show((event.target as HTMLSelectElement).value)}
  >
    <option value="">Go to month</option>
    ${months.map(({ month }) => html`<option value=${month}>${monthName(month, today)}</option>`)}
  </select>`;
