import type { BankLink, linksReply } from '#server/contract/links.ts';
import { sentenceOf } from '#web/api.ts';
import { Watch } from '#web/state/client.ts';
import { links, startLink } from '#web/state/links.ts';
import { looksOn, session } from '#web/state/session.ts';
import { viewedAs } from '#web/state/view-as.ts';
import { base } from '#web/ui/base.ts';
import { clock, plural } from '#web/ui/format.ts';
import '#web/ui/lb-button.ts';
import '#web/ui/lb-empty.ts';
import '#web/ui/lb-link-state.ts';
import '#web/ui/lb-notice.ts';
import '#web/ui/lb-skeleton.ts';
import { toast } from '#web/ui/lb-toast.ts';
import { byNeed, nothingSeen, whoConnects } from '#web/ui/link-words.ts';
import { Landmark, Plus, RotateCw } from 'lucide';
import { LitElement, css, html, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { output } from 'zod';
import './links-actions.ts';
import './links-meter.ts';

type Reply = output<typeof linksReply>;
type Via = 'hosted' | 'embedded';

const firstSteps =
  'You sign in at your own bank’s page. Your password goes to the bank and never comes here; ' +
  'what comes here are accounts and transactions.';

/** The connections to banks: how each is, what it needs, and how many the plan has left. */
@customElement('lb-page-links')
export class LbPageLinks extends LitElement {
  static override styles = [
    base,
    css`
      .page {
        display: grid;
        gap: 16px;
        grid-template-columns: minmax(0, 1fr);
        align-content: start;
      }
      .top {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        justify-content: space-between;
        gap: 8px 16px;
      }
      .links {
        display: grid;
        gap: 16px;
        grid-template-columns: minmax(0, 1fr);
      }
      .link {
        display: grid;
        gap: 16px;
        align-content: space-between;
      }
      .other {
        display: grid;
        gap: 8px;
        justify-items: start;
        padding-inline: 20px;
      }
      details summary {
        width: fit-content;
        padding-block: 10px;
        color: var(--ink-2);
        cursor: pointer;
      }
      @media (min-width: 1000px) {
        .page {
          padding-inline: 32px;
        }
        .links {
          grid-template-columns: repeat(2, minmax(0, 1fr));
        }
      }
    `,
  ];

  readonly #links = new Watch(this, links);
  readonly #session = new Watch(this, session);
  @state() private accessor starting: Via | '' = '';

  get #who() {
    const who = this.#session.data;
    return who?.state === 'signed_in' ? who : undefined;
  }

  override connectedCallback() {
    super.connectedCallback();
    addEventListener('pageshow', this.#rest);
  }

  override disconnectedCallback() {
    super.disconnectedCallback();
    removeEventListener('pageshow', this.#rest);
  }

  readonly #rest = () => {
    this.starting = '';
  };

  override render() {
    const { data, error } = this.#links;
    return html`<div class="page" aria-busy=${data || error ? 'false' : 'true'}>
      <div class="top">
        <h1>Bank links</h1>
        ${data && data.links.length > 0 ? this.#connect() : nothing}
      </div>
      ${
        data
          ? html`${this.#content(data)} ${this.#below(data)}`
          : error
            ? this.#failed(error)
            : this.#loading()
      }
    </div>`;
  }

  #connect() {
    if (viewedAs()) return nothing;
    if (looksOn(this.#session.data)) return html`<p class="muted">${whoConnects}</p>`;
    return html`<lb-button
      kind="primary"
      label="Connect a bank"
      .icon=${Plus}
      .busy=${this.starting === 'hosted'}
      @click=${() => this.#start('hosted')}
    ></lb-button>`;
  }

  #below({ meter, embedded }: Reply) {
    // The plan is nothing to a viewer, who connects nothing.
    return html`${
      this.#who?.member.role === 'viewer'
        ? nothing
        : html`<lb-links-meter
            .meter=${meter}
            .environment=${this.#who?.environment ?? 'production'}
          ></lb-links-meter>`
    }
    ${embedded && !looksOn(this.#session.data) ? this.#otherWay() : nothing}`;
  }

  /** For browsers that do not open the bank's own page; it is not a choice to think about first. */
  #otherWay() {
    return html`<section class="other" aria-labelledby="other">
      <h2 id="other">Another way</h2>
      <p class="muted">
        If the bank’s page does not open in this browser, connect without leaving this page.
      </p>
      <lb-button
        label="Connect on this page"
        .busy=${this.starting === 'embedded'}
        @click=${() => this.#start('embedded')}
      ></lb-button>
    </section>`;
  }

  #content(data: Reply) {
    if (data.links.length === 0) return this.#empty();
    const sorted = data.links.toSorted(byNeed);
    const live = sorted.filter(({ state }) => state !== 'archived');
    const removed = sorted.filter(({ state }) => state === 'archived');
    return html`${this.#stale()}
    ${
      live.length
        ? html`<div class="links">${this.#cards(live)}</div>`
        : html`<p class="muted">No bank is connected at the moment.</p>`
    }
    ${
      removed.length
        ? html`<details>
            <summary>${plural(removed.length, 'removed connection')}, history kept</summary>
            <div class="links">${this.#cards(removed)}</div>
          </details>`
        : nothing
    }`;
  }

  #cards(some: readonly BankLink[]) {
    return repeat(
      some,
      ({ id }) => id,
      (link) =>
        html`<section
          class="card link"
          aria-label=${[link.institution.name, ...(link.mine ? [] : [link.owner.name])].join(', ')}
        >
          <lb-link-state linked .link=${link}></lb-link-state>
          <lb-link-actions .link=${link}></lb-link-actions>
        </section>`,
    );
  }

  #stale() {
    if (!this.#links.stale) return nothing;
    return html`<lb-notice kind="offline">
      This is what Ledgerberry knew at ${clock(this.#links.updatedAt)}.
      <lb-button
        slot="action"
        label="Try again"
        .icon=${RotateCw}
        .busy=${this.#links.fetching}
        @click=${() => this.#links.refetch()}
      ></lb-button>
    </lb-notice>`;
  }

  #empty() {
    if (looksOn(this.#session.data)) {
      return html`<div class="card">
        <lb-empty
          .icon=${Landmark}
          heading="No bank to see yet"
          text=${nothingSeen(viewedAs()?.name)}
        ></lb-empty>
      </div>`;
    }
    return html`<div class="card">
      <lb-empty .icon=${Landmark} heading="Connect your first bank" text=${firstSteps}>
        ${this.#connect()}
      </lb-empty>
    </div>`;
  }

  #failed(error: Error) {
    return html`<lb-notice kind="broken" urgent>
      The bank links could not be loaded. ${sentenceOf(error)}
      <lb-button
        slot="action"
        label="Try again"
        .icon=${RotateCw}
        .busy=${this.#links.fetching}
        @click=${() => this.#links.refetch()}
      ></lb-button>
    </lb-notice>`;
  }

  #loading() {
    return html`<div class="links">
      <div class="card">
        <lb-skeleton shape="rows" count="2" label="Loading the bank links"></lb-skeleton>
      </div>
      <div class="card"><lb-skeleton shape="rows" count="2"></lb-skeleton></div>
    </div>`;
  }

  async #start(via: Via) {
    this.starting = via;
    try {
      location.assign(await startLink({ via }));
    } catch (error) {
      this.starting = '';
      toast(sentenceOf(error), { failed: true });
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lb-page-links': LbPageLinks;
  }
}
