import type { Course } from '#server/contract/reports.ts';
import type { Money } from '#server/contract/money.ts';
import { base } from '#web/ui/base.ts';
import { kindWords } from '#web/ui/account-words.ts';
import { isZero, subtract } from '#web/ui/decimal.ts';
import { dayShort } from '#web/ui/format.ts';
import '#web/ui/lb-amount.ts';
import { LitElement, css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';

/** The accounts behind balances: what each held at the end of some days, and how it has changed. */
@customElement('lb-worth-table')
export class LbWorthTable extends LitElement {
  static override styles = [
    base,
    css`
      h2 {
        margin-bottom: 8px;
      }
      table {
        width: 100%;
        border-collapse: collapse;
      }
      th {
        font-weight: 400;
        text-align: start;
      }
      thead th {
        color: var(--ink-2);
        font-size: var(--t-small);
        font-weight: 550;
      }
      th,
      td {
        padding: 9px 12px 9px 0;
        border-bottom: 1px solid var(--line);
        vertical-align: baseline;
      }
      td,
      th.number {
        text-align: end;
        font-variant-numeric: tabular-nums;
        white-space: nowrap;
      }
      td:last-child,
      th:last-child {
        padding-inline-end: 0;
      }
      a {
        display: inline-block;
        min-height: 24px;
        overflow-wrap: anywhere;
      }
      .kind {
        display: block;
        color: var(--ink-2);
        font-size: var(--t-small);
      }
      @media (max-width: 559.9px) {
        .change {
          display: none;
        }
      }
    `,
  ];

  /** With their balances at the ends of the days. */
  @property({ attribute: false }) accessor accounts: Course['accounts'] = [];
  @property({ attribute: false }) accessor days: readonly string[] = [];
  /** The day they are told of: its place among the days. */
  @property({ attribute: false }) accessor at: number | null = null;
  @property() accessor today = '';

  override render() {
    const at = this.at ?? this.days.length - 1;
    const [first, day] = [this.days[0] ?? '', this.days[at] ?? ''];
    const when = day === this.today ? 'Today' : dayShort(day, this.today);
    const known = this.accounts.filter(({ balances }) => balances.some((one) => one !== null));
    return html`<h2>Accounts</h2>
      <table>
        <thead>
          <tr>
            <th scope="col">Account</th>
            <th scope="col" class="number">${when}</th>
            ${
              at > 0
                ? html`<th scope="col" class="number change">
                    Since ${dayShort(first, this.today)}
                  </th>`
                : nothing
            }
          </tr>
        </thead>
        <tbody>
          ${known.map((one) => this.#row(one, at))}
        </tbody>
      </table>`;
  }

  #row({ id, name, type, subtype, currency, balances }: Course['accounts'][number], at: number) {
    const [before, now] = [balances[0] ?? null, balances[at] ?? null];
    const money = (amount: string): Money => ({ amount, currency });
    const change = before === null || now === null ? null : subtract(now, before);
    return html`<tr>
      <th scope="row">
        <a href="/accounts/${id}">${name}</a>
        <span class="kind">${kindWords({ type, subtype })}</span>
      </th>
      <td>
        ${
          now === null
            ? html`<span class="muted">not known</span>`
            : html`<lb-amount .of=${money(now)}></lb-amount>`
        }
      </td>
      ${
        at > 0
          ? html`<td class="change">
              ${
                change === null
                  ? nothing
                  : isZero(change)
                    ? html`<span class="muted">the same</span>`
                    : html`<lb-amount .of=${money(change)} signed></lb-amount>`
              }
            </td>`
          : nothing
      }
    </tr>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lb-worth-table': LbWorthTable;
  }
}
