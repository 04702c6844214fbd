import type { SignedIn } from '#web/state/session.ts';
import { Watch } from '#web/state/client.ts';
import { session } from '#web/state/session.ts';
import { base } from '#web/ui/base.ts';
import { LitElement, css, html, nothing } from 'lit';
import { customElement } from 'lit/decorators.js';
import './household-settings.ts';

/** Who belongs to the household and as what, its settings, and the way out of it. */
@customElement('lb-page-household')
export class PageHousehold extends LitElement {
  static override styles = [
    base,
    css`
      .page {
        max-width: 760px;
      }
      h2 {
        margin-bottom: 12px;
      }
      dl {
        display: grid;
        grid-template-columns: fit-content(45%) minmax(0, 1fr);
        gap: 6px 20px;
      }
      dt {
        color: var(--ink-2);
      }
      dd {
        overflow-wrap: anywhere;
      }
    `,
  ];

  readonly #session = new Watch(this, session);

  override render() {
    const who = this.#session.data;
    if (who?.state !== 'signed_in') return nothing;
    return html`<div class="page stack">
      <h1>Household</h1>
      <section class="card" aria-labelledby="settings">
        <h2 id="settings">Settings</h2>
        ${
          who.member.role === 'owner'
            ? html`<lb-household-form .household=${who.household}></lb-household-form>`
            : this.#facts(who)
        }
      </section>
    </div>`;
  }

  #facts({ household }: SignedIn) {
    return html`<dl>
      <dt>Name</dt>
      <dd>${household.name}</dd>
      <dt>Time zone</dt>
      <dd>${household.timeZone}</dd>
      <dt>Currency</dt>
      <dd>${household.currency}</dd>
    </dl>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lb-page-household': PageHousehold;
  }
}
