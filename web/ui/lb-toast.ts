import { Undo2, X } from 'lucide';
import { LitElement, css, html, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { base } from './base.ts';
import { focused } from './focused.ts';
import './lb-button.ts';

export interface ToastOptions {
  /** Given: the toast offers to take back what it reports. */
  undo?: () => unknown;
  /** Given: it is a failure, in amber, and stays until it is closed. */
  failed?: boolean;
}

interface Toast extends ToastOptions {
  id: number;
  message: string;
  left: number;
}

let host: LbToasts | undefined;
let made = 0;

const become = (toasts: LbToasts) => {
  host = toasts;
};

const timeOf = ({ undo }: ToastOptions) => (undo ? 10_000 : 6_000);

/** Says in a sentence what has happened: `toast('Moved to Groceries', { undo: () => … })`. */
export function toast(message: string, options: ToastOptions = {}): void {
  host?.add({ ...options, id: ++made, message, left: timeOf(options) });
}

// Whatever lies outside an open modal dialog cannot be reached, so the toasts move into it, to the
// place it has for them.
export function bringToasts(dialog: HTMLElement): void {
  host?.move(dialog);
}

/** To the dialog below, where there is one. */
export function sendToastsHome(dialog: HTMLElement, below?: HTMLElement): void {
  if (host?.parentElement === dialog) host.move(below ?? null);
}

/**
 * Where toasts appear, once per page: a polite live region above everything, or in a row of its own
 * in an open dialog. The time of a toast stands still while the pointer or the focus is on it, and
 * while the page is not seen; it begins anew with every Tab, so that the keyboard can reach it.
 */
@customElement('lb-toasts')
export class LbToasts extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        position: fixed;
        inset: auto var(--panel-width, 0px) calc(var(--bar) + 16px + env(safe-area-inset-bottom))
          var(--rail-width, 0px);
        width: fit-content;
        max-width: min(
          440px,
          calc(100vw - var(--rail-width, 0px) - var(--panel-width, 0px) - 32px)
        );
        margin: 0 auto;
        padding: 0;
        border: 0;
        background: none;
        overflow: visible;
        color: var(--ink);
      }
      :host([slot]) {
        position: static;
        width: auto;
        max-width: none;
        margin: 0;
      }
      .region {
        display: grid;
        gap: 8px;
      }
      :host([slot]) .toast {
        margin-inline: 20px;
        box-shadow: none;
      }
      :host([slot]) .toast:last-child {
        margin-bottom: 16px;
      }
      .toast {
        display: flex;
        align-items: center;
        gap: 4px;
        padding: 6px 6px 6px 16px;
        border-radius: var(--radius);
        background: light-dark(oklch(0.27 0.02 45), oklch(0.92 0.01 75));
        color: light-dark(oklch(0.98 0.005 75), oklch(0.22 0.02 45));
        box-shadow: 0 6px 24px oklch(0.2 0.02 50 / 0.22);
        animation: come var(--motion) ease-out;
      }
      .toast.failed {
        background: var(--amber-soft);
        color: var(--amber);
        outline: 1px solid var(--amber-line);
      }
      @keyframes come {
        from {
          translate: 0 8px;
          opacity: 0;
        }
      }
      p {
        flex: 1;
        padding-block: 6px;
        overflow-wrap: anywhere;
      }
      .button[data-kind='plain'] {
        color: inherit;
        text-decoration: underline;
        text-underline-offset: 3px;
      }
      .button[data-kind='plain']:hover {
        color: inherit;
        background: oklch(0.6 0.02 50 / 0.3);
      }
      :focus-visible {
        outline-color: currentColor;
      }
    `,
  ];

  @state() private accessor toasts: readonly Toast[] = [];
  #timer: ReturnType<typeof setInterval> | undefined;
  #held = false;
  /** What had the focus before a toast had it. */
  #from: HTMLElement | null = null;

  override connectedCallback() {
    super.connectedCallback();
    become(this);
    this.popover = this.slot ? null : 'manual';
    document.addEventListener('keydown', this.#onKey, true);
    this.addEventListener('pointerenter', this.#hold);
    this.addEventListener('pointerleave', this.#release);
    this.addEventListener('focusin', this.#hold);
    this.addEventListener('focusout', this.#release);
    if (this.toasts.length) this.#raise();
  }

  override disconnectedCallback() {
    super.disconnectedCallback();
    document.removeEventListener('keydown', this.#onKey, true);
  }

  add(one: Toast) {
    this.toasts = [...this.toasts.slice(-2), one];
    this.#raise();
    this.#timer ??= setInterval(this.#tick, 250);
  }

  /** Into a dialog, or with null back to the page. */
  move(dialog: HTMLElement | null) {
    this.#held = false;
    if (dialog) this.slot = 'toasts';
    else this.removeAttribute('slot');
    // At its head: what its owner puts there and takes away again goes up to the end.
    if (dialog) dialog.prepend(this);
    else document.body.append(this);
  }

  override render() {
    return html`<div class="region" role="status" aria-live="polite" aria-relevant="additions">
      ${repeat(
        this.toasts,
        ({ id }) => id,
        (one) =>
          html`<div class="toast ${one.failed ? 'failed' : ''}">
            <p>${one.message}</p>
            ${
              one.undo
                ? html`<lb-button
                    kind="plain"
                    label="Undo"
                    .icon=${Undo2}
                    @click=${() => this.#undo(one)}
                  ></lb-button>`
                : nothing
            }
            <lb-button
              kind="plain"
              bare
              label="Close this message"
              .icon=${X}
              @click=${() => this.#drop(one)}
            ></lb-button>
          </div>`,
      )}
    </div>`;
  }

  /** To the top of the top layer, above a dialog that was opened after the last toast. */
  #raise() {
    if (!this.isConnected || this.slot) return;
    if (this.matches(':popover-open')) this.hidePopover();
    this.showPopover();
  }

  #tick = () => {
    if (this.#held || document.hidden) return;
    const left = this.toasts.map((one) => (one.failed ? one : { ...one, left: one.left - 250 }));
    const kept = left.filter((one) => one.left > 0);
    if (kept.length < this.toasts.length) this.#keep(kept);
    else for (const [i, one] of left.entries()) Object.assign(this.toasts[i] ?? {}, one);
  };

  #keep(toasts: readonly Toast[]) {
    this.toasts = toasts;
    if (toasts.length) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#held = false;
    if (this.matches(':popover-open')) this.hidePopover();
  }

  #drop(one: Toast) {
    const focus = (this.renderRoot as ShadowRoot).activeElement !== null;
    this.#keep(this.toasts.filter(({ id }) => id !== one.id));
    if (focus) void this.updateComplete.then(this.#giveBack);
  }

  /** To the next toast, or to where the focus was before. */
  #giveBack = () => {
    const next = this.renderRoot.querySelector<HTMLElement>('button') ?? this.#from;
    if (next?.isConnected) next.focus();
  };

  #onKey = ({ key }: KeyboardEvent) => {
    if (key !== 'Tab' || this.toasts.length === 0) return;
    this.#remember();
    for (const one of this.toasts) one.left = timeOf(one);
  };

  #remember() {
    const at = focused();
    if (at && at.getRootNode() !== this.renderRoot) this.#from = at;
  }

  #undo(one: Toast) {
    this.#drop(one);
    void one.undo?.();
  }

  #hold = ({ type }: Event) => {
    if (type === 'pointerenter') this.#remember();
    this.#held = true;
  };

  #release = () => {
    this.#held = false;
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'lb-toasts': LbToasts;
  }
}
