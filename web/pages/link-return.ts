import type { LinkSessionState } from '#server/contract/links.ts';
import { sentenceOf } from '#web/api.ts';
import { Watch } from '#web/state/client.ts';
import { links, linkSession, startLink } from '#web/state/links.ts';
import { base } from '#web/ui/base.ts';
import '#web/ui/lb-bank-badge.ts';
import '#web/ui/lb-button.ts';
import '#web/ui/lb-empty.ts';
import '#web/ui/lb-icon.ts';
import '#web/ui/lb-notice.ts';
import { toast } from '#web/ui/lb-toast.ts';
import { progressWords } from '#web/ui/link-words.ts';
import './sharing-question.ts';
import { CircleCheck, CircleX, Copy, LoaderCircle, Unplug } from 'lucide';
import { LitElement, css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';

type Outcome = LinkSessionState['outcome'];

const headings: Record<Outcome, string> = {
  open: 'One moment',
  linked: 'Your bank is connected',
  repaired: 'It works again',
  duplicate: 'This bank is connected already',
  exited: 'Nothing was connected',
  failed: 'It could not be saved',
  expired: 'That took too long',
};

const icons = {
  open: LoaderCircle,
  linked: CircleCheck,
  repaired: CircleCheck,
  duplicate: Copy,
  exited: Unplug,
  failed: CircleX,
  expired: Unplug,
};

/** Back from the bank: how it went, in words, and where to go from here. */
@customElement('lb-page-link-return')
export class LbPageLinkReturn extends LitElement {
  static override styles = [
    base,
    css`
      .page {
        display: grid;
        align-content: center;
        min-height: min(70dvh, 640px);
      }
      .card {
        display: grid;
        justify-items: center;
        gap: 12px;
        width: 100%;
        max-width: 520px;
        margin-inline: auto;
        padding: 40px 24px;
        text-align: center;
      }
      lb-sharing-question {
        width: 100%;
        max-width: 520px;
        margin: 16px auto 0;
      }
      .icon {
        display: grid;
        place-items: center;
        width: 64px;
        height: 64px;
        border-radius: 50%;
        background: var(--accent-soft);
        color: var(--accent);
        font-size: 1.6rem;
      }
      .icon.failed {
        background: var(--red-soft);
        color: var(--red);
      }
      .buttons {
        display: flex;
        flex-wrap: wrap;
        justify-content: center;
        gap: 8px;
        margin-top: 12px;
      }
      .bank {
        display: flex;
        align-items: center;
        gap: 12px;
        padding: 12px 16px;
        border: 1px solid var(--line);
        border-radius: var(--radius);
        text-align: start;
      }
      @media (prefers-reduced-motion: no-preference) {
        .icon.open lb-icon {
          animation: turn 1.2s linear infinite;
        }
      }
    `,
  ];

  @property({ attribute: false }) accessor query = new URLSearchParams();
  @state() private accessor starting = false;

  readonly #session = new Watch(this, () => ({
    ...linkSession(this.#id),
    enabled: this.#id !== '',
    // The server is told by a hint as well; asking again is for when that is lost.
    refetchInterval: (query: { state: { data: LinkSessionState | undefined } }) =>
      (query.state.data?.outcome ?? 'open') === 'open' ? 2_000 : false,
  }));
  readonly #links = new Watch(this, links);

  get #id(): string {
    return this.query.get('session') ?? '';
  }

  override render() {
    const { data, error } = this.#session;
    return html`<div class="page">
      ${this.#id === '' ? this.#lost() : data ? this.#told(data) : this.#asking(error)}
    </div>`;
  }

  #lost() {
    return html`<div class="card">
      <h1>We lost track of this visit</h1>
      <p class="muted">
        If you finished at the bank, its accounts will show up by themselves in a few minutes.
      </p>
      <div class="buttons"><lb-button href="/links" label="Go to bank links"></lb-button></div>
    </div>`;
  }

  #asking(error: Error | null) {
    return html`<div class="card">
      <div class="icon open"><lb-icon .icon=${LoaderCircle}></lb-icon></div>
      <h1>One moment</h1>
      <p class="muted" role="status">
        ${error ? sentenceOf(error) : 'We are asking how it went at the bank.'}
      </p>
      ${
        error
          ? html`<div class="buttons">
              <lb-button label="Ask again" @click=${() => this.#session.refetch()}></lb-button>
              <lb-button kind="plain" href="/links" label="Go to bank links"></lb-button>
            </div>`
          : nothing
      }
    </div>`;
  }

  #told(told: LinkSessionState) {
    const { outcome, sentence } = told;
    return html`<div class="card">
        <div class="icon ${outcome}"><lb-icon .icon=${icons[outcome]}></lb-icon></div>
        <h1>${headings[outcome]}</h1>
        ${this.#complete(told) ? nothing : html`<p class="muted" role="status">${sentence}</p>`}
        ${outcome === 'linked' || outcome === 'repaired' ? this.#bank(told) : nothing}
        <div class="buttons">${this.#next(told)}</div>
      </div>
      ${
        outcome === 'linked' || outcome === 'repaired'
          ? html`<lb-sharing-question later link=${told.linkId ?? ''}></lb-sharing-question>`
          : nothing
      }`;
  }

  /** A small bank's history, or one that was here already, is complete before one reads of it. */
  #complete({ outcome, linkId }: LinkSessionState): boolean {
    const link = this.#links.data?.links.find(({ id }) => id === linkId);
    return outcome === 'linked' && link?.progress.historyComplete === true;
  }

  /** The new link with what has arrived of it, which grows while one looks. */
  #bank({ linkId }: LinkSessionState) {
    const link = this.#links.data?.links.find(({ id }) => id === linkId);
    if (!link) return nothing;
    return html`<div class="bank">
      <lb-bank-badge logo .institution=${link.institution}></lb-bank-badge>
      <div>
        <h2>${link.institution.name}</h2>
        <p class="small muted" role="status">${progressWords(link)}</p>
      </div>
    </div>`;
  }

  #next({ outcome, linkId }: LinkSessionState) {
    const all = html`<lb-button href="/links" label="Bank links"></lb-button>`;
    switch (outcome) {
      case 'open':
        return nothing;
      case 'linked':
        return html`<lb-button kind="primary" href="/accounts" label="See the accounts"></lb-button
          >${all}`;
      case 'repaired':
        return html`<lb-button
            kind="primary"
            href="/transactions"
            label="See the transactions"
          ></lb-button
          >${all}`;
      case 'duplicate':
        return html`<lb-button
            kind="primary"
            label="Repair that link instead"
            .busy=${this.starting}
            @click=${() => this.#start(linkId)}
          ></lb-button
          >${all}`;
      default:
        return html`<lb-button
            kind="primary"
            label="Try again"
            .busy=${this.starting}
            @click=${() => this.#start(null)}
          ></lb-button
          >${all}`;
    }
  }

  async #start(link: LinkSessionState['linkId']) {
    this.starting = true;
    try {
      location.assign(await startLink(link ? { link } : {}));
    } catch (error) {
      this.starting = false;
      toast(sentenceOf(error), { failed: true });
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lb-page-link-return': LbPageLinkReturn;
  }
}
