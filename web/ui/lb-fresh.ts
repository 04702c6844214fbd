import { LitElement, css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { ago } from './format.ts';

const shown = new Set<LbFresh>();
let timer: ReturnType<typeof setInterval> | undefined;

/** One clock for all of them, standing still while there is none. */
function follow(one: LbFresh): () => void {
  shown.add(one);
  timer ??= setInterval(() => {
    for (const each of shown) each.requestUpdate();
  }, 30_000);
  return () => {
    shown.delete(one);
    if (shown.size) return;
    clearInterval(timer);
    timer = undefined;
  };
}

/**
 * How long ago something was, in words that age while one looks: `12 min ago`, rounded so that it
 * is never fresher than the truth. `stale` turns it amber; `lead` and `tail` make a sentence of
 * it; `never` stands where `at` is null.
 */
@customElement('lb-fresh')
export class LbFresh extends LitElement {
  static override styles = css`
    :host([stale]) {
      color: var(--amber);
      font-weight: 550;
    }
  `;

  /** An instant, ISO 8601. */
  @property({ attribute: false }) accessor at: string | null | undefined;
  @property({ type: Boolean, reflect: true }) accessor stale = false;
  @property() accessor lead = '';
  @property() accessor tail = '';
  @property() accessor never = '';
  #unfollow = () => {};

  override connectedCallback() {
    super.connectedCallback();
    this.#unfollow = follow(this);
  }

  override disconnectedCallback() {
    super.disconnectedCallback();
    this.#unfollow();
  }

  override render() {
    if (!this.at) return this.never || nothing;
    const words = [this.lead, ago(this.at, Date.now()), this.tail].filter(Boolean).join(' ');
    return html`<time datetime=${this.at}>${words}</time>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lb-fresh': LbFresh;
  }
}
