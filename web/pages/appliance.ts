import { Watch } from '#web/state/client.ts';
import { session } from '#web/state/session.ts';
import { base } from '#web/ui/base.ts';
import { LitElement, css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import './appliance-links.ts';
import './appliance-record.ts';
import './appliance-sessions.ts';
import './history-list.ts';

const parts = [
  { part: undefined, label: 'Banks' },
  { part: 'record', label: 'Record' },
  { part: 'sign-ins', label: 'Sign-ins' },
  { part: 'history', label: 'History' },
] as const;

/** How the box at home is, for owners: health and history, and nothing of anybody's money. */
@customElement('lb-page-appliance')
export class PageAppliance extends LitElement {
  static override styles = [
    base,
    css`
      .page {
        max-width: 960px;
      }
      nav ul {
        display: flex;
        flex-wrap: wrap;
        gap: 4px 0;
      }
      nav a {
        display: grid;
        place-items: center;
        min-height: max(36px, var(--target));
        padding-inline: 11px;
        border-radius: 99px;
        color: var(--ink-2);
        font-weight: 550;
        text-decoration: none;
      }
      nav a:hover {
        background: var(--hover);
        color: var(--ink);
      }
      nav a[aria-current] {
        background: var(--accent-soft);
        color: var(--accent);
      }
      nav a:focus-visible {
        border-radius: 99px;
      }
      @media (forced-colors: active) {
        nav a[aria-current] {
          outline: 2px solid Highlight;
          outline-offset: -2px;
        }
      }
    `,
  ];

  @property({ attribute: false }) accessor params: { part?: string } = {};
  @property({ attribute: false }) accessor query = new URLSearchParams();
  readonly #session = new Watch(this, session);

  override render() {
    const who = this.#session.data;
    if (who?.state !== 'signed_in') return nothing;
    if (who.member.role !== 'owner') {
      return html`<div class="page stack">
        <h1>The Ledgerberry box</h1>
        <p class="muted">
          This is for the owners of the household, who look after the Ledgerberry box. Your own bank
          links are under <a href="/links">Banks</a>, what you did under
          <a href="/history">What happened</a>.
        </p>
      </div>`;
    }
    return html`<div class="page stack">
      <h1>The Ledgerberry box</h1>
      <nav aria-label="Parts of this page">
        <ul>
          ${parts.map(
            ({ part, label }) =>
              html`<li>
                <a
                  href=${part ? `/appliance/${part}` : '/appliance'}
                  aria-current=${this.params.part === part ? 'page' : nothing}
                  >${label}</a
                >
              </li>`,
          )}
        </ul>
      </nav>
      ${this.#part(who.household.timeZone, who.environment !== 'production')}
    </div>`;
  }

  #part(timeZone: string, sandbox: boolean) {
    switch (this.params.part) {
      case 'record':
        return html`<lb-appliance-record
          timeZone=${timeZone}
          .query=${this.query}
        ></lb-appliance-record>`;
      case 'sign-ins':
        return html`<lb-appliance-sessions timeZone=${timeZone}></lb-appliance-sessions>`;
      case 'history':
        return html`<section class="card" aria-labelledby="history">
          <h2 id="history">What happened to the Ledgerberry box</h2>
          <lb-history-list about="appliance" timeZone=${timeZone}></lb-history-list>
        </section>`;
      default:
        return html`<lb-appliance-links
          timeZone=${timeZone}
          .sandbox=${sandbox}
        ></lb-appliance-links>`;
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lb-page-appliance': PageAppliance;
  }
}
