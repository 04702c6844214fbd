import type { Money } from '#server/contract/money.ts';
import type { Transaction } from '#server/contract/transactions.ts';
import { Watch } from '#web/state/client.ts';
import { newestRows } from '#web/state/reports.ts';
import { registerHref } from '#web/state/transaction-filter.ts';
import type { Filter } from '#web/state/transaction-filter.ts';
import { sentenceOf } from '#web/api.ts';
import { base } from '#web/ui/base.ts';
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
  /** What the charts say they add up to. */
  @property({ attribute: false }) accessor sum: Money | null = null;

  readonly #rows = new Watch(this, () => newestRows(this.filter, FIRST));

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
    return html`${
        this.sum
          ? html`<p class="muted"><lb-amount .of=${this.sum} signed></lb-amount> in all</p>`
          : nothing
      }
      <lb-latest .rows=${rows} today=${this.today}></lb-latest>
      <a href=${registerHref(this.filter)}
        >${rows.length < FIRST ? 'Open in the register' : 'All of them in the register'}</a
      >`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lb-insights-rows': LbInsightsRows;
  }
}
