import type { Overview } from '#server/contract/overview.ts';
import type { Bar } from '#web/charts/lb-bars.ts';
import '#web/charts/lb-bars.ts';
import { base } from '#web/ui/base.ts';
import { inCurrency } from '#web/ui/compare.ts';
import { moneyText } from '#web/ui/format.ts';
import '#web/ui/lb-amount.ts';
import { LitElement, css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';

/** The net worth, per currency and together, and what it gets wrong until somebody says so. */
@customElement('lb-overview-worth')
export class LbOverviewWorth extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        container-type: inline-size;
      }
      h2 {
        margin-bottom: 4px;
        color: var(--ink-2);
        font-size: var(--t-body);
        font-weight: 550;
      }
      .hero {
        display: block;
        font-size: clamp(1.25rem, 11cqi, var(--t-hero));
        font-weight: 650;
        line-height: 1.1;
        letter-spacing: -0.025em;
      }
      .other {
        display: block;
        font-size: var(--t-title);
        font-weight: 600;
      }
      .twice {
        margin-top: 8px;
        color: var(--amber);
      }
      lb-bars {
        margin-top: 16px;
      }
    `,
  ];

  @property({ attribute: false }) accessor overview: Overview | undefined;
  @property() accessor currency = 'USD';

  override updated() {
    // Most households have one currency: the others' words come when they are needed.
    if (this.overview?.netWorth.together) void import('#web/ui/lb-together.ts');
  }

  override render() {
    const data = this.overview;
    if (!data) return nothing;
    const { net, together, ...rest } = data.netWorth;
    const others = net.filter(({ currency }) => currency !== this.currency);
    const assets = inCurrency(rest.assets, this.currency);
    const debts = inCurrency(rest.debts, this.currency);
    const bars: Bar[] = [
      { label: 'Held', amount: assets, color: 'var(--cat-7)' },
      { label: 'Owed', amount: debts, color: 'var(--cat-2)' },
    ];
    return html`<h2>Net worth</h2>
      <lb-amount class="hero" .of=${inCurrency(net, this.currency)}></lb-amount>
      ${others.map((one) => html`<lb-amount class="other" .of=${one}></lb-amount>`)}
      ${together ? html`<lb-together today=${data.today} .sum=${together}></lb-together>` : nothing}
      ${this.#twice(data)}
      <lb-bars
        .bars=${bars}
        summary="Held ${moneyText(assets)}, owed ${moneyText(debts)}."
      ></lb-bars>`;
  }

  /** What the totals get wrong until somebody says so. */
  #twice({ probablyTwice, banks }: Overview) {
    const own = banks.flatMap(({ accounts }) => accounts).filter(({ access }) => access === 'own');
    return probablyTwice.map(
      ({ name, with: other }) =>
        html`<p class="small twice">
          ${name} is probably counted twice until
          ${own.some((one) => one.name === name) ? `you and ${other}` : 'those who connected it'}
          agree.
        </p>`,
    );
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lb-overview-worth': LbOverviewWorth;
  }
}
