import type { BankLink } from '#server/contract/links.ts';
import { LitElement, css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { base } from './base.ts';
import './lb-bank-badge.ts';
import './lb-fresh.ts';
import { allIsWell, progressWords, stateWords } from './link-words.ts';
import { pillStyles } from './pill.ts';

/** A bank link: whose it is, how it is in words, and how far its history has come. */
@customElement('lb-link-state')
export class LbLinkState extends LitElement {
  static override styles = [
    base,
    pillStyles,
    css`
      :host {
        display: grid;
        gap: 12px;
        grid-template-columns: minmax(0, 1fr);
      }
      header {
        display: grid;
        grid-template-columns: auto minmax(0, 1fr) auto;
        align-items: center;
        gap: 0 14px;
      }
      lb-bank-badge {
        --size: 44px;
      }
      .name {
        overflow-wrap: anywhere;
      }
      .name a {
        color: inherit;
        text-decoration: none;
      }
      .name a:hover {
        text-decoration: underline;
      }
      .track {
        height: 6px;
        margin-top: 8px;
        border-radius: 3px;
        background: var(--sunken);
        overflow: hidden;
      }
      .track i {
        display: block;
        width: 34%;
        height: 100%;
        border-radius: 3px;
        background: var(--accent);
      }
      @media (prefers-reduced-motion: no-preference) {
        .track i {
          animation: along 1.6s ease-in-out 3 alternate;
        }
        @keyframes along {
          to {
            translate: 194% 0;
          }
        }
      }
      @media (max-width: 499px) {
        header {
          grid-template-columns: auto minmax(0, 1fr);
        }
        .pill {
          grid-column: 2;
          justify-self: start;
          margin-top: 4px;
        }
      }
      @media (forced-colors: active) {
        .track {
          border: 1px solid;
        }
        .track i {
          background: Highlight;
        }
      }
    `,
  ];

  @property({ attribute: false }) accessor link: BankLink | undefined;
  /** Its name leads to its page. */
  @property({ type: Boolean }) accessor linked = false;
  /** The name is the heading of the page. */
  @property({ type: Boolean }) accessor first = false;

  override render() {
    const { link } = this;
    if (!link) return nothing;
    const { word, tone } = stateWords[link.state];
    const { name } = link.institution;
    const title = this.linked ? html`<a href="/links/${link.id}">${name}</a>` : name;
    return html`<header>
        <lb-bank-badge logo .institution=${link.institution}></lb-bank-badge>
        <div>
          ${
            this.first ? html`<h1 class="name">${title}</h1>` : html`<h2 class="name">${title}</h2>`
          }
          <p class="small muted">
            ${link.mine ? 'Yours' : `${link.owner.name}’s`} · ${this.#fresh(link)}
          </p>
        </div>
        <span class="pill ${tone}">${link.syncing ? 'Reading …' : word}</span>
      </header>
      <div>
        ${allIsWell(link) ? nothing : html`<p>${link.sentence}</p>`} ${this.#progress(link)}
      </div>`;
  }

  #fresh({ clocks, state }: BankLink) {
    if (state === 'connecting') return 'nothing read yet';
    const { bankToPlaid, plaidToUs, sentence, stale } = clocks;
    if (state === 'archived') {
      return html`<lb-fresh .at=${plaidToUs} lead="last read" never="never read"></lb-fresh>`;
    }
    if (state !== 'ok' || stale) return sentence;
    return html`<lb-fresh
      .at=${bankToPlaid ?? plaidToUs}
      lead="updated"
      never=${sentence}
    ></lb-fresh>`;
  }

  #progress(link: BankLink) {
    if (link.state !== 'connecting' && link.state !== 'backfilling') return nothing;
    return html`<p class="small muted" role="status">${progressWords(link)}</p>
      <div class="track"><i></i></div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lb-link-state': LbLinkState;
  }
}
