import { LitElement, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';

let made = 0;

/**
 * A native checkbox with its label and a hint below. Like `lb-field` it stands in the scope of its
 * owner, who wears `base`: it belongs to the form around it, and its `change` event bubbles.
 */
@customElement('lb-check')
export class LbCheck extends LitElement {
  @property() accessor label = '';
  @property() accessor name = '';
  /** What the form says when it is ticked. */
  @property() accessor value = 'on';
  @property() accessor hint = '';
  @property({ type: Boolean }) accessor checked = false;
  @property({ type: Boolean }) accessor disabled = false;

  readonly #id = `check-${++made}`;

  override createRenderRoot() {
    return this;
  }

  override focus(options?: FocusOptions) {
    this.querySelector('input')?.focus(options);
  }

  override render() {
    return html`<div class="check">
      <input
        type="checkbox"
        id=${this.#id}
        name=${this.name}
        value=${this.value}
        .checked=${this.checked}
        ?disabled=${this.disabled}
        aria-describedby=${this.hint ? `${this.#id}-hint` : nothing}
        @change=${this.#onChange}
      />
      <label for=${this.#id}>${this.label}</label>
      ${this.hint ? html`<p class="hint" id="${this.#id}-hint">${this.hint}</p>` : nothing}
    </div>`;
  }

  #onChange = (event: Event) => {
    this.checked = (event.target as HTMLInputElement).checked;
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'lb-check': LbCheck;
  }
}
