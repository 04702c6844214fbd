import type { RecurringSeries } from '#server/contract/recurring.ts';
import { dayLong, dayShort, moneyText, plural } from '#web/ui/format.ts';
import '#web/ui/lb-amount.ts';
import { betweenWords, cadenceWords, capital, plain } from '#web/ui/recurring-words.ts';
import { css, html, nothing } from 'lit';
import type { TemplateResult } from 'lit';

export const factsStyles = css`
  dl {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr);
    gap: 4px 16px;
  }
  dt {
    color: var(--ink-2);
  }
  .last a {
    display: flex;
    justify-content: space-between;
    align-items: center;
    gap: 12px;
    min-height: max(36px, var(--target));
    color: inherit;
    text-decoration-color: var(--line-strong);
  }
`;

/** How often, how much, when and where. */
export function seriesFacts(series: RecurringSeries): TemplateResult {
  const { amount, between, cadence, next, state: now, account, category, aMonth, aYear } = series;
  const spans = between ? `, ${betweenWords(between)}` : '';
  return html`<dl>
    <dt>How often</dt>
    <dd>${capital(cadenceWords[cadence])}</dd>
    <dt>How much</dt>
    <dd>${between ? 'About ' : ''}${moneyText(plain(amount))}${spans}</dd>
    <dt>In a month</dt>
    <dd>${moneyText(plain(aMonth))}, ${moneyText(plain(aYear))} a year</dd>
    <dt>${now === 'late' ? 'Expected' : now === 'ended' ? 'Last' : 'Next'}</dt>
    <dd>${dayLong(next ?? series.last[0]?.date ?? series.since)}</dd>
    <dt>Account</dt>
    <dd>${account.name}</dd>
    ${
      category
        ? html`<dt>Category</dt>
            <dd>${category.label}</dd>`
        : nothing
    }
    ${
      series.merged
        ? html`<dt>Merged</dt>
            <dd>${plural(series.merged, 'other')}</dd>`
        : nothing
    }
  </dl>`;
}

/** The last times, each a link to its transaction. */
export function lastTimes({ last, times }: RecurringSeries, today: string): TemplateResult {
  return html`<section aria-labelledby="last">
    <h3 id="last">The last times${times > last.length ? html` of ${times}` : nothing}</h3>
    <ul class="last">
      ${last.slice(0, 6).map(
        ({ transaction, date, amount, pending }) =>
          html`<li>
            <a href="/transactions/${transaction}"
              ><span>${dayShort(date, today)}${pending ? ', pending' : ''}</span
              ><lb-amount .of=${amount} signed></lb-amount
            ></a>
          </li>`,
      )}
    </ul>
  </section>`;
}
