import { sentenceOf } from '#web/api.ts';
import { undoChange } from '#web/state/changes.ts';
import { Watch } from '#web/state/client.ts';
import { like, makeRule } from '#web/state/rules.ts';
import { base } from '#web/ui/base.ts';
import { plural } from '#web/ui/format.ts';
import '#web/ui/lb-button.ts';
import '#web/ui/lb-notice.ts';
import { toast } from '#web/ui/lb-toast.ts';
import { LitElement, css, html, nothing } from 'lit';
import type { PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';

/**
 * After somebody filed or named a transaction: whether that shall always be done, from now on or
 * for those of the past too. Nothing is shown where there is nothing to repeat.
 */
@customElement('lb-rule-offer')
export class LbRuleOffer extends LitElement {
  static override styles = [
    base,
    css`
      .offer {
        display: grid;
        gap: 8px;
        padding: 12px;
        border: 1px solid var(--line);
        border-radius: var(--radius);
        background: var(--accent-soft);
      }
      p {
        overflow-wrap: anywhere;
      }
      .line {
        flex-wrap: wrap;
      }
    `,
  ];

  /** The id of the transaction. */
  @property({ attribute: false }) accessor of = '';
  @state() private accessor busy = false;
  /** Of this one it was not wanted. */
  @state() private accessor declined = '';
  readonly #like = new Watch(this, () => like(this.of));

  override willUpdate(changed: PropertyValues<this>) {
    if (changed.has('of')) this.declined = '';
  }

  override render() {
    const always = this.#like.data?.always;
    if (!always || this.declined === JSON.stringify(always.rule.actions)) return nothing;
    const { says, others } = always;
    return html`<section class="offer" aria-labelledby="always">
      <h3 id="always">Always do this?</h3>
      <p class="small">When ${says.when}: ${says.does}.</p>
      <div class="line">
        ${
          others > 0
            ? html`<lb-button
                label="Also ${plural(others, 'other')} of the past"
                .busy=${this.busy}
                @click=${() => this.#make(true)}
              ></lb-button>`
            : nothing
        }
        <lb-button
          label="From now on"
          .busy=${this.busy}
          @click=${() => this.#make(false)}
        ></lb-button>
        <lb-button
          kind="plain"
          label="No"
          .name=${'No, do not always do this'}
          @click=${() => (this.declined = JSON.stringify(always.rule.actions))}
        ></lb-button>
      </div>
    </section>`;
  }

  async #make(past: boolean) {
    const always = this.#like.data?.always;
    if (!always || this.busy) return;
    this.busy = true;
    try {
      const { change } = await makeRule({ ...always.rule, past });
      if (change) toast(`${change.sentence}.`, { undo: () => undoChange(change.id) });
    } catch (error) {
      toast(sentenceOf(error), { failed: true });
    } finally {
      this.busy = false;
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lb-rule-offer': LbRuleOffer;
  }
}
