import type { Transaction } from '#server/contract/transactions.ts';
import { Watch } from '#web/state/client.ts';
import { newestRows, rowCounts } from '#web/state/reports.ts';
import { registerHref } from '#web/state/transaction-filter.ts';
import type { Filter } from '#web/state/transaction-filter.ts';
import { sentenceOf } from '#web/api.ts';
import { base } from '#web/ui/base.ts';
import { plural } from '#web/ui/format.ts';
import '#web/ui/lb-amount.ts';
import '#web/ui/lb-latest.ts';
import '#web/ui/lb-skeleton.ts';
import { LitElement, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { insightsStyles } from './insights-styles.ts';

const FIRST = 12;

/** The transactions behind what the charts show, the newest few of them, and the way to all. */
@customElement('lb-insights-rows')
export class LbInsightsRows extends LitElement {
  static override styles = [base, insightsStyles];

  @property({ attribute: false }) accessor filter: Filter = {};
  @property() accessor today = '';

  readonly #rows = new Watch(this, () => newestRows(this.filter, FIRST));
  readonly #counts = new Watch(this, () => rowCounts(this.filter));

  override render() {
    const { data, error } = this.#rows;
    return html`<section class="card latest" aria-labelledby="rows">
      <h2 id="rows">Transactions</h2>
      ${
        data
          ? this.#list(data.transactions)
          : error
            ? html`<p class="muted">${sentenceOf(error)}</p>`
            : html`<lb-skeleton shape="rows" count="5"></lb-skeleton>`
      }
    </section>`;
  }

  #list(rows: readonly Transaction[]) {
    if (rows.length === 0) return html`<p class="muted">There are none.</p>`;
    const counts = this.#counts.data;
    return html`<p class="muted">
        ${
          counts
            ? html`${plural(counts.total, 'transaction')}${counts.sums.map(
                (sum) => html`, <lb-amount .of=${sum} signed></lb-amount>`,
              )}`
            : nothing
        }
      </p>
      <lb-latest .rows=${rows} today=${this.today}></lb-latest>
      ${
        counts && counts.total > rows.length
          ? html`<a href=${registerHref(this.filter)}
              >All ${plural(counts.total, 'transaction')} in the register</a
            >`
          : html`<a href=${registerHref(this.filter)}>Open in the register</a>`
      }`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lb-insights-rows': LbInsightsRows;
  }
}
