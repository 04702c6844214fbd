import type { Reason } from '#server/contract/rules.ts';
import { Watch } from '#web/state/client.ts';
import { why } from '#web/state/rules.ts';
import { looksOn, session } from '#web/state/session.ts';
import { base } from '#web/ui/base.ts';
import '#web/ui/lb-button.ts';
import { ListFilter } from 'lucide';
import { LitElement, css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';

const names = {
  category: 'Category',
  name: 'Name',
  tags: 'Tags',
  note: 'Note',
  leftOut: 'Totals',
  reviewed: 'Reviewed',
} as const;
const order = Object.keys(names) as (keyof typeof names)[];

/** Why a transaction shows what it shows, and the way to a rule that begins with it. */
@customElement('lb-transaction-why')
export class LbTransactionWhy extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: grid;
        gap: 12px;
        grid-template-columns: minmax(0, 1fr);
        padding-top: 20px;
        border-top: 1px solid var(--line);
      }
      dl {
        display: grid;
        grid-template-columns: auto minmax(0, 1fr);
        gap: 4px 16px;
      }
      dt {
        color: var(--ink-2);
      }
      .make {
        justify-self: start;
      }
    `,
  ];

  /** The id of the transaction. */
  @property({ attribute: false }) accessor of = '';
  readonly #why = new Watch(this, () => why(this.of));
  readonly #session = new Watch(this, session);

  override render() {
    const { data } = this.#why;
    const may = !looksOn(this.#session.data);
    return html`<h3>Why it shows this</h3>
      ${
        data
          ? html`<dl class="small">
              ${order.map((what) => {
                const reason = data[what];
                return reason ? line(names[what], reason, may) : nothing;
              })}
            </dl>`
          : html`<p class="small muted">…</p>`
      }
      ${
        may
          ? html`<lb-button
              class="make"
              kind="plain"
              label="Make a rule …"
              .icon=${ListFilter}
              href="/rules?like=${this.of}"
            ></lb-button>`
          : nothing
      }`;
  }
}

const line = (name: string, { sentence, rule }: Reason, may: boolean) =>
  html`<dt>${name}</dt>
    <dd>
      ${sentence} ${rule && may ? html`<a href="/rules?edit=${rule}">See the rule</a>` : nothing}
    </dd>`;

declare global {
  interface HTMLElementTagNameMap {
    'lb-transaction-why': LbTransactionWhy;
  }
}
