import type { ShareLevel, Sharing } from '#server/contract/sharing.ts';
import { LitElement, css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { base } from './base.ts';
import './lb-chip.ts';
import { levelChips, levelStyles } from './level-chips.ts';
import { exceptionWords, namedLevel, onlyMe, withLevel } from './sharing-words.ts';
import type { Person } from './sharing-words.ts';

/**
 * How an account is shared, to be chosen: what the household sees of it, and behind a disclosure
 * what somebody sees by name. Emits `lb-share` with the `Sharing` as detail when something is
 * pressed: a choice of privacy is never made by walking past it with an arrow key.
 */
@customElement('lb-sharing')
export class LbSharing extends LitElement {
  static override styles = [
    base,
    levelStyles,
    css`
      :host {
        display: grid;
        gap: 4px;
        grid-template-columns: minmax(0, 1fr);
      }
      summary {
        display: flex;
        align-items: center;
        width: fit-content;
        min-height: max(28px, var(--target));
        color: var(--ink-2);
        font-size: var(--t-small);
        cursor: pointer;
      }
      summary::before {
        content: '';
        width: 6px;
        height: 6px;
        margin-inline: 2px 10px;
        border: solid currentcolor;
        border-width: 0 2px 2px 0;
        rotate: -45deg;
      }
      [open] > summary::before {
        rotate: 45deg;
      }
      .people {
        display: grid;
        gap: 12px;
        padding: 4px 0 8px;
      }
      .people b {
        display: block;
        margin-bottom: 6px;
        font-weight: 550;
      }
    `,
  ];

  /** What is shared, for names: `Checking`. */
  @property() accessor of = '';
  @property({ attribute: false }) accessor value: Sharing = onlyMe;
  /** Somebody else has connected it as well, and sees it whatever is chosen here. */
  @property({ type: Boolean }) accessor joint = false;
  /** Who sees what by that stands beside it already. */
  @property({ type: Boolean }) accessor explained = false;
  /** It was never said: what holds until then is chosen only when it is pressed. */
  @property({ type: Boolean }) accessor undecided = false;
  /** Everybody else in the household. */
  @property({ attribute: false }) accessor others: readonly Person[] = [];

  override render() {
    const { value, others } = this;
    const except = this.explained ? '' : exceptionWords(value, others);
    return html`${levelChips({
        name: `What the household sees of ${this.of}`,
        joint: this.joint,
        level: value.household,
        choose: (household) => this.#choose({ ...value, household }),
      })}
      ${except ? html`<p class="small">${except}</p>` : nothing}
      <details>
        <summary>Choose per person<span class="sr"> for ${this.of}</span></summary>
        <ul class="people">
          ${others.map((one) => html`<li>${this.#person(one)}</li>`)}
        </ul>
      </details>`;
  }

  #person(one: Person) {
    const viewer = one.role === 'viewer';
    const named = namedLevel(this.value, one);
    const choice = (label: string, level: ShareLevel | null) =>
      html`<lb-chip
        label=${label}
        ?pressed=${named === level}
        @click=${() => this.#choose(withLevel(this.value, one, level))}
      ></lb-chip>`;
    return html`<b
        >${one.name}${viewer ? html` <span class="small muted">viewer</span>` : nothing}</b
      >
      <div class="levels" role="group" aria-label=${`What ${one.name} sees of ${this.of}`}>
        ${
          // A viewer is not meant by the household: nothing said is nothing seen.
          viewer
            ? choice('Nothing', null)
            : html`${choice('Like the household', null)} ${choice('Nothing', 'none')}`
        }
        ${choice('Balance only', 'balances')} ${choice('Everything', 'full')}
      </div>`;
  }

  #choose(detail: Sharing) {
    const same = JSON.stringify(detail) === JSON.stringify(this.value);
    if (same && !this.undecided) return;
    this.dispatchEvent(new CustomEvent('lb-share', { detail, bubbles: true }));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lb-sharing': LbSharing;
  }
}
