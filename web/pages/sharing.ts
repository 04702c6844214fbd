import type { Hiding } from '#server/contract/sharing.ts';
import { sentenceOf } from '#web/api.ts';
import { go } from '#web/state/address.ts';
import { Watch } from '#web/state/client.ts';
import { members } from '#web/state/members.ts';
import { isViewer, session } from '#web/state/session.ts';
import type { SignedIn } from '#web/state/session.ts';
import { hidings, unhide } from '#web/state/sharing.ts';
import { viewAs } from '#web/state/view-as.ts';
import type { Other } from '#web/state/view-as.ts';
import { base } from '#web/ui/base.ts';
import { dayLong } from '#web/ui/format.ts';
import '#web/ui/lb-button.ts';
import '#web/ui/lb-notice.ts';
import '#web/ui/lb-skeleton.ts';
import { toast } from '#web/ui/lb-toast.ts';
import { Eye, RotateCw } from 'lucide';
import { LitElement, css, html, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import './sharing-accounts.ts';

const hiddenWords =
  'Nothing is hidden. A present for somebody, say, is hidden on the page of its transaction: ' +
  'open it, and choose “Hide from others”.';

/** What the others see of what one has connected, to be changed; what is kept from them a while. */
@customElement('lb-page-sharing')
export class PageSharing extends LitElement {
  static override styles = [
    base,
    css`
      .page {
        max-width: 760px;
      }
      .card > p {
        margin-block: 4px 12px;
      }
      .own {
        display: grid;
        gap: 8px;
        grid-template-columns: minmax(0, 1fr);
      }
      .eyes {
        display: flex;
        flex-wrap: wrap;
        gap: 8px;
      }
      li {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        justify-content: space-between;
        gap: 4px 12px;
        min-height: 56px;
        padding-block: 6px;
        overflow-wrap: anywhere;
      }
      li + li {
        border-top: 1px solid var(--line);
      }
      li > div {
        flex: 1 1 16em;
      }
    `,
  ];

  readonly #session = new Watch(this, session);
  readonly #members = new Watch(this, members);
  readonly #hidings = new Watch(this, hidings);
  @state() private accessor showing = '';

  override render() {
    const who = this.#session.data;
    if (who?.state !== 'signed_in') return nothing;
    return html`<div class="page stack">
      <h1>What others see</h1>
      ${
        isViewer(who)
          ? html`<p class="muted">
              You are a viewer here: you see what is shared with you, and share nothing yourself.
            </p>`
          : html`<section class="own" aria-labelledby="own">
                <h2 id="own">Your accounts</h2>
                <lb-sharing-accounts></lb-sharing-accounts>
              </section>
              <section class="card" aria-labelledby="eyes">${this.#eyes(who)}</section>
              <section class="card" aria-labelledby="hidden">${this.#hidden()}</section>`
      }
    </div>`;
  }

  #eyes({ member }: SignedIn) {
    const all = this.#members.data?.members;
    const others = all?.filter(({ id }) => id !== member.id) ?? [];
    return html`<h2 id="eyes">With another’s eyes</h2>
      ${
        others.length > 0
          ? html`<p>Look at your accounts as somebody else sees them, on every page:</p>
              <div class="eyes">
                ${others.map(
                  (one) =>
                    html`<lb-button
                      label="As ${one.name}"
                      .icon=${Eye}
                      @click=${() => this.#look(one)}
                    ></lb-button>`,
                )}
              </div>`
          : all
            ? html`<p class="muted">There is nobody else in the household yet.</p>`
            : this.#waiting(this.#members.error, () => this.#members.refetch(), 1)
      }`;
  }

  #hidden() {
    const { data, error } = this.#hidings;
    const none = html`<p class="muted">${hiddenWords}</p>`;
    return html`<h2 id="hidden">Hidden things</h2>
      ${
        !data
          ? this.#waiting(error, () => this.#hidings.refetch(), 2)
          : data.hidings.length === 0
            ? none
            : html`<ul>
                ${repeat(
                  data.hidings,
                  ({ id }) => id,
                  (one) => html`<li>${this.#hiding(one)}</li>`,
                )}
              </ul>`
      }`;
  }

  #hiding(one: Hiding) {
    const { id, name, what, transactionId, until, how } = one;
    const all = html` <span class="muted">all from this merchant</span>`;
    return html`<div>
        <p>
          ${
            transactionId ? html`<a href="/transactions/${transactionId}">${name}</a>` : name
          }${what === 'merchant' ? all : nothing}
        </p>
        <p class="small muted">
          until ${dayLong(until)} ·
          ${how === 'totals' ? 'others see the amount in their totals' : 'others see nothing of it'}
        </p>
      </div>
      <lb-button
        label="Show again"
        .name=${`Show ${name} again`}
        .icon=${Eye}
        .busy=${this.showing === id}
        @click=${() => this.#show(one)}
      ></lb-button>`;
  }

  #waiting(error: Error | null, again: () => void, count: number) {
    if (!error) return html`<lb-skeleton count=${count} label="Loading"></lb-skeleton>`;
    return html`<lb-notice kind="broken">
      ${sentenceOf(error)}
      <lb-button slot="action" label="Try again" .icon=${RotateCw} @click=${again}></lb-button>
    </lb-notice>`;
  }

  #look({ id, name }: Other) {
    viewAs({ id, name });
    go('/');
  }

  async #show({ id, name }: Hiding) {
    this.showing = id;
    try {
      await unhide(id);
      toast(`The others can see ${name} again.`);
    } catch (error) {
      toast(sentenceOf(error), { failed: true });
    } finally {
      this.showing = '';
    }
    await this.updateComplete;
    // The button is gone with its row: the focus goes to the next one, or to the heading.
    const at = this.renderRoot.querySelector<HTMLElement>('li button') ?? this.#heading();
    if (document.activeElement === document.body) at?.focus();
  }

  #heading() {
    const heading = this.renderRoot.querySelector<HTMLElement>('#hidden');
    heading?.setAttribute('tabindex', '-1');
    return heading;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lb-page-sharing': PageSharing;
  }
}
