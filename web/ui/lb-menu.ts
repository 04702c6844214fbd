import { EllipsisVertical } from 'lucide';
import type { IconNode } from 'lucide';
import { LitElement, css, html, nothing } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import { base } from './base.ts';
import './lb-icon.ts';
import { place } from './place.ts';

export interface MenuItem {
  id: string;
  label: string;
  icon?: IconNode;
  /** Set apart and in red: it takes something away. */
  danger?: boolean;
  disabled?: boolean;
  /** One quiet line below the label. */
  hint?: string;
}

/**
 * A button that opens a menu. `label` names it (`More for Chase`); with `text` the button shows
 * that text instead of three dots. Emits `lb-choose` with the item's id as `detail`.
 */
@customElement('lb-menu')
export class LbMenu extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: inline-block;
      }
      [popover] {
        position: fixed;
        inset: auto;
        margin: 0;
        padding: 6px;
        min-width: 200px;
        max-width: min(320px, calc(100vw - 16px));
        border: 1px solid var(--line);
        border-radius: var(--radius);
        background: var(--card);
        color: var(--ink);
        box-shadow: 0 8px 32px oklch(0.2 0.02 50 / 0.16);
      }
      [role='menuitem'] {
        display: grid;
        grid-template-columns: auto 1fr;
        gap: 2px 10px;
        align-items: center;
        width: 100%;
        min-height: max(40px, var(--target));
        padding: 6px 10px;
        border: 0;
        border-radius: 7px;
        background: none;
        text-align: start;
        cursor: pointer;
      }
      [role='menuitem']:hover,
      [role='menuitem']:focus-visible {
        background: var(--hover);
      }
      [role='menuitem'][aria-disabled='true'] {
        color: var(--ink-3);
        cursor: default;
      }
      .danger {
        color: var(--red);
      }
      .text {
        grid-column: 2;
      }
      .hint {
        grid-column: 2;
        font-size: var(--t-small);
        color: var(--ink-2);
      }
    `,
  ];

  @property() accessor label = 'More';
  @property() accessor text = '';
  @property({ attribute: false }) accessor icon: IconNode = EllipsisVertical;
  @property({ attribute: false }) accessor items: readonly MenuItem[] = [];
  @query('.button') private accessor button!: HTMLButtonElement;
  @query('[popover]') private accessor popup!: HTMLElement;

  override render() {
    return html`<button
        class="button"
        type="button"
        data-kind=${this.text ? 'quiet' : 'plain'}
        ?data-bare=${!this.text}
        aria-haspopup="menu"
        aria-expanded="false"
        aria-label=${this.label}
        popovertarget="menu"
        @keydown=${this.#onButtonKey}
      >
        ${this.text}<lb-icon .icon=${this.icon}></lb-icon>
      </button>
      <div
        id="menu"
        popover
        role="menu"
        aria-label=${this.label}
        @toggle=${this.#onToggle}
        @keydown=${this.#onKey}
      >
        ${this.items.map(
          (item) =>
            html`<button
              role="menuitem"
              type="button"
              tabindex="-1"
              class=${item.danger ? 'danger' : ''}
              aria-disabled=${item.disabled ? 'true' : nothing}
              @click=${() => this.#choose(item)}
            >
              ${item.icon ? html`<lb-icon .icon=${item.icon}></lb-icon>` : nothing}
              <span class="text">${item.label}</span>
              ${item.hint ? html`<span class="hint">${item.hint}</span>` : nothing}
            </button>`,
        )}
      </div>`;
  }

  override focus(options?: FocusOptions) {
    this.button.focus(options);
  }

  get #all() {
    return [...this.popup.querySelectorAll<HTMLElement>('[role=menuitem]')];
  }

  #onToggle = (event: ToggleEvent) => {
    const open = event.newState === 'open';
    this.button.setAttribute('aria-expanded', String(open));
    if (!open) return;
    place(this.popup, this.button, 'end');
    this.#all[0]?.focus();
  };

  #onButtonKey = (event: KeyboardEvent) => {
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
    event.preventDefault();
    this.popup.showPopover();
    if (event.key === 'ArrowUp') queueMicrotask(() => this.#all.at(-1)?.focus());
  };

  #onKey = (event: KeyboardEvent) => {
    const all = this.#all;
    const at = all.indexOf(this.shadowRoot?.activeElement as HTMLElement);
    const to = {
      ArrowDown: (at + 1) % all.length,
      ArrowUp: (at - 1 + all.length) % all.length,
      Home: 0,
      End: all.length - 1,
    }[event.key];
    if (to !== undefined) {
      event.preventDefault();
      all[to]?.focus();
    } else if (event.key === 'Escape' || event.key === 'Tab') {
      if (event.key === 'Escape') event.preventDefault();
      event.stopPropagation();
      this.popup.hidePopover();
      this.button.focus();
    } else if (event.key.length === 1) {
      const letter = event.key.toLowerCase();
      const next = [...all.slice(at + 1), ...all].find((one) =>
        one.textContent?.trim().toLowerCase().startsWith(letter),
      );
      next?.focus();
    }
  };

  #choose(item: MenuItem) {
    if (item.disabled) return;
    this.popup.hidePopover();
    this.button.focus();
    this.dispatchEvent(new CustomEvent('lb-choose', { detail: item.id, bubbles: true }));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lb-menu': LbMenu;
  }
}
