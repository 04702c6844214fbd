import type { RecurringSeries } from '#server/contract/recurring.ts';
import '#web/ui/lb-amount.ts';
import '#web/ui/lb-category-mark.ts';
import { plain, roughly, seriesWords } from '#web/ui/recurring-words.ts';
import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';

/** One series as a line that opens it. */
export function seriesRow(series: RecurringSeries, today: string, href: string): TemplateResult {
  const { category, name, state, account, amount, between, cadence, aMonth } = series;
  const often = cadence !== 'monthly' && state !== 'ended';
  const more = between ? 'roughly' : often ? `${roughly(plain(aMonth))} a month` : undefined;
  return html`<a class="row" href=${href}>
    <lb-category-mark .category=${category}></lb-category-mark>
    <span>
      <span class="name">${name}</span>
      <span class="about ${state === 'late' ? 'late' : ''}">${seriesWords(series, today)}</span>
      <span class="about where">${account.name}</span>
    </span>
    <span class="number"
      ><lb-amount .of=${amount} signed></lb-amount>${
        more ? html`<span class="about">${more}</span>` : nothing
      }</span
    >
  </a>`;
}
