import type { Account } from '#server/contract/accounts.ts';
import type { Money } from '#server/contract/money.ts';
import type { DebtTerms, Liabilities } from '#server/contract/wealth.ts';
import { sentenceOf } from '#web/api.ts';
import { Watch } from '#web/state/client.ts';
import { links } from '#web/state/links.ts';
import { myName, session, todayOf } from '#web/state/session.ts';
import { liabilities } from '#web/state/wealth.ts';
import { kindWords } from '#web/ui/account-words.ts';
import { base } from '#web/ui/base.ts';
import { isNegative, isZero, negate } from '#web/ui/decimal.ts';
import { clock, dayShort } from '#web/ui/format.ts';
import '#web/ui/lb-amount.ts';
import '#web/ui/lb-button.ts';
import '#web/ui/lb-empty.ts';
import '#web/ui/lb-notice.ts';
import '#web/ui/lb-skeleton.ts';
import '#web/ui/lb-together.ts';
import { accessWords } from '#web/ui/sharing-words.ts';
import { paymentOf, whenWords } from '#web/ui/wealth-words.ts';
import { ArrowLeft, HandCoins, RotateCw } from 'lucide';
import { LitElement, css, html, nothing } from 'lit';
import { customElement } from 'lit/decorators.js';
import './debt-terms.ts';
import './wealth-sources.ts';
import { wealthStyles } from './wealth-styles.ts';

interface Debt {
  account: Account;
  terms: DebtTerms | null;
}

/** As it is owed: without the sign. */
const turned = ({ amount, currency }: Money): Money => ({ amount: negate(amount), currency });

/** The next payments by their days; what the bank calls late comes first. */
const payments = (debts: readonly Debt[], today: string) =>
  debts
    .flatMap(({ account, terms }) => {
      if (!terms) return [];
      const { state, words } = paymentOf(terms, today);
      return state === 'none' ? [] : [{ account, terms, late: state === 'late', words }];
    })
    .sort(
      (a, b) =>
        Number(b.late) - Number(a.late) ||
        (a.terms.nextDue ?? '').localeCompare(b.terms.nextDue ?? ''),
    );

/** What is owed: altogether, what is to be paid next, and each debt with what it costs. */
@customElement('lb-page-owed')
export class LbPageOwed extends LitElement {
  static override styles = [
    base,
    wealthStyles,
    css`
      .debt {
        display: grid;
        gap: 12px;
        grid-template-columns: minmax(0, 1fr);
      }
      .debt h2 {
        margin: 0;
        overflow-wrap: anywhere;
      }
      .debt h2 a {
        color: inherit;
        text-decoration: none;
      }
      .debt h2 a:hover {
        text-decoration: underline;
      }
      .debt lb-amount {
        font-size: var(--t-lead);
        font-weight: 600;
      }
      .debts {
        display: grid;
        gap: 16px;
        grid-template-columns: repeat(auto-fit, minmax(min(100%, 400px), 1fr));
        align-items: start;
      }
      .when {
        white-space: nowrap;
      }
    `,
  ];

  readonly #owed = new Watch(this, () => liabilities());
  readonly #links = new Watch(this, links);
  readonly #session = new Watch(this, session);

  get #today(): string {
    return todayOf(this.#session.data);
  }

  override render() {
    const { data, error } = this.#owed;
    return html`<div class="page" aria-busy=${data || error ? 'false' : 'true'}>
      <p>
        <a class="back" href="/accounts"><lb-icon .icon=${ArrowLeft}></lb-icon>Accounts</a>
      </p>
      <h1>What you owe</h1>
      ${data ? this.#content(data) : error ? this.#failed(error) : this.#loading()}
    </div>`;
  }

  #content({ debts, owed, together }: Liabilities) {
    if (debts.length === 0) return this.#empty();
    const next = payments(debts, this.#today);
    return html`${this.#stale()}
      <lb-wealth-sources .products=${['liabilities']}></lb-wealth-sources>
      <div class="cols">
        <section class="card" aria-labelledby="owed">
          <h2 class="label" id="owed">Altogether</h2>
          ${owed
            .filter(({ amount }, at) => at === 0 || !isZero(amount))
            .map((sum) => html`<lb-amount class="hero" .of=${turned(sum)}></lb-amount>`)}
          <lb-together
            today=${this.#today}
            .sum=${together && { ...together, total: turned(together.total) }}
          ></lb-together>
        </section>
        <section class="card" aria-labelledby="next">
          <h2 id="next">Next payments</h2>
          ${
            next.length
              ? html`<ul class="rows">
                  ${next.map((one) => html`<li>${this.#payment(one)}</li>`)}
                </ul>`
              : html`<p class="muted">No bank tells of one.</p>`
          }
        </section>
      </div>
      <div class="debts">${debts.map((debt) => this.#debt(debt))}</div>`;
  }

  #payment({ account, terms, late, words }: ReturnType<typeof payments>[number]) {
    const { nextDue, nextAmount } = terms;
    const soon = nextDue !== null && nextDue >= this.#today;
    return html`<p class="row">
      <span
        ><a href="/accounts/${account.id}">${account.name}</a>
        <small class=${late ? 'amber' : ''}
          >${late || !nextDue ? words : whenWords(nextDue, this.#today)}</small
        ></span
      >
      <span class="number"
        >${nextAmount ? html`<lb-amount .of=${nextAmount}></lb-amount>` : nothing}
        ${soon ? html`<small class="when">${dayShort(nextDue, this.#today)}</small>` : nothing}</span
      >
    </p>`;
  }

  #debt({ account, terms }: Debt) {
    const bank = this.#links.data?.links.find(({ id }) => id === account.linkId);
    const { balance } = account;
    const over = balance && !isNegative(balance.amount) && !isZero(balance.amount);
    const more = [
      account.manual ? 'Kept by hand' : bank?.institution.name,
      kindWords(account),
      ...accessWords(account, myName(this.#session.data)),
    ];
    return html`<section class="card debt" aria-labelledby="debt-${account.id}">
      <div class="head">
        <div>
          <h2 id="debt-${account.id}"><a href="/accounts/${account.id}">${account.name}</a></h2>
          <p class="small muted">${more.filter(Boolean).join(' · ')}</p>
        </div>
        ${
          balance
            ? html`<p class="number">
                <lb-amount .of=${over ? balance : turned(balance)}></lb-amount>
                ${over ? html`<span class="small muted">too much paid</span>` : nothing}
              </p>`
            : html`<p class="muted">no balance</p>`
        }
      </div>
      ${
        terms
          ? html`<lb-debt-terms .terms=${terms} today=${this.#today}></lb-debt-terms>`
          : html`<p class="muted">${this.#without(account)}</p>`
      }
    </section>`;
  }

  #without({ access, manual }: Account): string {
    if (access === 'balances') return 'Only its balance is shared with you.';
    return manual
      ? 'You keep it by hand: say on its page what is still owed.'
      : 'The bank tells no rate and no payments of it.';
  }

  #stale() {
    if (!this.#owed.stale) return nothing;
    return html`<lb-notice kind="offline"
      >This is what Ledgerberry knew at ${clock(this.#owed.updatedAt)}.</lb-notice
    >`;
  }

  #empty() {
    return html`<div class="card">
      <lb-empty
        .icon=${HandCoins}
        heading="Nothing is owed here"
        text="Cards and loans of connected banks are here with their rates and next payments, and
          debts that you keep by hand."
        ><lb-button href="/accounts" label="All accounts"></lb-button
      ></lb-empty>
    </div>`;
  }

  #failed(error: Error) {
    return html`<lb-notice kind="broken" urgent
      >${sentenceOf(error)}<lb-button
        slot="action"
        label="Try again"
        .icon=${RotateCw}
        .busy=${this.#owed.fetching}
        @click=${() => this.#owed.refetch()}
      ></lb-button
    ></lb-notice>`;
  }

  #loading() {
    return html`<div class="cols">
        <div class="card">
          <lb-skeleton shape="number" label="Loading what is owed"></lb-skeleton>
        </div>
        <div class="card"><lb-skeleton shape="rows" count="2"></lb-skeleton></div>
      </div>
      <div class="card"><lb-skeleton shape="lines" count="6"></lb-skeleton></div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lb-page-owed': LbPageOwed;
  }
}
