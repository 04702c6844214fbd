import { sentenceOf } from '#web/api.ts';
import { linkHealth } from '#web/state/admin.ts';
import type { EndingLink, LinkHealth } from '#web/state/admin.ts';
import { Watch } from '#web/state/client.ts';
import { failed, old } from '#web/ui/asked.ts';
import { base } from '#web/ui/base.ts';
import { moment } from '#web/ui/format.ts';
import '#web/ui/lb-copy.ts';
import '#web/ui/lb-fresh.ts';
import '#web/ui/lb-skeleton.ts';
import { stateWords } from '#web/ui/link-words.ts';
import { pillStyles } from '#web/ui/pill.ts';
import { LitElement, css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import './appliance-levers.ts';

type Tone = (typeof stateWords)[keyof typeof stateWords];
const wordOf = (state: string): Tone =>
  (stateWords as Record<string, Tone>)[state] ?? { word: state, tone: 'calm' };

/** Every bank link of the household: whose, how it is in words, and what a support ticket needs. */
@customElement('lb-appliance-links')
export class LbApplianceLinks extends LitElement {
  static override styles = [
    base,
    pillStyles,
    css`
      :host {
        display: grid;
        gap: 16px;
        grid-template-columns: minmax(0, 1fr);
      }
      li {
        display: grid;
        gap: 6px;
        padding-block: 14px;
        overflow-wrap: anywhere;
      }
      li + li {
        border-top: 1px solid var(--line);
      }
      li:first-child {
        padding-top: 0;
      }
      li:last-child {
        padding-bottom: 0;
      }
      h2 {
        margin-bottom: 12px;
      }
      .head {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        justify-content: space-between;
        gap: 4px 12px;
      }
      .error {
        display: flex;
        flex-wrap: wrap;
        gap: 0 20px;
      }
    `,
  ];

  @property() accessor timeZone = 'UTC';
  /** The banks are of the sandbox, which has levers. */
  @property({ type: Boolean }) accessor sandbox = false;
  readonly #health = new Watch(this, linkHealth);

  override render() {
    const { data, error } = this.#health;
    if (!data && error) return failed(sentenceOf(error), this.#health);
    if (!data) {
      return html`<div class="card">
        <lb-skeleton shape="rows" label="Loading the bank links"></lb-skeleton>
      </div>`;
    }
    return html`${this.#health.stale ? old(this.#health) : nothing}
      <section class="card" aria-labelledby="links">
        <h2 id="links">Bank links</h2>
        ${
          data.links.length
            ? html`<ul>
                ${repeat(
                  data.links,
                  ({ id }) => id,
                  (link) => html`<li>${this.#link(link)}</li>`,
                )}
              </ul>`
            : html`<p class="muted">Nobody has connected a bank yet.</p>`
        }
      </section>
      ${data.ending.length ? this.#ending(data.ending) : nothing}
      <p class="small muted">
        You see how every link is, as somebody must look after it, and nothing of what it holds.
        Only whoever connected a bank can repair or remove its link.
      </p>`;
  }

  #link(link: LinkHealth) {
    const { institution, member, sentence, lastSyncAt, nextSyncAt, error } = link;
    const { word, tone } = wordOf(link.state);
    const record = new URLSearchParams({ link: link.id });
    return html`<div class="head">
        <h3>${institution}, ${member.name}</h3>
        <span class="pill ${tone}">${word}</span>
      </div>
      <p>${sentence}</p>
      <p class="small muted">
        <lb-fresh .at=${lastSyncAt} lead="Last read" never="Never read yet"></lb-fresh>
        ${nextSyncAt ? ` · next by itself ${moment(nextSyncAt, this.timeZone)}` : ''} ·
        <a href="/appliance/record?${record}" aria-label="Record of ${institution}, ${member.name}"
          >Record</a
        >
      </p>
      ${error ? this.#error(error.code, error.requestId, error.at) : nothing}
      ${this.sandbox ? html`<lb-levers .link=${link}></lb-levers>` : nothing}`;
  }

  #error(code: string, requestId: string | null, at?: string) {
    return html`<div class="error small muted">
      <span>
        ${at ? `${moment(at, this.timeZone)}: ` : ''}<lb-copy
          text=${code}
          what="error code"
        ></lb-copy>
      </span>
      ${
        requestId
          ? html`<span>Request <lb-copy text=${requestId} what="request id"></lb-copy></span>`
          : nothing
      }
    </div>`;
  }

  /** Whoever removed them is done; Plaid is not yet. */
  #ending(links: readonly EndingLink[]) {
    return html`<section class="card" aria-labelledby="ending">
      <h2 id="ending">Being ended at Plaid</h2>
      <p class="muted">
        These are removed here already, with everything in them. Plaid has not confirmed their end
        yet, and is asked until it does.
      </p>
      <ul>
        ${repeat(
          links,
          ({ id }) => id,
          ({ institution, since, nextTryAt, error }) =>
            html`<li>
              <h3>${institution}</h3>
              <p class="small muted">
                Since ${moment(since, this.timeZone)} · next try ${moment(nextTryAt, this.timeZone)}
              </p>
              ${error ? this.#error(error.code, error.requestId) : nothing}
            </li>`,
        )}
      </ul>
    </section>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lb-appliance-links': LbApplianceLinks;
  }
}
