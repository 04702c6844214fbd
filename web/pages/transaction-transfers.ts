import type { Transaction } from '#server/contract/transactions.ts';
import type { TransferKind, TransferLink } from '#server/contract/transfers.ts';
import { sentenceOf } from '#web/api.ts';
import { undoChange } from '#web/state/changes.ts';
import { Watch } from '#web/state/client.ts';
import { looksOn, session, todayOf } from '#web/state/session.ts';
import { answerTransfer, linkTransfer, transferLinks } from '#web/state/transfers.ts';
import { base } from '#web/ui/base.ts';
import '#web/ui/lb-amount.ts';
import '#web/ui/lb-button.ts';
import '#web/ui/lb-icon.ts';
import { toast } from '#web/ui/lb-toast.ts';
import { linkWords, noWords } from '#web/ui/transfer-words.ts';
import { ArrowLeftRight, Check, CornerDownLeft, Link2, X } from 'lucide';
import { LitElement, css, html, nothing } from 'lit';
import type { PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import './transfer-choice.ts';

/**
 * What a transaction belongs together with: the other side of a transfer, its purchase, its
 * refunds. Doubtful ones are asked about; what was not found can be linked by hand.
 */
@customElement('lb-transaction-transfers')
export class LbTransactionTransfers extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: grid;
        gap: 8px;
        justify-items: start;
        grid-template-columns: minmax(0, 1fr);
      }
      :host([empty]) {
        display: none;
      }
      ul {
        display: grid;
        gap: 8px;
        justify-self: stretch;
      }
      li {
        display: grid;
        grid-template-columns: auto minmax(0, 1fr) auto;
        align-items: center;
        gap: 2px 12px;
        padding: 10px 12px;
        border: 1px solid var(--line);
        border-radius: var(--radius);
      }
      li > lb-icon {
        color: var(--ink-2);
      }
      a {
        overflow-wrap: anywhere;
      }
      .answers {
        grid-column: 2 / -1;
        display: flex;
        flex-wrap: wrap;
        gap: 4px 8px;
      }
    `,
  ];

  @property({ attribute: false }) accessor of!: Transaction;
  /** Only the way to link it by hand, where it is with nothing yet; else only what it is with. */
  @property({ type: Boolean }) accessor adding = false;
  @state() private accessor busy = '';
  @state() private accessor choosing = false;

  readonly #links = new Watch(this, () => transferLinks(this.of.id));
  readonly #session = new Watch(this, session);

  override willUpdate(changed: PropertyValues<this>) {
    const before = changed.get('of') as Transaction | undefined;
    if (before && before.id !== this.of.id) this.choosing = false;
  }

  override render() {
    const links = this.#links.data?.links ?? [];
    const mayWrite = !looksOn(this.#session.data) && !this.of.deleted;
    const mayAdd = mayWrite && this.#links.data !== undefined && !links.some(isSettled);
    this.toggleAttribute('empty', this.adding ? !mayAdd : links.length === 0);
    if (this.adding) return mayAdd ? this.#choose() : nothing;
    return html`<ul aria-label="Belongs together with">
      ${repeat(
        links,
        ({ id }) => id,
        (link) => this.#link(link, mayWrite),
      )}
    </ul>`;
  }

  #link(link: TransferLink, mayWrite: boolean) {
    const { other, kind, says } = link;
    return html`<li>
      <lb-icon .icon=${kind === 'transfer' ? ArrowLeftRight : CornerDownLeft}></lb-icon>
      <a href="/transactions/${other.id}">${linkWords(link, todayOf(this.#session.data))}</a>
      <lb-amount .of=${other.amount} signed></lb-amount>
      ${
        mayWrite
          ? html`<span class="answers">
              ${
                says === 'suggested'
                  ? html`<lb-button
                      label="Yes, it is"
                      .icon=${Check}
                      .busy=${this.busy === `yes ${link.id}`}
                      @click=${() => this.#answer(link, true)}
                    ></lb-button>`
                  : nothing
              }<lb-button
                kind="plain"
                label=${noWords(link)}
                .icon=${X}
                .busy=${this.busy === `no ${link.id}`}
                @click=${() => this.#answer(link, false)}
              ></lb-button>
            </span>`
          : nothing
      }
    </li>`;
  }

  #choose() {
    return html`<lb-button
        kind="plain"
        label="Link a transfer or refund …"
        .icon=${Link2}
        @click=${() => (this.choosing = true)}
      ></lb-button>
      <lb-transfer-choice
        .of=${this.of}
        .open=${this.choosing}
        @lb-close=${() => (this.choosing = false)}
        @lb-choose=${({ detail }: CustomEvent<{ other: string; kind: TransferKind }>) =>
          this.#linkWith(detail)}
      ></lb-transfer-choice>`;
  }

  #answer({ id }: TransferLink, same: boolean) {
    return this.#do(`${same ? 'yes' : 'no'} ${id}`, () => answerTransfer(id, same));
  }

  async #linkWith({ other, kind }: { other: string; kind: TransferKind }) {
    this.choosing = false;
    await this.#do('link', () => linkTransfer(this.of.id, other, kind));
  }

  async #do(busy: string, work: () => Promise<{ id: string; sentence: string }>) {
    this.busy = busy;
    try {
      const { id, sentence } = await work();
      toast(`${sentence}.`, { undo: () => undoChange(id) });
    } catch (error) {
      toast(sentenceOf(error), { failed: true });
    } finally {
      this.busy = '';
    }
  }
}

/** A purchase may have several refunds; everything else belongs to one. */
const isSettled = ({ says, kind, side }: TransferLink): boolean =>
  says === 'linked' && !(kind === 'refund' && side === 'out');

declare global {
  interface HTMLElementTagNameMap {
    'lb-transaction-transfers': LbTransactionTransfers;
  }
}
