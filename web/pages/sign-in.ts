import { LitElement, html, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { ApiError, sentenceOf } from '#web/api.ts';
import { Watch } from '#web/state/client.ts';
import { session, signIn } from '#web/state/session.ts';
import { berry } from '#web/ui/berry.ts';
import '#web/ui/lb-button.ts';
import '#web/ui/lb-field.ts';
import '#web/ui/lb-notice.ts';
import { wait } from '#web/ui/format.ts';

/** Signing in. It stands in the document itself, where password managers look for it. */
@customElement('lb-page-sign-in')
export class PageSignIn extends LitElement {
  @state() private accessor busy = false;
  @state() private accessor problem = '';
  /** Seconds until the server listens again. */
  @state() private accessor wait = 0;
  readonly #session = new Watch(this, session);
  #countdown: ReturnType<typeof setInterval> | undefined;

  override createRenderRoot() {
    return this;
  }

  override disconnectedCallback() {
    super.disconnectedCallback();
    clearInterval(this.#countdown);
  }

  override render() {
    const who = this.#session.data;
    return html`<div class="door">
      <p class="brand">${berry}Ledgerberry</p>
      <h1>Sign in</h1>
      ${
        who?.state === 'signed_out' && who.demo
          ? html`<p class="muted">
              This is the demo household. Sign in as nora@demo.example or theo@demo.example with the
              password ledgerberry-demo. The address that the server printed when it started signs
              you in as well, once.
            </p>`
          : nothing
      }
      <form class="stack" @submit=${this.#onSubmit}>
        ${
          this.problem
            ? html`<lb-notice kind="attention" urgent>${this.problem}</lb-notice>`
            : nothing
        }
        <lb-field
          label="E-mail"
          name="email"
          type="email"
          autocomplete="username"
          required
        ></lb-field>
        <lb-field
          label="Password"
          name="password"
          type="password"
          autocomplete="current-password"
          required
        ></lb-field>
        <lb-button
          type="submit"
          kind="primary"
          label=${this.wait ? `Try again in ${wait(this.wait)}` : 'Sign in'}
          ?disabled=${this.wait > 0}
          .busy=${this.busy}
        ></lb-button>
      </form>
    </div>`;
  }

  #onSubmit = async (event: SubmitEvent) => {
    event.preventDefault();
    if (this.busy) return;
    const form = event.target as HTMLFormElement;
    const given = Object.fromEntries(new FormData(form)) as Record<'email' | 'password', string>;
    this.busy = true;
    this.problem = '';
    try {
      await signIn(given.email, given.password);
    } catch (error) {
      this.problem = sentenceOf(error);
      if (error instanceof ApiError && error.code === 'too_many_requests') {
        this.#countDown(error.retryAfter ?? 30);
      } else if (error instanceof ApiError && error.code === 'wrong_credentials') {
        this.querySelector<HTMLInputElement>('input[name=password]')?.select();
      }
    } finally {
      this.busy = false;
    }
  };

  #countDown(seconds: number) {
    const until = Date.now() + seconds * 1000;
    clearInterval(this.#countdown);
    const tick = () => {
      this.wait = Math.max(0, Math.ceil((until - Date.now()) / 1000));
      if (this.wait > 0) return;
      clearInterval(this.#countdown);
      this.problem = '';
    };
    this.#countdown = setInterval(tick, 1000);
    tick();
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lb-page-sign-in': PageSignIn;
  }
}
