import { sharingEnded } from '#web/state/admin.ts';
import type { AuditEntry } from '#web/state/admin.ts';
import { Watch } from '#web/state/client.ts';
import { base } from '#web/ui/base.ts';
import '#web/ui/lb-button.ts';
import '#web/ui/lb-notice.ts';
import { LitElement, html, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';

/** So long it is told to whoever does not say that they have read it. */
const month = 30 * 86_400_000;
const key = 'ledgerberry-told';

/** What somebody who has left the household shared with the reader, and what became of it. */
@customElement('lb-accounts-told')
export class LbAccountsTold extends LitElement {
  static override styles = [base];

  readonly #gone = new Watch(this, () => sharingEnded('sharing.ended'));
  readonly #kept = new Watch(this, () => sharingEnded('sharing.handed_over'));
  @state() private accessor read = readBefore();

  override render() {
    // Ids grow with time: what is not newer than the last one read was read as well.
    const told = [this.#gone, this.#kept]
      .flatMap(({ data }) => data?.entries ?? [])
      .filter(({ id, at }) => id > this.read && Date.now() - Date.parse(at) < month);
    this.hidden = told.length === 0;
    if (this.hidden) return nothing;
    return html`<lb-notice kind="info">
      ${told.map(({ sentence }) => html`<p>${sentence}</p>`)}
      <lb-button slot="action" label="I have read it" @click=${() => this.#note(told)}></lb-button>
    </lb-notice>`;
  }

  #note(told: readonly AuditEntry[]) {
    this.read = told.map(({ id }) => id).reduce((last, id) => (id > last ? id : last), this.read);
    try {
      localStorage.setItem(key, this.read);
    } catch {
      // A browser that keeps nothing tells it again.
    }
  }
}

function readBefore(): string {
  try {
    return localStorage.getItem(key) ?? '';
  } catch {
    return '';
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lb-accounts-told': LbAccountsTold;
  }
}
