import { KeyRound } from 'lucide';
import { LitElement, html, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { ApiError, sentenceOf } from '#web/api.ts';
import { Watch } from '#web/state/client.ts';
import {
  canUsePasskeys,
  offersPasskeys,
  signInWithPasskey,
  stopOffering,
} from '#web/state/passkeys.ts';
import { hasEnded, hasParted, session, signIn } from '#web/state/session.ts';
import { berry } from '#web/ui/berry.ts';
import { Countdown } from '#web/ui/countdown.ts';
import '#web/ui/lb-button.ts';
import '#web/ui/lb-check.ts';
import '#web/ui/lb-code-field.ts';
import type { LbCodeField } from '#web/ui/lb-code-field.ts';
import '#web/ui/lb-field.ts';
import '#web/ui/lb-notice.ts';
import { wait } from '#web/ui/format.ts';

/** A passkey is asked for anew before the server has forgotten that it asked. */
const offerAgain = 4 * 60_000;

/** What the server says to a passkey that was picked. */
const refusals: ReadonlySet<string> = new Set(['wrong_credentials', 'gone', 'too_many_requests']);

/** Signing in. It stands in the document itself, where password managers look for it. */
@customElement('lb-page-sign-in')
export class PageSignIn extends LitElement {
  @state() private accessor busy: 'password' | 'passkey' | '' = '';
  @state() private accessor problem = '';
  /** What was given lets nobody in: neither who mistypes nor who belongs here no more. */
  @state() private accessor unknown = false;
  /** The password was right, and the second step is asked for. */
  @state() private accessor second = false;
  readonly #session = new Watch(this, session);
  readonly #countdown = new Countdown(this);
  #offering: ReturnType<typeof setInterval> | undefined;

  override createRenderRoot() {
    return this;
  }

  override connectedCallback() {
    super.connectedCallback();
    void this.#beginToOffer();
  }

  override disconnectedCallback() {
    super.disconnectedCallback();
    if (this.#offering) void stopOffering();
    clearInterval(this.#offering);
    this.#offering = undefined;
  }

  override render() {
    const { left } = this.#countdown;
    return html`<div class="door">
      <p class="brand">${berry}Ledgerberry</p>
      <h1>Sign in</h1>
      ${this.#greeting()}
      <form class="stack" @submit=${this.#onSubmit}>
        ${
          this.problem
            ? html`<lb-notice kind="attention" urgent>${this.problem}</lb-notice>`
            : nothing
        }
        ${
          this.unknown
            ? html`<p class="small muted">
                Whoever does not belong to the household any more is not let in either. One of its
                owners can invite you again.
              </p>`
            : nothing
        }
        <lb-field
          label="E-mail"
          name="email"
          type="email"
          autocomplete=${canUsePasskeys() ? 'username webauthn' : 'username'}
          required
        ></lb-field>
        <lb-field
          label="Password"
          name="password"
          type="password"
          autocomplete="current-password"
          required
        ></lb-field>
        ${this.second ? html`<lb-code-field></lb-code-field>` : nothing}
        <lb-check
          name="shared"
          label="This is a shared computer"
          hint="You are signed out when the browser is closed, or after half an hour."
        ></lb-check>
        <lb-button
          type="submit"
          kind="primary"
          label=${left ? `Try again in ${wait(left)}` : 'Sign in'}
          ?disabled=${left > 0}
          .busy=${this.busy === 'password'}
        ></lb-button>
        ${
          canUsePasskeys()
            ? html`<lb-button
                class="wide"
                label="Sign in with a passkey"
                .icon=${KeyRound}
                .busy=${this.busy === 'passkey'}
                @click=${this.#onPasskey}
              ></lb-button>`
            : nothing
        }
      </form>
    </div>`;
  }

  #greeting() {
    const who = this.#session.data;
    const demo = who?.state === 'signed_out' && who.demo;
    return html`${
      hasParted()
        ? html`<lb-notice kind="info">
            You do not belong to this household any more. Nothing of it is kept in this browser. If
            that is a mistake, talk to one of its owners, who can invite you again.
          </lb-notice>`
        : nothing
    }
    ${
      hasEnded()
        ? html`<lb-notice kind="info">
            Your session has ended: it was ended on another device, or not used for a while. Sign in
            to go on where you were.
          </lb-notice>`
        : nothing
    }
    ${
      demo
        ? html`<p class="muted">
            This is the demo household. Sign in as nora@demo.example or theo@demo.example with the
            password ledgerberry-demo. The address that the server printed when it started signs you
            in as well, once.
          </p>`
        : nothing
    }`;
  }

  #onSubmit = async (event: SubmitEvent) => {
    event.preventDefault();
    const given = new FormData(event.target as HTMLFormElement);
    const text = (name: string) => String(given.get(name) ?? '');
    const code = text('code').trim();
    await this.#try('password', () =>
      signIn({
        email: text('email'),
        password: text('password'),
        shared: this.#shared(),
        ...(code ? { code } : {}),
      }),
    );
  };

  #onPasskey = async () => {
    await this.#try('passkey', () => signInWithPasskey({ shared: this.#shared, offered: false }));
    if (this.isConnected) void this.#offer();
  };

  #shared = () => this.querySelector('lb-check')?.checked ?? false;

  async #try(way: 'password' | 'passkey', enter: () => Promise<void>) {
    if (this.busy) return;
    this.busy = way;
    this.problem = '';
    this.unknown = false;
    try {
      await enter();
    } catch (error) {
      await this.#explain(error);
    } finally {
      this.busy = '';
    }
  }

  async #explain(error: unknown) {
    const { code, field, retryAfter } = error instanceof ApiError ? error : {};
    if (code === 'too_many_requests') this.#countdown.start(retryAfter ?? 30);
    if (code === 'second_factor') {
      this.second = true;
      await this.updateComplete;
    }
    const second = this.querySelector<LbCodeField>('lb-code-field');
    if (field === 'code' && second) {
      second.error = code === 'second_factor' ? '' : sentenceOf(error);
      await second.updateComplete;
      second.querySelector('input')?.select();
      return;
    }
    this.problem = sentenceOf(error);
    this.unknown = code === 'wrong_credentials';
    if (code === 'wrong_credentials' && this.busy === 'password') {
      this.querySelector<HTMLInputElement>('input[name=password]')?.select();
    }
  }

  /** Passkeys among what the browser fills into the field of the e-mail address. */
  async #beginToOffer() {
    await this.updateComplete;
    if (!(await offersPasskeys()) || !this.isConnected) return;
    this.#offering = setInterval(this.#offer, offerAgain);
    await this.#offer();
  }

  #offer = async () => {
    if (!this.#offering || this.busy || document.hidden) return;
    try {
      await signInWithPasskey({ shared: this.#shared, offered: true });
    } catch (error) {
      // Nobody has asked for it yet: only what comes of a passkey that was picked is worth a word.
      const code = error instanceof ApiError ? error.code : '';
      if (!refusals.has(code)) return;
      this.problem = sentenceOf(error);
      this.unknown = code === 'wrong_credentials';
    }
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'lb-page-sign-in': PageSignIn;
  }
}
