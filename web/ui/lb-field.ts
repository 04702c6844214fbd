import { CircleAlert, Eye, EyeOff } from 'lucide';
import { LitElement, html, nothing } from 'lit';
import type { PropertyValues, TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { ifDefined } from 'lit/directives/if-defined.js';
import { live } from 'lit/directives/live.js';
import './lb-button.ts';
import './lb-icon.ts';

let made = 0;

/** What fields have in common: a label above, a hint below, and the error beside them in words. */
abstract class Field extends LitElement {
  @property() accessor label = '';
  @property() accessor name = '';
  @property() accessor value = '';
  @property() accessor hint = '';
  /** A sentence fragment as the server sends it (`is missing`) or a whole sentence. */
  @property() accessor error = '';
  @property({ type: Boolean }) accessor required = false;
  /** Set by the browser's own checking until the person types again. */
  @state() protected accessor invalid = '';

  protected readonly fieldId = `field-${++made}`;

  override createRenderRoot() {
    return this;
  }

  override focus(options?: FocusOptions) {
    this.control?.focus(options);
  }

  get control() {
    return this.querySelector<HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement>('.input');
  }

  protected get message(): string {
    const text = this.error || this.invalid;
    return /^[a-z]/.test(text) ? `${this.label} ${text}.` : text;
  }

  protected get describedBy(): string | undefined {
    const ids = [
      ...(this.message ? [`${this.fieldId}-error`] : []),
      ...(this.hint ? [`${this.fieldId}-hint`] : []),
    ];
    return ids.length ? ids.join(' ') : undefined;
  }

  protected frame(control: TemplateResult) {
    return html`<div class="field" @invalid=${{ handleEvent: this.#onInvalid, capture: true }}>
      <label for=${this.fieldId}>${this.label}</label>
      ${control}
      ${
        this.message
          ? html`<p class="error" id="${this.fieldId}-error">
              <lb-icon .icon=${CircleAlert}></lb-icon><span>${this.message}</span>
            </p>`
          : nothing
      }
      ${this.hint ? html`<p class="hint" id="${this.fieldId}-hint">${this.hint}</p>` : nothing}
    </div>`;
  }

  protected onInput = (event: Event) => {
    this.value = (event.target as HTMLInputElement).value;
    this.invalid = '';
    this.error = '';
  };

  // The browser's bubble hides what it points at; its sentence goes below the field instead.
  #onInvalid = (event: Event) => {
    event.preventDefault();
    const control = event.target as HTMLInputElement;
    this.invalid = control.validity.valueMissing ? 'is missing' : control.validationMessage;
    if (control.form?.querySelector('.input:invalid') === control) control.focus();
  };
}

/**
 * A labelled input or, with `multiline`, a text area. The control stands in the scope of its
 * owner (which wears `base`): it is part of the form around it, password managers see it, and its
 * `input` and `change` events bubble as they are. Passwords can be looked at.
 */
@customElement('lb-field')
export class LbField extends Field {
  @property() accessor type = 'text';
  @property() accessor autocomplete: string | undefined;
  @property({ attribute: 'inputmode' }) accessor keyboard: string | undefined;
  @property() accessor placeholder: string | undefined;
  @property({ type: Number }) accessor minlength: number | undefined;
  @property({ type: Number }) accessor maxlength: number | undefined;
  @property() accessor min: string | undefined;
  @property() accessor max: string | undefined;
  @property() accessor pattern: string | undefined;
  @property({ type: Boolean }) accessor multiline = false;
  /** Suggestions of the browser's own list, such as time zones. */
  @property({ attribute: false }) accessor suggestions: readonly string[] = [];
  @state() private accessor shown = false;

  override render() {
    if (this.multiline) return this.frame(this.#area());
    if (this.type !== 'password') return this.frame(this.#input(this.type));
    return this.frame(
      html`<div class="with-end">
        ${this.#input(this.shown ? 'text' : 'password')}
        <lb-button
          class="end"
          bare
          kind="plain"
          .icon=${this.shown ? EyeOff : Eye}
          label=${this.shown ? 'Hide password' : 'Show password'}
          @click=${() => (this.shown = !this.shown)}
        ></lb-button>
      </div>`,
    );
  }

  #input(type: string) {
    return html`<input
        class="input"
        id=${this.fieldId}
        name=${this.name}
        type=${type}
        .value=${live(this.value)}
        autocomplete=${ifDefined(this.autocomplete as AutoFill | undefined)}
        inputmode=${ifDefined(this.keyboard)}
        placeholder=${ifDefined(this.placeholder)}
        minlength=${ifDefined(this.minlength)}
        maxlength=${ifDefined(this.maxlength)}
        min=${ifDefined(this.min)}
        max=${ifDefined(this.max)}
        pattern=${ifDefined(this.pattern)}
        ?required=${this.required}
        list=${ifDefined(this.suggestions.length ? `${this.fieldId}-list` : undefined)}
        spellcheck=${type === 'text' && !this.autocomplete ? nothing : 'false'}
        autocapitalize=${type === 'email' || this.type === 'password' ? 'none' : nothing}
        aria-invalid=${this.message ? 'true' : nothing}
        aria-describedby=${ifDefined(this.describedBy)}
        @input=${this.onInput}
      />${
        this.suggestions.length
          ? html`<datalist id="${this.fieldId}-list">
              ${this.suggestions.map((one) => html`<option value=${one}></option>`)}
            </datalist>`
          : nothing
      }`;
  }

  #area() {
    return html`<textarea
      class="input"
      id=${this.fieldId}
      name=${this.name}
      .value=${live(this.value)}
      placeholder=${ifDefined(this.placeholder)}
      maxlength=${ifDefined(this.maxlength)}
      ?required=${this.required}
      aria-invalid=${this.message ? 'true' : nothing}
      aria-describedby=${ifDefined(this.describedBy)}
      @input=${this.onInput}
    ></textarea>`;
  }
}

export interface SelectOption {
  value: string;
  label: string;
  /** Options of one group stand together under its name. */
  group?: string;
}

/** A labelled native select: the best there is on a phone. `options` in their order. */
@customElement('lb-select')
export class LbSelect extends Field {
  @property({ attribute: false }) accessor options: readonly SelectOption[] = [];

  override render() {
    return this.frame(
      html`<select
        class="input"
        id=${this.fieldId}
        name=${this.name}
        ?required=${this.required}
        aria-invalid=${this.message ? 'true' : nothing}
        aria-describedby=${ifDefined(this.describedBy)}
        @change=${this.onInput}
      >
        ${[...Map.groupBy(this.options, ({ group }) => group)].map(([group, options]) =>
          group
            ? html`<optgroup label=${group}>${options.map(this.#option)}</optgroup>`
            : options.map(this.#option),
        )}
      </select>`,
    );
  }

  #option = ({ value, label }: SelectOption) =>
    html`<option value=${value} ?selected=${value === this.value}>${label}</option>`;

  override updated(changed: PropertyValues) {
    super.updated(changed);
    if (this.control && this.control.value !== this.value) this.control.value = this.value;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lb-field': LbField;
    'lb-select': LbSelect;
  }
}
