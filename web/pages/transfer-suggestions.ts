import type { Transaction } from '#server/contract/transactions.ts';
import type { TransferSuggestion } from '#server/contract/transfers.ts';
import { sentenceOf } from '#web/api.ts';
import { undoChange } from '#web/state/changes.ts';
import { Watch } from '#web/state/client.ts';
import { looksOn, session, todayOf } from '#web/state/session.ts';
import { answerTransfer, suggestions } from '#web/state/transfers.ts';
import { base } from '#web/ui/base.ts';
import { dayShort, moneyText } from '#web/ui/format.ts';
import '#web/ui/lb-amount.ts';
import '#web/ui/lb-button.ts';
import '#web/ui/lb-category-mark.ts';
import { toast } from '#web/ui/lb-toast.ts';
import { accountOf, noWords } from '#web/ui/transfer-words.ts';
import { Check, X } from 'lucide';
import { LitElement, css, html, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';

/**
 * What may belong together, each with a yes and a no. Nothing where there is nothing to ask; it may
 * stand on any page.
 */
@customElement('lb-transfer-suggestions')
export class LbTransferSuggestions extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: block;
      }
      :host(:not([some])) {
        display: none;
      }
      ul {
        display: grid;
        gap: 12px;
        grid-template-columns: minmax(0, 1fr);
      }
      h2 {
        font-size: var(--t-body);
      }
      .one {
        display: grid;
        gap: 8px;
        padding: 14px 16px;
      }
      .row {
        display: grid;
        grid-template-columns: auto minmax(0, 1fr) auto;
        align-items: center;
        gap: 0 12px;
        color: inherit;
        text-decoration: none;
        border-radius: var(--radius);
      }
      .row:hover b {
        text-decoration: underline;
      }
      b {
        display: block;
        font-weight: 550;
        overflow-wrap: anywhere;
      }
      .answers {
        display: flex;
        flex-wrap: wrap;
        gap: 8px;
      }
    `,
  ];

  @state() private accessor busy = '';

  readonly #asked = new Watch(this, suggestions);
  readonly #session = new Watch(this, session);

  override render() {
    const all = this.#asked.data?.suggestions ?? [];
    this.toggleAttribute('some', all.length > 0);
    return html`<ul>
      ${repeat(
        all,
        ({ id }) => id,
        (one) => this.#one(one),
      )}
    </ul>`;
  }

  #one(one: TransferSuggestion) {
    const { kind, out, in: into, id } = one;
    const question = kind === 'transfer' ? 'One transfer?' : 'Purchase and refund?';
    const which = `${out.name}, ${moneyText(out.amount)}`;
    return html`<li class="card one" data-id=${id}>
      <h2>${question}</h2>
      ${this.#row(out)}${this.#row(into)}
      ${
        looksOn(this.#session.data)
          ? nothing
          : html`<div class="answers">
              <lb-button
                label="Yes"
                .name=${`Yes: ${which}`}
                .icon=${Check}
                .busy=${this.busy === `yes ${id}`}
                @click=${() => this.#answer(one, true)}
              ></lb-button>
              <lb-button
                kind="plain"
                label=${noWords(one)}
                .name=${`${noWords(one)}: ${which}`}
                .icon=${X}
                .busy=${this.busy === `no ${id}`}
                @click=${() => this.#answer(one, false)}
              ></lb-button>
            </div>`
      }
    </li>`;
  }

  #row(row: Transaction) {
    return html`<a class="row" href="/transactions/${row.id}">
      <lb-category-mark .category=${row.category}></lb-category-mark>
      <span
        ><b>${row.name}</b
        ><span class="small muted"
          >${accountOf(row)}, ${dayShort(row.date, todayOf(this.#session.data))}</span
        ></span
      >
      <lb-amount .of=${row.amount} signed></lb-amount>
    </a>`;
  }

  async #answer({ id }: TransferSuggestion, same: boolean) {
    this.busy = `${same ? 'yes' : 'no'} ${id}`;
    const after = this.renderRoot.querySelector(`li[data-id="${id}"]`)?.nextElementSibling;
    const next = after?.getAttribute('data-id');
    try {
      const change = await answerTransfer(id, same);
      toast(`${change.sentence}.`, { undo: () => undoChange(change.id) });
      await this.updateComplete;
      this.#focusOn(next);
    } catch (error) {
      toast(sentenceOf(error), { failed: true });
    } finally {
      this.busy = '';
    }
  }

  /** Whoever answers by the keyboard goes on with the next. */
  #focusOn(id: string | null | undefined) {
    const one = id && this.renderRoot.querySelector(`li[data-id="${id}"] .answers button`);
    if (one instanceof HTMLElement) one.focus();
    else this.dispatchEvent(new CustomEvent('lb-done', { bubbles: true, composed: true }));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lb-transfer-suggestions': LbTransferSuggestions;
  }
}
