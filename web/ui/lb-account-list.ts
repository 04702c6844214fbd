import type { Account } from '#server/contract/accounts.ts';
import { LitElement, css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { kindWords } from './account-words.ts';
import { base } from './base.ts';
import { moneyText } from './format.ts';
import './lb-amount.ts';
import { accessWords } from './sharing-words.ts';

/** Accounts below each other, each a link to its page: what it is, what it holds, what is left. */
@customElement('lb-account-list')
export class LbAccountList extends LitElement {
  static override styles = [
    base,
    css`
      li + li {
        border-top: 1px solid var(--line);
      }
      a {
        display: grid;
        align-content: center;
        min-height: 60px;
        padding: 8px;
        margin-inline: -8px;
        border-radius: var(--radius);
        color: inherit;
        text-decoration: none;
      }
      a:hover {
        background: var(--hover);
        color: inherit;
      }
      /* Each line shares its own width: a long word on the right squeezes no name above it. */
      .line {
        display: flex;
        flex-wrap: wrap;
        align-items: baseline;
        justify-content: space-between;
        gap: 0 16px;
      }
      .line > :last-child:not(:first-child) {
        margin-inline-start: auto;
        text-align: end;
      }
      .name {
        flex: 1 1 8em;
        font-weight: 550;
        overflow-wrap: anywhere;
      }
      .more {
        color: var(--ink-2);
        font-size: var(--t-small);
        font-variant-numeric: tabular-nums;
      }
      .mask {
        white-space: nowrap;
      }
      .balance {
        font-size: var(--t-lead);
        font-weight: 600;
      }
    `,
  ];

  @property({ attribute: false }) accessor accounts: readonly Account[] = [];
  /** Names the bank of an account where the list is not about one bank. */
  @property({ attribute: false }) accessor bankOf: (account: Account) => string = () => '';

  /** The reader's name. */
  @property() accessor me = '';
  /** Whose they are stands above them already. */
  @property({ type: Boolean, attribute: 'owner-named' }) accessor ownerNamed = false;

  override render() {
    return html`<ul>
      ${this.accounts.map((account) => html`<li>${this.#account(account)}</li>`)}
    </ul>`;
  }

  #account(account: Account) {
    const { id, name, mask, balance, closedAt } = account;
    const number = mask ? html` <span class="mask">··${mask}</span>` : nothing;
    const named = this.ownerNamed && account.access !== 'own' && account.joint.length === 0;
    const whose = accessWords(account, this.me).slice(named ? 1 : 0);
    const rest = [this.bankOf(account), ...whose, closedAt ? 'closed' : ''].filter(Boolean);
    const left = this.#left(account);
    return html`<a href="/accounts/${id}">
      <span class="line">
        <span class="name">${name}</span>
        ${
          balance
            ? html`<lb-amount class="balance" .of=${balance}></lb-amount>`
            : html`<span class="more">no balance</span>`
        }
      </span>
      <span class="line more">
        <span>${kindWords(account)}${number}${rest.map((words) => ` · ${words}`)}</span>
        ${left ? html`<span>${left}</span>` : nothing}
      </span>
    </a>`;
  }

  /** What may still be spent, where that is not what the balance says already. */
  #left({ type, balance, available, limit }: Account): string {
    if (type === 'credit') {
      if (available && limit) return `${moneyText(available)} left of ${moneyText(limit)}`;
      return limit ? `limit ${moneyText(limit)}` : '';
    }
    const same = available?.amount === balance?.amount;
    return available && !same ? `${moneyText(available)} available` : '';
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lb-account-list': LbAccountList;
  }
}
