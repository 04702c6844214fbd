import { sentenceOf } from '#web/api.ts';
import { Watch } from '#web/state/client.ts';
import { suggestions } from '#web/state/transfers.ts';
import { base } from '#web/ui/base.ts';
import { plural } from '#web/ui/format.ts';
import '#web/ui/lb-button.ts';
import '#web/ui/lb-empty.ts';
import '#web/ui/lb-notice.ts';
import '#web/ui/lb-skeleton.ts';
import { ArrowLeftRight } from 'lucide';
import { LitElement, css, html } from 'lit';
import { customElement } from 'lit/decorators.js';
import './transfer-suggestions.ts';

/** What may be a transfer or a refund and is not certain enough to count as one. */
@customElement('lb-page-transfers')
export class LbPageTransfers extends LitElement {
  static override styles = [
    base,
    css`
      .page {
        display: grid;
        gap: 12px;
        max-width: 640px;
        grid-template-columns: minmax(0, 1fr);
      }
    `,
  ];

  readonly #asked = new Watch(this, suggestions);

  override render() {
    const { data, error } = this.#asked;
    return html`<div class="page" aria-busy=${data || error ? 'false' : 'true'}>
      <h1 tabindex="-1">What may belong together</h1>
      ${
        data
          ? this.#content(data.total)
          : error
            ? html`<lb-notice kind="broken">${sentenceOf(error)}</lb-notice>`
            : html`<lb-skeleton label="What may belong together"></lb-skeleton>`
      }
    </div>`;
  }

  #content(total: number) {
    if (total === 0) {
      return html`<div class="card">
        <lb-empty
          .icon=${ArrowLeftRight}
          heading="Nothing to ask"
          text="Transfers between your accounts and refunds are found by themselves. What is not certain is asked here."
          ><lb-button href="/transactions?flow=transfer" label="All transfers"></lb-button
        ></lb-empty>
      </div>`;
    }
    return html`<p class="muted" role="status">
        ${plural(total, 'question')}. A transfer counts neither as income nor as spending; a refund
        makes what was spent less. Until you say so, each counts by itself.
      </p>
      <lb-transfer-suggestions
        @lb-done=${() => this.renderRoot.querySelector('h1')?.focus()}
      ></lb-transfer-suggestions>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lb-page-transfers': LbPageTransfers;
  }
}
