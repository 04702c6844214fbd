import type { Cadence } from '#server/contract/recurring.ts';
import { sentenceOf } from '#web/api.ts';
import { undoChange } from '#web/state/changes.ts';
import { Watch } from '#web/state/client.ts';
import { saysRepeats } from '#web/state/recurring.ts';
import { looksOn, session } from '#web/state/session.ts';
import { base } from '#web/ui/base.ts';
import '#web/ui/lb-button.ts';
import '#web/ui/lb-field.ts';
import { toast } from '#web/ui/lb-toast.ts';
import { cadenceWords, capital } from '#web/ui/recurring-words.ts';
import { Repeat } from 'lucide';
import { LitElement, css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';

const options = Object.entries(cadenceWords).map(([value, words]) => ({
  value,
  label: capital(words),
}));

/** Says of a transaction that it comes back, and how often, before that could be found out. */
@customElement('lb-transaction-repeat')
export class LbTransactionRepeat extends LitElement {
  static override styles = [
    base,
    css`
      summary {
        width: fit-content;
        min-height: var(--target);
        padding-block: 6px;
        color: var(--accent);
        cursor: pointer;
      }
      form {
        display: flex;
        flex-wrap: wrap;
        align-items: end;
        gap: 12px;
        padding-bottom: 12px;
      }
      lb-select {
        flex: 1 1 180px;
      }
    `,
  ];

  /** The id of the transaction. */
  @property({ attribute: false }) accessor of = '';
  @state() private accessor busy = false;
  readonly #session = new Watch(this, session);

  override render() {
    if (looksOn(this.#session.data)) return nothing;
    return html`<details>
      <summary>It comes back …</summary>
      <form @submit=${this.#say}>
        <lb-select label="How often" name="cadence" .options=${options} value="monthly"></lb-select>
        <lb-button type="submit" label="Say so" .icon=${Repeat} .busy=${this.busy}></lb-button>
      </form>
    </details>`;
  }

  #say = async (event: Event) => {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const cadence = String(new FormData(form).get('cadence')) as Cadence;
    this.busy = true;
    try {
      const change = await saysRepeats({ transaction: this.of as never, cadence });
      if (change) toast(`${change.sentence}.`, { undo: () => undoChange(change.id) });
      form.closest('details')?.removeAttribute('open');
    } catch (error) {
      toast(sentenceOf(error), { failed: true });
    } finally {
      this.busy = false;
    }
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'lb-transaction-repeat': LbTransactionRepeat;
  }
}
