import type { Transaction } from '#server/contract/transactions.ts';
import type { TransferKind } from '#server/contract/transfers.ts';
import { sentenceOf } from '#web/api.ts';
import { Watch } from '#web/state/client.ts';
import { session, todayOf } from '#web/state/session.ts';
import { candidates } from '#web/state/transfers.ts';
import { base } from '#web/ui/base.ts';
import { isNegative } from '#web/ui/decimal.ts';
import { dayShort } from '#web/ui/format.ts';
import '#web/ui/lb-amount.ts';
import '#web/ui/lb-chip.ts';
import '#web/ui/lb-dialog.ts';
import '#web/ui/lb-notice.ts';
import '#web/ui/lb-skeleton.ts';
import { accountOf } from '#web/ui/transfer-words.ts';
import { LitElement, css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';

/**
 * What a transaction could be linked with, in a dialog, the likeliest first. Emits `lb-choose` with
 * the other's id and what the two are, and `lb-close`.
 */
@customElement('lb-transfer-choice')
export class LbTransferChoice extends LitElement {
  static override styles = [
    base,
    css`
      .kinds {
        display: flex;
        flex-wrap: wrap;
        gap: 8px;
        margin-bottom: 12px;
      }
      ul {
        display: grid;
        margin-inline: -8px;
      }
      button {
        display: grid;
        grid-template-columns: minmax(0, 1fr) auto;
        align-items: center;
        gap: 0 12px;
        width: 100%;
        min-height: 56px;
        padding: 6px 8px;
        border: 0;
        border-radius: var(--radius);
        background: none;
        color: inherit;
        text-align: start;
        cursor: pointer;
      }
      button:hover {
        background: var(--hover);
      }
      b {
        display: block;
        font-weight: 550;
        overflow-wrap: anywhere;
      }
    `,
  ];

  @property({ attribute: false }) accessor of!: Transaction;
  @property({ type: Boolean }) accessor open = false;
  @state() private accessor kind: TransferKind = 'transfer';

  readonly #found = new Watch(this, () => ({
    ...candidates(this.of.id, this.kind),
    enabled: this.open,
  }));
  readonly #session = new Watch(this, session);

  override render() {
    return html`<lb-dialog
      heading="What does it belong to?"
      .open=${this.open}
      @lb-close=${(event: Event) => {
        event.stopPropagation();
        this.dispatchEvent(new CustomEvent('lb-close'));
      }}
      >${this.open ? this.#content() : nothing}</lb-dialog
    >`;
  }

  #content() {
    const { data, error } = this.#found;
    const left = isNegative(this.of.amount.amount);
    return html`<div class="kinds" role="group" aria-label="What the two are">
        ${this.#kind('transfer', 'A transfer')}
        ${this.#kind('refund', left ? 'A purchase and its refund' : 'A refund')}
      </div>
      ${
        error && !data
          ? html`<lb-notice kind="broken">${sentenceOf(error)}</lb-notice>`
          : data
            ? this.#list(data.candidates)
            : html`<lb-skeleton label="What fits"></lb-skeleton>`
      }`;
  }

  #kind(kind: TransferKind, label: string) {
    return html`<lb-chip
      label=${label}
      .pressed=${this.kind === kind}
      @click=${() => (this.kind = kind)}
    ></lb-chip>`;
  }

  #list(found: Transaction[]) {
    if (found.length === 0) {
      return html`<p class="muted" role="status">
        ${
          this.kind === 'transfer'
            ? 'Nothing fits: its other side would be about as much, in another account, within two weeks.'
            : 'Nothing fits: a purchase and its refund are at the same shop, in the same currency.'
        }
      </p>`;
    }
    const today = todayOf(this.#session.data);
    return html`<ul>
      ${repeat(
        found,
        ({ id }) => id,
        (row) =>
          html`<li>
            <button type="button" @click=${() => this.#choose(row)}>
              <span
                ><b>${row.name}</b
                ><span class="small muted"
                  >${accountOf(row)}, ${dayShort(row.date, today)}</span
                ></span
              ><lb-amount .of=${row.amount} signed></lb-amount>
            </button>
          </li>`,
      )}
    </ul>`;
  }

  #choose({ id }: Transaction) {
    const detail = { other: id, kind: this.kind };
    this.dispatchEvent(new CustomEvent('lb-choose', { detail }));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lb-transfer-choice': LbTransferChoice;
  }
}
