import type { Occurrence } from '#server/contract/recurring.ts';
import { Watch } from '#web/state/client.ts';
import { upcoming } from '#web/state/recurring.ts';
import { base } from '#web/ui/base.ts';
import { count, dayShort } from '#web/ui/format.ts';
import '#web/ui/lb-amount.ts';
import '#web/ui/lb-skeleton.ts';
import { LitElement, css, html, nothing } from 'lit';
import { customElement } from 'lit/decorators.js';

/** What comes next by itself: a few lines, and the ways to all of it and to looking ahead. */
@customElement('lb-upcoming')
export class LbUpcoming extends LitElement {
  static override styles = [
    base,
    css`
      li a {
        display: grid;
        grid-template-columns: minmax(0, 1fr) auto;
        align-items: baseline;
        gap: 0 12px;
        padding: 7px 8px;
        margin-inline: -8px;
        border-radius: var(--radius);
        color: inherit;
        text-decoration: none;
      }
      li a:hover {
        background: var(--hover);
        color: inherit;
      }
      .name {
        font-weight: 550;
        overflow-wrap: anywhere;
      }
      .when {
        display: block;
        font-size: var(--t-small);
        color: var(--ink-2);
      }
      .late {
        color: var(--amber);
        font-weight: 550;
      }
      .number {
        font-weight: 550;
      }
      .ways {
        display: flex;
        flex-wrap: wrap;
        gap: 0 20px;
      }
      .ways a {
        display: inline-flex;
        align-items: center;
        min-height: var(--target);
      }
    `,
  ];

  readonly #upcoming = new Watch(this, upcoming);

  override render() {
    const { data, error } = this.#upcoming;
    if (error && !data) return html`<p class="muted">It cannot be told right now.</p>`;
    if (!data)
      return html`<lb-skeleton shape="rows" count="4" label="What comes next"></lb-skeleton>`;
    return html`${
        data.upcoming.length
          ? html`<ul>
              ${data.upcoming.map((one) => html`<li>${this.#line(one, data.today)}</li>`)}
            </ul>`
          : html`<p class="muted">Nothing comes by itself in the next two weeks.</p>`
      }
      <p class="ways">
        <a href="/recurring"
          >What comes back${data.more ? html`, ${`${count(data.more)} more`}` : nothing}</a
        >
        <a href="/forecast">Looking ahead</a>
      </p>`;
  }

  #line({ series, name, date, state, amount, account }: Occurrence, today: string) {
    const late = state === 'late';
    const when = date === today ? 'today' : dayShort(date, today);
    return html`<a href="/recurring?series=${series}">
      <span
        ><span class="name">${name}</span
        ><span class="when"
          ><span class=${late ? 'late' : ''}>${late ? `late, expected ${when}` : when}</span> ·
          ${account.name}</span
        ></span
      >
      <lb-amount class="number" .of=${amount} signed></lb-amount>
    </a>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lb-upcoming': LbUpcoming;
  }
}
