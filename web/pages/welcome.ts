import { LitElement, html } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { ApiError, sentenceOf } from '#web/api.ts';
import { go } from '#web/state/address.ts';
import { queries } from '#web/state/client.ts';
import { session, signInWithCode } from '#web/state/session.ts';
import { berry } from '#web/ui/berry.ts';
import '#web/ui/lb-button.ts';

/**
 * Where a one-time address leads: it signs the reader in with the code of its fragment, which no
 * server log ever sees, and takes the code out of the history.
 */
@customElement('lb-page-welcome')
export class PageWelcome extends LitElement {
  @state() private accessor error: unknown = null;
  @state() private accessor busy = true;
  #code = '';

  override createRenderRoot() {
    return this;
  }

  override connectedCallback() {
    super.connectedCallback();
    this.#code = new URLSearchParams(location.hash.slice(1)).get('code') ?? '';
    history.replaceState(history.state, '', location.pathname);
    void this.#enter();
  }

  #enter = async () => {
    if (!this.#code) {
      this.error = new ApiError('not_found', 'The address has no code in it.');
      this.busy = false;
      return;
    }
    this.busy = true;
    try {
      await signInWithCode(this.#code);
      go('/', { replace: true });
    } catch (error) {
      // Whoever opens the address a second time in the same browser is signed in already.
      const who = await queries.fetchQuery(session()).catch(() => null);
      if (who?.state === 'signed_in') return go('/', { replace: true });
      this.error = error;
      this.busy = false;
    }
  };

  override render() {
    return html`<div class="door">
      <p class="brand">${berry}Ledgerberry</p>
      ${
        this.busy
          ? html`<h1>Welcome</h1>
              <p class="muted" role="status">Signing you in …</p>`
          : this.#failed()
      }
    </div>`;
  }

  #failed() {
    const unreachable = this.error instanceof ApiError && this.error.code === 'unreachable';
    if (unreachable) {
      return html`<h1>Ledgerberry does not answer</h1>
        <p class="muted" role="alert">${sentenceOf(this.error)}</p>
        <p><lb-button kind="primary" label="Try again" @click=${this.#enter}></lb-button></p>`;
    }
    return html`<h1>This address does not sign you in</h1>
      <p role="alert">${sentenceOf(this.error)}</p>
      <p class="muted">
        Such an address works once and for a short time. Start the server again to have it print a
        new one, or sign in with your e-mail and password.
      </p>
      <p><lb-button kind="primary" href="/sign-in" label="Sign in"></lb-button></p>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lb-page-welcome': PageWelcome;
  }
}
