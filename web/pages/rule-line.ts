import type { Rule } from '#server/contract/rules.ts';
import { base } from '#web/ui/base.ts';
import '#web/ui/lb-button.ts';
import '#web/ui/lb-check.ts';
import '#web/ui/lb-menu.ts';
import { ArrowDown, ArrowUp, History, Trash2 } from 'lucide';
import { LitElement, css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';

/** What somebody wants of a rule. */
export type RuleWish = 'edit' | 'on' | 'off' | 'up' | 'down' | 'apply' | 'remove';

/** One rule in its place. Emits `lb-wish`. */
@customElement('lb-rule-line')
export class LbRuleLine extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        padding-block: 12px;
      }
      .off p {
        color: var(--ink-2);
      }
      p {
        overflow-wrap: anywhere;
      }
      .does::first-letter,
      .when::first-letter {
        text-transform: uppercase;
      }
      .does {
        font-weight: 600;
      }
      .line {
        flex-wrap: nowrap;
        gap: 0;
        padding-top: 4px;
      }
      .line lb-check {
        margin-inline-end: auto;
      }
    `,
  ];

  @property({ attribute: false }) accessor of: Rule | undefined;
  /** Its place, from 1. */
  @property({ type: Number }) accessor number = 1;
  @property({ type: Boolean }) accessor last = false;

  override render() {
    const { of, number, last } = this;
    if (!of) return nothing;
    const { says, on, stop } = of;
    return html`<div class=${on ? '' : 'off'}>
      <p class="does">${says.does}</p>
      <p class="when small">when ${says.when}${stop ? '; no later rule is looked at' : ''}</p>
      <div class="line">
        <lb-check
          label="On"
          .checked=${on}
          @change=${(event: Event) =>
            this.#wish((event.target as HTMLInputElement).checked ? 'on' : 'off')}
        ></lb-check>
        <lb-button
          bare
          kind="plain"
          label="Move up"
          .name=${`Move rule ${number} up`}
          .icon=${ArrowUp}
          .disabled=${number === 1}
          @click=${() => this.#wish('up')}
        ></lb-button>
        <lb-button
          bare
          kind="plain"
          label="Move down"
          .name=${`Move rule ${number} down`}
          .icon=${ArrowDown}
          .disabled=${last}
          @click=${() => this.#wish('down')}
        ></lb-button>
        <lb-button
          kind="plain"
          label="Change"
          .name=${`Change rule ${number}`}
          @click=${() => this.#wish('edit')}
        ></lb-button>
        <lb-menu
          label="More for rule ${number}"
          .items=${[
            {
              id: 'apply',
              label: 'Use it on the past',
              icon: History,
              hint: 'In one step, which can be undone',
            },
            {
              id: 'remove',
              label: 'Delete',
              icon: Trash2,
              danger: true,
              hint: 'What it has done stays',
            },
          ]}
          @lb-choose=${({ detail }: CustomEvent<RuleWish>) => this.#wish(detail)}
        ></lb-menu>
      </div>
    </div>`;
  }

  #wish(detail: RuleWish) {
    this.dispatchEvent(new CustomEvent('lb-wish', { detail }));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lb-rule-line': LbRuleLine;
  }
}
