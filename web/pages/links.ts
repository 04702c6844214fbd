import type { BankLink, linksReply } from '#server/contract/links.ts';
import { sentenceOf } from '#web/api.ts';
import { Watch } from '#web/state/client.ts';
import { links, startLink } from '#web/state/links.ts';
import { base } from '#web/ui/base.ts';
import { clock, plural } from '#web/ui/format.ts';
import '#web/ui/lb-button.ts';
import '#web/ui/lb-empty.ts';
import '#web/ui/lb-link-state.ts';
import '#web/ui/lb-notice.ts';
import '#web/ui/lb-skeleton.ts';
import { toast } from '#web/ui/lb-toast.ts';
import { byNeed } from '#web/ui/link-words.ts';
import { Landmark, Plus, RotateCw } from 'lucide';
import { LitElement, css, html, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { output } from 'zod';
import './links-actions.ts';

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
      lb-empty .line {
        justify-content: center;
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

  readonly #links = new Watch(this, links);
  @state() private accessor starting: Via | '' = '';

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
        ${data && data.links.length > 0 ? this.#connect(data) : nothing}
      </div>
      ${data ? this.#content(data) : error ? this.#failed(error) : this.#loading()}
    </div>`;
  }

  #connect({ embedded }: Reply) {
    return html`<div class="line">
      <lb-button
        kind="primary"
        label="Connect a bank"
        .icon=${Plus}
        .busy=${this.starting === 'hosted'}
        @click=${() => this.#start('hosted')}
      ></lb-button>
      ${
        embedded
          ? html`<lb-button
              kind="plain"
              label="Connect on this page"
              .busy=${this.starting === 'embedded'}
              @click=${() => this.#start('embedded')}
            ></lb-button>`
          : nothing
      }
    </div>`;
  }

  #content(data: Reply) {
    if (data.links.length === 0) return html`${this.#empty(data)} ${this.#meter(data)}`;
    const sorted = data.links.toSorted(byNeed);
    const live = sorted.filter(({ state }) => state !== 'archived');
    const removed = sorted.filter(({ state }) => state === 'archived');
    return html`${this.#stale()}
      <div class="links">${this.#cards(live)}</div>
      ${
        removed.length
          ? html`<details>
              <summary>${plural(removed.length, 'removed connection')}, history kept</summary>
              <div class="links">${this.#cards(removed)}</div>
            </details>`
          : nothing
      }
      ${this.#meter(data)}`;
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

  /** A careless new link burns one of few: say how many are left, and what counts. */
  #meter({ meter: { used, limit } }: Reply) {
    const left = Math.max(0, limit - used);
    const words = `${used} of ${limit} connections used`;
    return html`<section class="card meter" aria-labelledby="meter">
      <h2 id="meter">${words}</h2>
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
        Your Plaid plan’s connections are for life: every one ever made counts, removed ones too.
        ${
          left === 0
            ? 'None is left, so another bank may be refused. Repairing a link uses none.'
            : `${plural(left, 'connection is', 'connections are')} left. Repairs use none.`
        }
      </p>
    </section>`;
  }

  override updated() {
    const meter = this.#links.data?.meter;
    const track = this.renderRoot.querySelector<HTMLElement>('.line-track');
    if (meter) track?.style.setProperty('--share', String(Math.min(1, meter.used / meter.limit)));
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

  #empty(data: Reply) {
    return html`<div class="card">
      <lb-empty .icon=${Landmark} heading="Connect your first bank" text=${firstSteps}>
        ${this.#connect(data)}
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
