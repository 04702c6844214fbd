import { KeyRound } from 'lucide';
import { LitElement, html, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { ApiError, sentenceOf } from './api.ts';
import { queries, Watch } from './state/client.ts';
import { confirmWithPassword, credentials } from './state/credentials.ts';
import { canUsePasskeys, confirmWithPasskey } from './state/passkeys.ts';
import { session } from './state/session.ts';
import { Countdown } from './ui/countdown.ts';
import { wait } from './ui/format.ts';
import './ui/lb-button.ts';
import type { LbButton } from './ui/lb-button.ts';
import './ui/lb-code-field.ts';
import type { LbCodeField } from './ui/lb-code-field.ts';
import './ui/lb-dialog.ts';
import './ui/lb-field.ts';
import type { LbField } from './ui/lb-field.ts';
import './ui/lb-notice.ts';

let asking: Promise<boolean> | undefined;

/**
 * Asks whoever sits there to prove that it is they. Calls that wait at the same time wait for the
 * one answer: `true` once they have proved it, `false` where they would not.
 */
export function confirmIdentity(): Promise<boolean> {
  asking ??= ask().finally(() => {
    asking = undefined;
  });
  return asking;
}

async function ask(): Promise<boolean> {
  const dialog = document.createElement('lb-confirm');
  document.body.append(dialog);
  const proved = await dialog.ask();
  // The dialog closes first: what had the focus gets it back.
  await dialog.updateComplete;
  dialog.remove();
  return proved;
}

/**
 * “Please confirm that it is you”: with a passkey where there is one, else with the password. It
 * stands in the document itself, where password managers look for it.
 */
@customElement('lb-confirm')
export class LbConfirm extends LitElement {
  @state() private accessor open = false;
  /** What the person has to prove it with. */
  @state() private accessor has = { passkey: false, password: true, code: false };
  @state() private accessor byPassword = false;
  @state() private accessor busy: 'passkey' | 'password' | '' = '';
  @state() private accessor problem = '';
  readonly #session = new Watch(this, session);
  readonly #countdown = new Countdown(this);
  #answer = (_proved: boolean) => {};

  override createRenderRoot() {
    return this;
  }

  async ask(): Promise<boolean> {
    // Where it cannot be learned the password is asked for, which everybody but a few have.
    const keys = await queries.fetchQuery(credentials()).catch(() => null);
    if (keys) {
      const passkey = keys.passkeys.length > 0 && !keys.noPasskeys && canUsePasskeys();
      this.has = { passkey, password: keys.password, code: keys.totp };
    }
    this.byPassword = !this.has.passkey;
    this.open = true;
    void this.updateComplete.then(this.#focusFirst);
    return new Promise((resolve) => {
      this.#answer = resolve;
    });
  }

  override disconnectedCallback() {
    super.disconnectedCallback();
    this.#answer(false);
  }

  override willUpdate() {
    // Who is signed out meanwhile has nothing to confirm any more.
    if (this.open && this.#session.data?.state === 'signed_out') this.#end(false);
  }

  override render() {
    const { passkey, password } = this.has;
    return html`<lb-dialog
      heading="Please confirm that it is you"
      .open=${this.open}
      @lb-close=${() => this.#end(false)}
    >
      <div class="stack">
        <p class="muted">
          What you are about to do is for you alone, not for whoever finds this device open.
        </p>
        ${
          this.problem
            ? html`<lb-notice kind="attention" urgent>${this.problem}</lb-notice>`
            : nothing
        }
        ${passkey || password ? nothing : this.#neither()}
        ${password && this.byPassword ? this.#form() : nothing}
      </div>
      <lb-button slot="footer" label="Cancel" @click=${() => this.#end(false)}></lb-button>
      ${passkey ? this.#passkey(password) : nothing}
      ${password && this.byPassword ? this.#password() : nothing}
    </lb-dialog>`;
  }

  #passkey(password: boolean) {
    return html`${
        password && !this.byPassword
          ? html`<lb-button
              slot="footer"
              label="Use your password instead"
              @click=${this.#preferPassword}
            ></lb-button>`
          : nothing
      }<lb-button
        slot="footer"
        kind=${this.byPassword ? 'quiet' : 'primary'}
        label="Use your passkey"
        .icon=${KeyRound}
        .busy=${this.busy === 'passkey'}
        @click=${this.#withPasskey}
      ></lb-button>`;
  }

  #password() {
    const { left } = this.#countdown;
    return html`<lb-button
      slot="footer"
      type="submit"
      form="confirm-form"
      kind="primary"
      label=${left ? `Try again in ${wait(left)}` : 'Confirm'}
      ?disabled=${left > 0}
      .busy=${this.busy === 'password'}
    ></lb-button>`;
  }

  #neither() {
    return html`<p>
      You have neither a password nor a passkey that works in this browser. Sign out and in again:
      for ten minutes after that you are not asked.
    </p>`;
  }

  #form() {
    const who = this.#session.data;
    return html`<form id="confirm-form" class="stack" @submit=${this.#withPassword}>
      <input
        type="text"
        name="username"
        autocomplete="username"
        .value=${who?.state === 'signed_in' ? who.member.email : ''}
        readonly
        hidden
      />
      <lb-field
        label="Password"
        name="password"
        type="password"
        autocomplete="current-password"
        required
      ></lb-field>
      ${this.has.code ? html`<lb-code-field></lb-code-field>` : nothing}
    </form>`;
  }

  #focusFirst = async () => {
    const first =
      this.querySelector<LbField>('lb-field') ??
      this.querySelector<LbButton>('lb-button[kind=primary]');
    await first?.updateComplete;
    first?.focus();
  };

  #preferPassword = async () => {
    this.byPassword = true;
    this.problem = '';
    await this.updateComplete;
    await this.#focusFirst();
  };

  #withPasskey = () => this.#try('passkey', confirmWithPasskey);

  #withPassword = async (event: SubmitEvent) => {
    event.preventDefault();
    const given = new FormData(event.target as HTMLFormElement);
    const password = String(given.get('password'));
    const code = String(given.get('code') ?? '').trim();
    await this.#try('password', () => confirmWithPassword(password, code));
  };

  async #try(way: 'passkey' | 'password', confirm: () => Promise<void>) {
    if (this.busy) return;
    this.busy = way;
    this.problem = '';
    try {
      await confirm();
      this.#end(true);
    } catch (error) {
      await this.#explain(error);
    } finally {
      this.busy = '';
    }
  }

  async #explain(error: unknown) {
    const { code, field, retryAfter } = error instanceof ApiError ? error : {};
    if (code === 'unauthenticated') return this.#end(false);
    if (code === 'second_factor') this.has = { ...this.has, code: true };
    if (code === 'too_many_requests') this.#countdown.start(retryAfter ?? 30);
    await this.updateComplete;
    const at =
      field === 'code'
        ? this.querySelector<LbCodeField>('lb-code-field')
        : this.querySelector<LbField>(`lb-field[name="${field}"]`);
    if (!at) {
      this.problem = sentenceOf(error);
      return;
    }
    at.error = code === 'second_factor' ? '' : sentenceOf(error);
    await at.updateComplete;
    at.focus();
  }

  #end(proved: boolean) {
    this.open = false;
    this.#answer(proved);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lb-confirm': LbConfirm;
  }
}
