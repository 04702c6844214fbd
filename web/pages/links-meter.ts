import type { linksReply } from '#server/contract/links.ts';
import type { SignedIn } from '#web/state/session.ts';
import { base } from '#web/ui/base.ts';
import { plural } from '#web/ui/format.ts';
import { LitElement, css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { output } from 'zod';

/** Of what is not a bank nobody should think that it eats up a real plan. */
const notReal: Record<SignedIn['environment'], string> = {
  demo: 'These are connections to the demo’s own sandbox bank: nothing of a real plan is used.',
  sandbox: 'These are connections to the test banks of Plaid’s sandbox.',
  production: '',
};

/** How many connections the Plaid plan has left, and what counts: a careless one burns one. */
@customElement('lb-links-meter')
export class LbLinksMeter extends LitElement {
  static override styles = [
    base,
    css`
      .meter {
        display: grid;
        gap: 8px;
      }
      .track {
        display: flex;
        gap: 3px;
      }
      .track i {
        flex: 1;
        height: 8px;
        border-radius: 2px;
        background: var(--sunken);
        outline: 1px solid var(--line);
        outline-offset: -1px;
      }
      .track i.used {
        background: var(--accent);
        outline: 0;
      }
      .line-track {
        height: 8px;
        border-radius: 4px;
        background: var(--sunken);
        overflow: hidden;
      }
      .line-track i {
        display: block;
        height: 100%;
        width: calc(100% * var(--share, 0));
        background: var(--accent);
      }
      @media (forced-colors: active) {
        .track i {
          border: 1px solid;
        }
        .track i.used,
        .line-track i {
          background: Highlight;
        }
      }
    `,
  ];

  @property({ attribute: false }) accessor meter: output<typeof linksReply>['meter'] | undefined;
  @property({ attribute: false }) accessor environment: SignedIn['environment'] = 'production';

  override render() {
    if (!this.meter) return nothing;
    const { used, limit } = this.meter;
    const left = Math.max(0, limit - used);
    return html`<section class="card meter" aria-labelledby="meter">
      <h2 id="meter">${used} of ${plural(limit, 'connection')} used</h2>
      ${
        limit <= 30
          ? html`<div class="track" aria-hidden="true">
              ${Array.from(
                { length: limit },
                (_, index) => html`<i class=${index < used ? 'used' : ''}></i>`,
              )}
            </div>`
          : html`<div class="line-track" aria-hidden="true"><i></i></div>`
      }
      <p class="muted">
        Every connection ever made counts for your Plaid plan, removed ones too. Repairing a bank
        uses none.
        ${
          left === 0
            ? 'None is left, so another bank may be refused.'
            : `${plural(left, 'is', 'are')} left.`
        }
      </p>
      ${
        notReal[this.environment]
          ? html`<p class="muted">${notReal[this.environment]}</p>`
          : nothing
      }
    </section>`;
  }

  override updated() {
    const track = this.renderRoot.querySelector<HTMLElement>('.line-track');
    if (!this.meter) return;
    const { used, limit } = this.meter;
    track?.style.setProperty('--share', String(Math.min(1, used / limit)));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lb-links-meter': LbLinksMeter;
  }
}
