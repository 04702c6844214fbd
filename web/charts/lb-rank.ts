import { LitElement, css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { base } from '#web/ui/base.ts';
import { compare, share, size } from '#web/ui/decimal.ts';
import '#web/ui/lb-amount.ts';
import '#web/ui/lb-button.ts';
import type { Slice } from './slice.ts';
import { walks } from './walk.ts';

/** So many are shown before the rest is asked for. */
const FIRST = 8;

/**
 * Parts as bars below each other, the longest first as wide as there is room. Each has its label
 * and its amount as text, so the picture is its own table. Those that lead somewhere are links,
 * one stop of the keyboard for all of them: up and down goes through them.
 */
@customElement('lb-rank')
export class LbRank extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        container-type: inline-size;
      }
      figure {
        display: grid;
        gap: 10px;
        grid-template-columns: minmax(0, 1fr);
      }
      .summary {
        color: var(--ink-2);
      }
      .bar {
        display: grid;
        grid-template-columns: auto minmax(0, 1fr) auto;
        align-items: center;
        gap: 2px 12px;
        padding: 7px 8px;
        margin-inline: -8px;
        border-radius: var(--radius);
        color: inherit;
        text-decoration: none;
      }
      .bar.bare {
        grid-template-columns: minmax(0, 1fr) auto;
      }
      a.bar:hover {
        background: var(--hover);
        color: inherit;
      }
      a.bar[aria-current] {
        background: var(--accent-soft);
      }
      a.bar:focus-visible {
        outline-offset: -2px;
        border-radius: var(--radius);
      }
      .mark {
        grid-row: span 2;
        display: grid;
      }
      .label {
        overflow-wrap: anywhere;
      }
      .note {
        color: var(--ink-2);
        font-size: var(--t-small);
      }
      .number {
        font-weight: 550;
      }
      .track {
        grid-column: 2 / -1;
        height: 8px;
      }
      .bare .track {
        grid-column: 1 / -1;
      }
      .fill {
        display: block;
        width: calc(100% * var(--share, 0));
        min-width: 3px;
        height: 100%;
        border-radius: 4px;
        background: var(--color);
      }
      .back .fill {
        opacity: 0.4;
      }
      @container (max-width: 14em) {
        .number {
          grid-column: 2;
          text-align: start;
        }
        .bare .number {
          grid-column: 1;
        }
      }
      @media (forced-colors: active) {
        .fill {
          background: CanvasText;
          forced-color-adjust: none;
        }
      }
    `,
  ];

  @property() accessor heading = '';
  @property() accessor summary = '';
  @property({ attribute: false }) accessor slices: readonly Slice[] = [];
  /** What stands there when there is nothing. */
  @property() accessor none = 'Nothing here.';
  /** The key of what is chosen. */
  @property({ attribute: false }) accessor chosen: string | null = null;
  @state() private accessor all = false;
  @state() private accessor stop = 0;

  override willUpdate() {
    const stop = Math.max(0, Math.min(this.stop, this.#shown.length - 1));
    // What leads nowhere is no stop.
    const links = this.#shown.map(({ href }) => href !== undefined);
    this.stop = links[stop] ? stop : links.indexOf(true);
  }

  get #shown(): readonly Slice[] {
    // One more than would be hidden takes no more room than the button.
    return this.all || this.slices.length <= FIRST + 1 ? this.slices : this.slices.slice(0, FIRST);
  }

  override render() {
    const hidden = this.slices.length - this.#shown.length;
    return html`<figure>
      ${this.heading ? html`<h2>${this.heading}</h2>` : nothing}
      ${this.summary ? html`<figcaption class="summary">${this.summary}</figcaption>` : nothing}
      ${
        this.slices.length === 0
          ? html`<p class="muted">${this.none}</p>`
          : html`<ul aria-label=${this.heading || nothing} @keydown=${this.#onKey}>
              ${this.#shown.map((slice, index) => html`<li>${this.#bar(slice, index)}</li>`)}
            </ul>`
      }
      ${
        hidden > 0
          ? html`<div>
              <lb-button kind="plain" label="${hidden} more" @click=${this.#showAll}></lb-button>
            </div>`
          : nothing
      }
    </figure>`;
  }

  #bar({ key, label, amount, href, mark, note }: Slice, index: number) {
    const looks = `bar ${mark ? '' : 'bare'} ${amount.amount.startsWith('-') ? 'back' : ''}`;
    const inside = html`${mark ? html`<span class="mark">${mark}</span>` : nothing}
      <span class="label"
        >${label} ${note ? html`<span class="note">${note}</span>` : nothing}</span
      >
      <lb-amount class="number" .of=${amount}></lb-amount>
      <span class="track"><span class="fill"></span></span>`;
    return href === undefined
      ? html`<div class=${looks}>${inside}</div>`
      : html`<a
          class=${looks}
          href=${href}
          aria-current=${key === this.chosen ? 'true' : nothing}
          tabindex=${index === this.stop ? 0 : -1}
          @focus=${() => (this.stop = index)}
          >${inside}</a
        >`;
  }

  // Lengths and colours by property: the policy of the page forbids style attributes.
  override updated() {
    const longest = this.slices
      .map(({ amount }) => size(amount.amount))
      .reduce((most, one) => (compare(one, most) > 0 ? one : most), '0');
    for (const [index, element] of this.renderRoot
      .querySelectorAll<HTMLElement>('.bar')
      .entries()) {
      const slice = this.slices[index];
      if (!slice) continue;
      element.style.setProperty('--share', String(share(slice.amount.amount, longest)));
      element.style.setProperty('--color', slice.color);
    }
  }

  async #showAll() {
    const next = this.#shown.length;
    this.all = true;
    await this.updateComplete;
    this.#focus(next);
  }

  #focus(index: number) {
    const bars = [...this.renderRoot.querySelectorAll<HTMLElement>('.bar')];
    bars[index]?.focus();
  }

  #onKey = async (event: KeyboardEvent) => {
    if (!walks(event.key) || event.altKey || event.ctrlKey || event.metaKey) return;
    const last = this.#shown.length - 1;
    const to = {
      ArrowUp: this.stop - 1,
      ArrowDown: this.stop + 1,
      PageUp: this.stop - FIRST,
      PageDown: this.stop + FIRST,
      Home: 0,
      End: last,
    }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    this.stop = Math.max(0, Math.min(last, to));
    await this.updateComplete;
    this.#focus(this.stop);
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'lb-rank': LbRank;
  }
}
