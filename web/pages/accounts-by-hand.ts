import type { Account } from '#server/contract/accounts.ts';
import { Watch } from '#web/state/client.ts';
import { looksOn, session, todayOf } from '#web/state/session.ts';
import { base } from '#web/ui/base.ts';
import '#web/ui/lb-account-list.ts';
import '#web/ui/lb-button.ts';
import { Plus } from 'lucide';
import { LitElement, css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import './asset-sheet.ts';

/** What no bank tells: a house, a car, cash, a loan between friends; and the way to keep more. */
@customElement('lb-accounts-by-hand')
export class LbAccountsByHand extends LitElement {
  static override styles = [
    base,
    css`
      .card {
        padding-block: 16px 8px;
      }
      header {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        justify-content: space-between;
        gap: 4px 12px;
        padding-bottom: 8px;
        margin-bottom: 4px;
        border-bottom: 1px solid var(--line);
      }
      .none {
        padding-block: 8px 12px;
      }
    `,
  ];

  @property({ attribute: false }) accessor accounts: readonly Account[] = [];
  /** The reader's name. */
  @property() accessor me = '';
  /** The button alone, without the card around it. */
  @property({ type: Boolean }) accessor bare = false;
  @state() private accessor adding = false;

  readonly #session = new Watch(this, session);

  override render() {
    const who = this.#session.data;
    const still = looksOn(who);
    if (this.bare) return still ? nothing : html`${this.#button()}${this.#sheet()}`;
    if (still && this.accounts.length === 0) return nothing;
    return html`<section class="card" aria-labelledby="by-hand">
        <header>
          <h2 id="by-hand">Kept by hand</h2>
          ${still ? nothing : this.#button()}
        </header>
        ${
          this.accounts.length
            ? html`<lb-account-list me=${this.me} .accounts=${this.accounts}></lb-account-list>`
            : html`<p class="none muted">
                A house, a car, cash, or money between friends: what it is worth counts too.
              </p>`
        }
      </section>
      ${this.#sheet()}`;
  }

  #button() {
    return html`<lb-button
      kind=${this.bare ? 'primary' : 'plain'}
      label=${this.bare ? 'Add something by hand' : 'Add'}
      .name=${'Add something by hand'}
      .icon=${Plus}
      @click=${() => (this.adding = true)}
    ></lb-button>`;
  }

  #sheet() {
    const who = this.#session.data;
    const currency = who?.state === 'signed_in' ? who.household.currency : 'USD';
    return html`<lb-asset-sheet
      .open=${this.adding}
      today=${todayOf(who)}
      currency=${currency}
      @lb-close=${() => (this.adding = false)}
    ></lb-asset-sheet>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lb-accounts-by-hand': LbAccountsByHand;
  }
}
