import type { Account } from '#server/contract/accounts.ts';
import { LitElement, css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { kindWords } from './account-words.ts';
import { base } from './base.ts';
import { moneyText } from './format.ts';
import './lb-amount.ts';

/** Accounts one below the other, each a link to its page: what it is, what it holds, what is left. */
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
        grid-template-columns: minmax(0, 1fr) auto;
        align-items: center;
        gap: 0 16px;
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
      .name {
        font-weight: 550;
        overflow-wrap: anywhere;
      }
      .mask,
      .more {
        color: var(--ink-2);
        font-size: var(--t-small);
        font-weight: 400;
        font-variant-numeric: tabular-nums;
      }
      .more {
        display: block;
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

  override render() {
    return html`<ul>
      ${this.accounts.map((account) => html`<li>${this.#account(account)}</li>`)}
    </ul>`;
  }

  #account(account: Account) {
    const { id, name, mask, balance, closedAt } = account;
    const about = [kindWords(account), this.bankOf(account)].filter(Boolean).join(' · ');
    const left = this.#left(account);
    return html`<a href="/accounts/${id}">
      <span>
        <span class="name">${name}</span>
        ${mask ? html`<span class="mask">··${mask}</span>` : nothing}
        <span class="more">${closedAt ? `${about} · closed` : about}</span>
      </span>
      <span class="number">
        ${
          balance
            ? html`<lb-amount class="balance" .of=${balance}></lb-amount>`
            : html`<span class="more">no balance told</span>`
        }
        ${left ? html`<span class="more">${left}</span>` : nothing}
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
