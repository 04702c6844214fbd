import { X } from 'lucide';
import { LitElement, css, html } from 'lit';
import type { PropertyValues } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import { base } from './base.ts';
import { focused } from './focused.ts';
import './lb-button.ts';
import { bringToasts, sendToastsHome } from './lb-toast.ts';

const wide = '(min-width: 1100px)';

/** Those that are open over the page, the last on top: one may ask while another waits. */
const modals: LbDialog[] = [];

/**
 * A native dialog: a sheet from below on phones, a card in the middle elsewhere. With `panel` it is
 * a panel at the right-hand side from 1100 px on, beside the page and not over it.
 *
 * Properties down, events up: its owner sets `open`, and takes it back on `lb-close` (Escape, the
 * cross, the ground behind it). What is slotted as `footer` stays at its lower edge, and toasts
 * come between it and the content, so that they cover neither. Focus goes into it, and back to
 * where it came from when it closes.
 */
@customElement('lb-dialog')
export class LbDialog extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: contents;
      }
      dialog {
        position: fixed;
        inset: auto 0 0 0;
        /* Above the bar of places, also where it is a panel and not modal. */
        z-index: 6;
        width: 100%;
        max-width: 560px;
        max-height: min(88dvh, 900px);
        margin: 0 auto;
        padding: 0;
        border: 1px solid var(--line);
        border-radius: var(--radius-card) var(--radius-card) 0 0;
        background: var(--card);
        color: var(--ink);
        box-shadow: 0 -8px 40px oklch(0.2 0.02 50 / 0.18);
        overflow: hidden;
      }
      dialog[open] {
        display: flex;
        flex-direction: column;
        animation: rise var(--motion) ease-out;
      }
      dialog:focus {
        outline: none;
      }
      dialog::backdrop {
        background: oklch(0.2 0.02 50 / 0.38);
      }
      @keyframes rise {
        from {
          translate: 0 12px;
          opacity: 0;
        }
      }
      .head {
        display: flex;
        align-items: center;
        justify-content: space-between;
        gap: 12px;
        padding: 12px 12px 8px 20px;
      }
      .body {
        overflow: auto;
        overscroll-behavior: contain;
        padding: 4px 20px 20px;
        flex: 1;
      }
      .foot {
        display: flex;
        flex-wrap: wrap;
        justify-content: flex-end;
        gap: 8px;
        padding: 0 20px calc(16px + env(safe-area-inset-bottom));
      }
      .foot:not(.filled) {
        display: none;
      }
      @media (min-width: 700px) {
        dialog {
          inset: 0;
          width: min(560px, calc(100vw - 48px));
          height: fit-content;
          margin: auto;
          border-radius: var(--radius-card);
        }
      }
      @media (min-width: 1100px) {
        :host([panel]) dialog {
          inset: 0 0 0 auto;
          width: var(--panel, 420px);
          max-width: none;
          height: 100dvh;
          max-height: none;
          margin: 0;
          border-width: 0 0 0 1px;
          border-radius: 0;
          box-shadow: none;
        }
        :host([panel]) dialog[open] {
          animation-name: slide;
        }
        @keyframes slide {
          from {
            translate: 12px 0;
            opacity: 0;
          }
        }
      }
    `,
  ];

  @property({ type: Boolean }) accessor open = false;
  @property() accessor heading = '';
  @property({ type: Boolean, reflect: true }) accessor panel = false;
  @query('dialog') private accessor dialog!: HTMLDialogElement | null;

  readonly #wide = matchMedia(wide);
  #from: HTMLElement | null = null;

  override connectedCallback() {
    super.connectedCallback();
    this.#wide.addEventListener('change', this.#onWidth);
  }

  override disconnectedCallback() {
    super.disconnectedCallback();
    this.#wide.removeEventListener('change', this.#onWidth);
    this.#hide();
  }

  override render() {
    return html`<dialog
      aria-labelledby="heading"
      tabindex="-1"
      @cancel=${this.#onCancel}
      @keydown=${this.#onKey}
      @click=${this.#onClick}
    >
      <div class="head">
        <h2 id="heading">${this.heading}</h2>
        <lb-button bare kind="plain" label="Close" .icon=${X} @click=${this.#ask}></lb-button>
      </div>
      <div class="body"><slot></slot></div>
      <slot name="toasts"></slot>
      <div class="foot"><slot name="footer" @slotchange=${this.#onFooter}></slot></div>
    </dialog>`;
  }

  override updated(changed: PropertyValues<this>) {
    if (!changed.has('open')) return;
    if (this.open) this.#show();
    else this.#hide();
  }

  get #beside() {
    return this.panel && this.#wide.matches;
  }

  #show() {
    if (!this.dialog || this.dialog.open) return;
    this.#from = focused();
    if (this.#beside) {
      this.dialog.show();
      document.documentElement.toggleAttribute('data-panel', true);
    } else {
      this.dialog.showModal();
      modals.push(this);
      document.documentElement.toggleAttribute('data-modal', true);
      bringToasts(this);
    }
    // The browser picks the cross, the first control there is; the content is what was asked for.
    (this.querySelector<HTMLElement>('[autofocus]') ?? this.dialog).focus();
  }

  #hide() {
    if (!this.dialog?.open) return;
    if (modals.includes(this)) modals.splice(modals.indexOf(this), 1);
    else document.documentElement.toggleAttribute('data-panel', false);
    sendToastsHome(this, modals.at(-1));
    document.documentElement.toggleAttribute('data-modal', modals.length > 0);
    this.dialog.close();
    if (this.#from?.isConnected) this.#from.focus();
    this.#from = null;
  }

  #onWidth = () => {
    if (!this.panel || !this.dialog?.open) return;
    const from = this.#from;
    this.#hide();
    this.#show();
    this.#from = from;
  };

  #ask = () => {
    this.dispatchEvent(new CustomEvent('lb-close', { bubbles: true, composed: true }));
  };

  // The owner closes it, so that the address and the dialog always say the same.
  #onCancel = (event: Event) => {
    if (event.target !== this.dialog) return;
    event.preventDefault();
    this.#ask();
  };

  #onKey = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || !this.#beside || event.defaultPrevented) return;
    event.preventDefault();
    event.stopPropagation();
    this.#ask();
  };

  #onClick = (event: MouseEvent) => {
    if (!this.dialog || event.target !== this.dialog || this.#beside) return;
    const box = this.dialog.getBoundingClientRect();
    const inside =
      event.clientX >= box.left &&
      event.clientX <= box.right &&
      event.clientY >= box.top &&
      event.clientY <= box.bottom;
    if (!inside) this.#ask();
  };

  #onFooter = (event: Event) => {
    const slot = event.target as HTMLSlotElement;
    slot.parentElement?.classList.toggle('filled', slot.assignedElements().length > 0);
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'lb-dialog': LbDialog;
  }
}
