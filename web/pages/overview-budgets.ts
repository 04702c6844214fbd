import type { Overview } from '#server/contract/overview.ts';
import { base } from '#web/ui/base.ts';
import { budgetName, leftWords } from '#web/ui/budget-words.ts';
import '#web/ui/lb-budget-bar.ts';
import { categoryColor } from '#web/ui/lb-category-mark.ts';
import { LitElement, css, html } from 'lit';
import { customElement, property } from 'lit/decorators.js';

/** Budgets near their limit: enough to know before the next purchase. */
@customElement('lb-overview-budgets')
export class LbOverviewBudgets extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        margin-top: 24px;
        padding-top: 20px;
        border-top: 1px solid var(--line);
      }
      h3 {
        margin-bottom: 4px;
      }
      a.one {
        display: grid;
        grid-template-columns: minmax(0, 1fr) auto;
        align-items: center;
        gap: 2px 12px;
        min-height: var(--target);
        margin-inline: -8px;
        padding: 6px 8px;
        border-radius: var(--radius);
        color: inherit;
        text-decoration: none;
      }
      a.one:hover {
        background: var(--hover);
      }
      lb-budget-bar {
        grid-column: 1 / -1;
      }
      .left {
        font-variant-numeric: tabular-nums;
        white-space: nowrap;
      }
    `,
  ];

  @property({ attribute: false }) accessor budgets: Overview['closeBudgets'] = [];

  override render() {
    return html`<h3>Budgets close to their limit</h3>
      <ul>
        ${this.budgets.map(
          (one) =>
            html`<li>
              <a class="one" href="/budgets?${new URLSearchParams({ of: one.scope, open: one.id })}"
                ><span>${budgetName(one)}</span><span class="left">${leftWords(one)}</span
                ><lb-budget-bar
                  spent=${one.spent.amount}
                  available=${one.available.amount}
                  color=${categoryColor(one.category)}
                ></lb-budget-bar
              ></a>
            </li>`,
        )}
      </ul>
      <a href="/budgets">All budgets</a>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lb-overview-budgets': LbOverviewBudgets;
  }
}
