import { LitElement, html } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import './lb-button.ts';
import './lb-field.ts';
import type { LbField } from './lb-field.ts';

/**
 * The second step of signing in, as a field `code` of the form around it: the digits of an app, or
 * in their place a recovery code. It stands in the scope of its owner, who wears `base`.
 */
@customElement('lb-code-field')
export class LbCodeField extends LitElement {
  @property() accessor error = '';
  @state() private accessor recovery = false;

  override createRenderRoot() {
    return this;
  }

  get #field() {
    return this.querySelector<LbField>('lb-field');
  }

  protected override async getUpdateComplete() {
    const done = await super.getUpdateComplete();
    await this.#field?.updateComplete;
    return done;
  }

  override focus(options?: FocusOptions) {
    this.#field?.focus(options);
  }

  override render() {
    const { recovery } = this;
    return html`<lb-field
        name="code"
        label=${recovery ? 'Recovery code' : 'Code from your app'}
        hint=${
          recovery
            ? 'One of those you saved when you set up the app. Each works once.'
            : 'The six digits it shows now.'
        }
        .keyboard=${recovery ? 'text' : 'numeric'}
        .autocomplete=${recovery ? 'off' : 'one-time-code'}
        maxlength="40"
        error=${this.error}
        required
        @input=${this.#onInput}
      ></lb-field>
      <lb-button
        kind="plain"
        label=${recovery ? 'Use the code from your app' : 'Use a recovery code'}
        @click=${this.#swap}
      ></lb-button>`;
  }

  #onInput = () => {
    this.error = '';
  };

  #swap = async () => {
    this.recovery = !this.recovery;
    this.error = '';
    if (this.#field) this.#field.value = '';
    await this.updateComplete;
    this.focus();
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'lb-code-field': LbCodeField;
  }
}
