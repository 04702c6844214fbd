import type { Transaction } from '#server/contract/transactions.ts';
import { LitElement, css, html, nothing } from 'lit';
import type { PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { base } from './base.ts';
import { dayHeading, dayShort, listed, moneyWords, plural } from './format.ts';
import './lb-amount.ts';
import './lb-category-mark.ts';

const freshFor = 8_000;

/**
 * A few transactions under their days, each a link to its details. What was not there the last
 * time is tinted for a moment and said once, politely.
 */
@customElement('lb-latest')
export class LbLatest extends LitElement {
  static override styles = [
    base,
    css`
      h3 {
        padding: 12px 0 2px;
        font-size: var(--t-small);
        font-weight: 600;
        color: var(--ink-2);
      }
      .day:first-child h3 {
        padding-top: 0;
      }
      a {
        display: grid;
        grid-template-columns: auto minmax(0, 1fr) auto;
        align-items: center;
        gap: 0 12px;
        min-height: 56px;
        padding: 6px 8px;
        margin-inline: -8px;
        border-radius: var(--radius);
        color: inherit;
        text-decoration: none;
      }
      a:hover {
        background: var(--hover);
        color: inherit;
      }
      li.fresh a {
        animation: arrive ${freshFor / 1000}s ease-out;
      }
      @keyframes arrive {
        0%,
        60% {
          background: var(--accent-soft);
        }
      }
      .name {
        display: -webkit-box;
        -webkit-box-orient: vertical;
        -webkit-line-clamp: 2;
        overflow: hidden;
        overflow-wrap: anywhere;
        font-weight: 550;
        line-height: 1.3;
      }
      .where {
        display: block;
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
        font-size: var(--t-small);
        color: var(--ink-2);
      }
      .number {
        font-weight: 550;
      }
      .pending {
        display: block;
        font-size: var(--t-small);
        font-weight: 400;
        color: var(--ink-2);
      }
      :host {
        container-type: inline-size;
      }
      /* Large letters on a small screen: the amount goes below the name. */
      @container (max-width: 15em) {
        a {
          grid-template-columns: auto minmax(0, 1fr);
        }
        .name {
          -webkit-line-clamp: none;
        }
        .where {
          white-space: normal;
        }
        .number {
          grid-column: 2;
          text-align: start;
        }
      }
      @media (prefers-reduced-motion: reduce) {
        li.fresh a {
          animation: none;
          background: var(--accent-soft);
        }
      }
    `,
  ];

  @property({ attribute: false }) accessor rows: readonly Transaction[] = [];
  /** They are all of one account, which stands above them. */
  @property({ type: Boolean, attribute: 'one-account' }) accessor oneAccount = false;
  /** Whose an account is, by its id: `Theo’s`, of the reader's own nothing. */
  @property({ attribute: false }) accessor whose: (account: string) => string = () => '';
  /** Today in the household's time zone. */
  @property() accessor today = '';
  @state() private accessor fresh: ReadonlySet<string> = new Set();
  @state() private accessor news = '';
  #known: Set<string> | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  override disconnectedCallback() {
    super.disconnectedCallback();
    clearTimeout(this.#timer);
  }

  override willUpdate(changes: PropertyValues<this>) {
    if (!changes.has('rows')) return;
    const known = this.#known;
    this.#known = new Set([...(known ?? []), ...this.rows.map(({ id }) => id)]);
    const arrived = known ? this.rows.filter(({ id }) => !known.has(id)) : [];
    if (arrived.length === 0) return;
    this.fresh = new Set([...this.fresh, ...arrived.map(({ id }) => id)]);
    this.news = `${plural(arrived.length, 'new transaction')}: ${listed(
      arrived.slice(0, 3).map(({ name, amount }) => `${name}, ${moneyWords(amount)}`),
    )}`;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.fresh = new Set();
      this.news = '';
    }, freshFor);
  }

  override render() {
    const days = Map.groupBy(this.rows, ({ date }) => date);
    return html`<div>
        ${repeat(
          days,
          ([day]) => day,
          ([day, rows]) =>
            html`<section class="day">
              <h3>${dayHeading(day, this.today)}</h3>
              <ul>
                ${repeat(
                  rows,
                  ({ id }) => id,
                  (row) => this.#row(row),
                )}
              </ul>
            </section>`,
        )}
      </div>
      <p class="sr" role="status">${this.news}</p>`;
  }

  #row({ id, name, amount, account, category, pending, hiddenUntil }: Transaction) {
    const about = category?.label ?? 'No category';
    // Whose it is comes first: what is too long for the line is cut at its end.
    const where = this.oneAccount ? [about] : [this.whose(account.id), about, account.name];
    return html`<li class=${this.fresh.has(id) ? 'fresh' : ''}>
      <a href="/transactions/${id}">
        <lb-category-mark .category=${category}></lb-category-mark>
        <span>
          <span class="name">${name}</span>
          <span class="where">${where.filter(Boolean).join(' · ')}</span>${
            hiddenUntil
              ? html`<span class="where">hidden until ${dayShort(hiddenUntil, this.today)}</span>`
              : nothing
          }
        </span>
        <span class="number"
          ><lb-amount .of=${amount} signed></lb-amount>${
            pending ? html`<span class="pending">pending</span>` : nothing
          }</span
        >
      </a>
    </li>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lb-latest': LbLatest;
  }
}
