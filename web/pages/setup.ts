import { LitElement, html, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { ApiError, sentenceOf } from '#web/api.ts';
import { setUp } from '#web/state/session.ts';
import { berry } from '#web/ui/berry.ts';
import '#web/ui/lb-button.ts';
import '#web/ui/lb-field.ts';
import type { LbField } from '#web/ui/lb-field.ts';
import '#web/ui/lb-notice.ts';
import {
  currencyChoices,
  deviceTimeZone,
  likelyCurrency,
  timeZoneChoices,
} from '#web/ui/regions.ts';

const codeHint =
  'When the server started it printed an address in its terminal. The code is the part behind ' +
  '“code=”.';

/**
 * The first run: the owner of the household. Its code comes in the fragment of the address the
 * server printed, or is typed from there.
 */
@customElement('lb-page-setup')
export class PageSetup extends LitElement {
  @state() private accessor busy = false;
  @state() private accessor problem = '';
  @state() private accessor code = '';
  readonly #zone = deviceTimeZone();
  readonly #currency = likelyCurrency(navigator.language);

  override createRenderRoot() {
    return this;
  }

  override connectedCallback() {
    super.connectedCallback();
    this.code = new URLSearchParams(location.hash.slice(1)).get('code') ?? '';
    // The code is a key: it shall not stay in the address and in the history.
    if (location.hash) history.replaceState(history.state, '', location.pathname);
  }

  override render() {
    return html`<div class="door">
      <p class="brand">${berry}Ledgerberry</p>
      <h1>Welcome. Whose household is this?</h1>
      <p class="muted">
        Ledgerberry runs on this machine and keeps its data here. You are its owner, and connect the
        first bank.
      </p>
      <form class="stack" @submit=${this.#onSubmit}>
        ${
          this.problem
            ? html`<lb-notice kind="attention" urgent>${this.problem}</lb-notice>`
            : nothing
        }
        ${this.code ? nothing : this.#codeField()}
        <lb-field
          label="Name of the household"
          name="household"
          autocomplete="off"
          placeholder="The Andersons"
          maxlength="80"
          required
        ></lb-field>
        <lb-field
          label="Your name"
          name="name"
          autocomplete="name"
          maxlength="80"
          required
        ></lb-field>
        <lb-field
          label="E-mail"
          name="email"
          type="email"
          autocomplete="username"
          hint="Used only to sign in; nothing is ever sent to it."
          required
        ></lb-field>
        <lb-field
          label="Password"
          name="password"
          type="password"
          autocomplete="new-password"
          minlength="10"
          hint="At least 10 characters. A few words in a row are good."
          required
        ></lb-field>
        <lb-select
          label="Time zone"
          name="timeZone"
          value=${this.#zone}
          hint="It decides when a day and a month begin."
          .options=${timeZoneChoices(this.#zone)}
        ></lb-select>
        <lb-select
          label="Currency"
          name="currency"
          value=${this.#currency}
          hint="Totals are shown in it first; other currencies stand beside it."
          .options=${currencyChoices(this.#currency)}
        ></lb-select>
        <lb-button
          type="submit"
          kind="primary"
          label="Create the household"
          .busy=${this.busy}
        ></lb-button>
      </form>
    </div>`;
  }

  #codeField() {
    return html`<lb-field
      label="Set-up code"
      name="code"
      autocomplete="one-time-code"
      hint=${codeHint}
      required
    ></lb-field>`;
  }

  #onSubmit = async (event: SubmitEvent) => {
    event.preventDefault();
    if (this.busy) return;
    const given = Object.fromEntries(new FormData(event.target as HTMLFormElement)) as Record<
      'household' | 'name' | 'email' | 'password' | 'timeZone' | 'currency' | 'code',
      string
    >;
    this.busy = true;
    this.problem = '';
    try {
      await setUp({ ...given, code: this.code || given.code });
    } catch (error) {
      await this.#explain(error);
    } finally {
      this.busy = false;
    }
  };

  async #explain(error: unknown) {
    const name = error instanceof ApiError ? error.field : undefined;
    // A code from the address that is refused can be typed again.
    if (name === 'code') this.code = '';
    await this.updateComplete;
    const field = [...this.querySelectorAll<LbField>('lb-field, lb-select')].find(
      (one) => one.name === name,
    );
    if (!field) {
      this.problem = sentenceOf(error);
      return;
    }
    field.error = sentenceOf(error);
    field.focus();
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lb-page-setup': PageSetup;
  }
}
