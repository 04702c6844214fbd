import { Watch } from '#web/state/client.ts';
import { session } from '#web/state/session.ts';
import { base } from '#web/ui/base.ts';
import { LitElement, css, html, nothing } from 'lit';
import { customElement } from 'lit/decorators.js';
import './history-list.ts';

/** What the reader did, and what was done to them; nobody else reads it. */
@customElement('lb-page-history')
export class PageHistory extends LitElement {
  static override styles = [
    base,
    css`
      .page {
        max-width: 760px;
      }
    `,
  ];

  readonly #session = new Watch(this, session);

  override render() {
    const who = this.#session.data;
    if (who?.state !== 'signed_in') return nothing;
    return html`<div class="page stack">
      <h1>What happened</h1>
      <p class="muted">
        What you did, and what others did that concerns you: sign-ins, sharing, bank links. Nobody
        else reads what is about your own money and your own sign-in. Something you do not
        recognise?
        <a href="/security">Change your password</a> and end the other sessions.
      </p>
      <section class="card" aria-label="What happened">
        <lb-history-list timeZone=${who.household.timeZone}></lb-history-list>
      </section>
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lb-page-history': PageHistory;
  }
}
