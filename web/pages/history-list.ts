import { sentenceOf } from '#web/api.ts';
import { audit } from '#web/state/admin.ts';
import type { AuditEntry } from '#web/state/admin.ts';
import { Listing } from '#web/state/listing.ts';
import { failed, old } from '#web/ui/asked.ts';
import { base } from '#web/ui/base.ts';
import { moment } from '#web/ui/format.ts';
import '#web/ui/lb-button.ts';
import '#web/ui/lb-skeleton.ts';
import { LitElement, css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { moreStyles, olderOf } from './older.ts';

/** Who did what, newest first: what concerns the reader, or for owners the appliance. */
@customElement('lb-history-list')
export class LbHistoryList extends LitElement {
  static override styles = [
    base,
    moreStyles,
    css`
      li {
        padding-block: 10px;
        overflow-wrap: anywhere;
      }
      li:first-child {
        padding-top: 0;
      }
      li:last-child {
        padding-bottom: 0;
      }
      li + li {
        border-top: 1px solid var(--line);
      }
    `,
  ];

  @property() accessor about: 'mine' | 'appliance' = 'mine';
  @property() accessor timeZone = 'UTC';
  readonly #entries = new Listing<AuditEntry>(this, (before) => audit(this.about)(before));

  override render() {
    const { rows, error } = this.#entries;
    if (!rows && error) return failed(sentenceOf(error), this.#entries);
    if (!rows) return html`<lb-skeleton count="6" label="Loading what happened"></lb-skeleton>`;
    if (rows.length === 0) return html`<p class="muted">Nothing has happened yet.</p>`;
    return html`${error ? old(this.#entries) : nothing}
      <ol>
        ${repeat(
          rows,
          ({ id }) => id,
          ({ id, at, sentence, from }) =>
            html`<li tabindex="-1" data-id=${id}>
              <p>${sentence}</p>
              <p class="small muted">
                <time datetime=${at}>${moment(at, this.timeZone)}</time>${
                  from ? ` · from ${from}` : ''
                }
              </p>
            </li>`,
        )}
      </ol>
      ${olderOf(this, this.#entries)}`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lb-history-list': LbHistoryList;
  }
}
