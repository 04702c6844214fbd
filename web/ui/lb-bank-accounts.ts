import type { Account } from '#server/contract/accounts.ts';
import type { BankLink } from '#server/contract/links.ts';
import { LitElement, css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { base } from './base.ts';
import './lb-amount.ts';
import './lb-bank-badge.ts';
import './lb-fresh.ts';
import { accessWords } from './sharing-words.ts';

const whose = (link: BankLink | undefined) => (link && !link.mine ? `, ${link.owner.name}’s` : '');

/** What no bank tells has no colour of its own. */
const hand = { id: null, name: '✎', color: null, hasLogo: false };

/**
 * One bank with its accounts, their balances, and honestly how fresh they are; without a link what
 * is kept by hand.
 */
@customElement('lb-bank-accounts')
export class LbBankAccounts extends LitElement {
  static override styles = [
    base,
    css`
      header {
        display: grid;
        grid-template-columns: auto minmax(0, 1fr);
        align-items: center;
        gap: 0 12px;
        margin-bottom: 4px;
      }
      lb-bank-badge {
        grid-row: span 2;
      }
      h3 {
        overflow-wrap: anywhere;
      }
      .state {
        font-size: var(--t-small);
        color: var(--ink-2);
      }
      .amber {
        color: var(--amber);
      }
      a {
        display: grid;
        grid-template-columns: minmax(0, 1fr) auto;
        align-items: center;
        gap: 0 12px;
        min-height: var(--target);
        padding: 6px 8px 6px 48px;
        margin-inline-end: -8px;
        border-radius: var(--radius);
        color: inherit;
        text-decoration: none;
      }
      a:hover {
        background: var(--hover);
        color: inherit;
      }
      .name {
        overflow-wrap: anywhere;
      }
      .mask {
        color: var(--ink-2);
        font-size: var(--t-small);
        font-variant-numeric: tabular-nums;
        white-space: nowrap;
      }
      .number {
        font-weight: 550;
      }
      :host {
        container-type: inline-size;
      }
      /* Large letters on a small screen: the balance goes below the name. */
      @container (max-width: 17em) {
        a {
          grid-template-columns: minmax(0, 1fr);
          padding-inline-start: 8px;
        }
        .number {
          text-align: start;
        }
      }
    `,
  ];

  @property({ attribute: false }) accessor link: BankLink | undefined;
  @property({ attribute: false }) accessor accounts: readonly Account[] = [];

  /** The reader's name. */
  @property() accessor me = '';

  override render() {
    const { link } = this;
    return html`<section aria-labelledby="bank">
      <header>
        <lb-bank-badge .institution=${link?.institution ?? hand}></lb-bank-badge>
        <h3 id="bank">${link ? link.institution.name : 'Kept by hand'}${whose(link)}</h3>
        <p class="state">${link ? this.#state(link) : 'As the household values it'}</p>
      </header>
      <ul>
        ${this.accounts.map((account) => html`<li>${this.#account(account)}</li>`)}
      </ul>
    </section>`;
  }

  /** While all is well, the age of what is shown; otherwise the sentence about what is not. */
  #state({ state, sentence, clocks }: BankLink) {
    if (state === 'ok' && !clocks.stale) {
      const at = clocks.bankToPlaid ?? clocks.plaidToUs;
      return html`<lb-fresh .at=${at} lead="Updated" never=${clocks.sentence}></lb-fresh>`;
    }
    if (state === 'ok') return html`<span class="amber">${clocks.sentence}</span>`;
    const calm = ['connecting', 'backfilling', 'waiting', 'archived'].includes(state);
    return html`<span class=${calm ? '' : 'amber'}>${sentence}</span>`;
  }

  #account(account: Account) {
    const { id, name, mask, balance, closedAt, joint } = account;
    // Whose they are stands above them already.
    const named = this.link?.mine === false && joint.length === 0;
    const whose = accessWords(account, this.me).slice(named ? 1 : 0);
    const rest = [...whose, ...(closedAt ? ['closed'] : [])];
    return html`<a href="/accounts/${id}">
      <span class="name"
        >${name} ${mask ? html`<span class="mask">··${mask}</span>` : nothing}
        ${rest.length ? html`<span class="mask">· ${rest.join(' · ')}</span>` : nothing}</span
      >
      ${
        balance
          ? html`<lb-amount class="number" .of=${balance}></lb-amount>`
          : html`<span class="mask">no balance</span>`
      }
    </a>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lb-bank-accounts': LbBankAccounts;
  }
}
