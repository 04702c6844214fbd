import { ApiError, sentenceOf, wasCancelled } from '#web/api.ts';
import { setPassword } from '#web/state/credentials.ts';
import { base } from '#web/ui/base.ts';
import '#web/ui/lb-button.ts';
import '#web/ui/lb-check.ts';
import '#web/ui/lb-dialog.ts';
import '#web/ui/lb-field.ts';
import type { LbField } from '#web/ui/lb-field.ts';
import { toast } from '#web/ui/lb-toast.ts';
import { LitElement, html, nothing } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { securityStyles } from './security-styles.ts';

const tokensHint =
  'Where somebody may have known your password. Programs of your own need new tokens then.';

/** Setting or changing the password. */
@customElement('lb-security-password')
export class LbSecurityPassword extends LitElement {
  static override styles = [base, securityStyles];

  @property() accessor email = '';
  @property({ type: Boolean }) accessor has = false;
  @state() private accessor open = false;
  @state() private accessor busy = false;
  @query('lb-field') private accessor field!: LbField | null;

  override render() {
    const label = this.has ? 'Change the password' : 'Set a password';
    return html`<div class="part">
      <p class="muted">
        ${
          this.has
            ? 'It signs you in on any device, also where your passkeys are not at hand.'
            : 'You have none. With one you can sign in where your passkeys are not at hand.'
        }
      </p>
      <lb-button label="${label} …" @click=${() => (this.open = true)}></lb-button>
      <lb-dialog heading=${label} .open=${this.open} @lb-close=${this.#close}>
        ${this.open ? this.#form() : nothing}
        <lb-button slot="footer" label="Cancel" @click=${this.#close}></lb-button>
        <lb-button
          slot="footer"
          type="submit"
          form="password"
          kind="primary"
          label=${label}
          .busy=${this.busy}
        ></lb-button>
      </lb-dialog>
    </div>`;
  }

  #form() {
    return html`<form id="password" class="stack" @submit=${this.#save}>
      <input
        type="text"
        name="username"
        autocomplete="username"
        .value=${this.email}
        readonly
        hidden
      />
      <lb-field
        label="New password"
        name="password"
        type="password"
        autocomplete="new-password"
        minlength="10"
        maxlength="200"
        hint="At least 10 characters. A few words in a row are good."
        required
        autofocus
      ></lb-field>
      <lb-check name="endTokens" label="End my API tokens too" hint=${tokensHint}></lb-check>
      <p class="small muted">Wherever else you are signed in, you are signed out.</p>
    </form>`;
  }

  #close = () => {
    this.open = false;
  };

  #save = async (event: SubmitEvent) => {
    event.preventDefault();
    if (this.busy) return;
    const given = new FormData(event.target as HTMLFormElement);
    const [password, endTokens] = [String(given.get('password')), given.has('endTokens')];
    const had = this.has;
    this.busy = true;
    try {
      await setPassword(password, endTokens);
      this.open = false;
      const tokens = endTokens ? ' Your API tokens have ended.' : '';
      toast(`${had ? 'The password is changed.' : 'The password is set.'}${tokens}`);
    } catch (error) {
      if (!wasCancelled(error)) this.#explain(error);
    } finally {
      this.busy = false;
    }
  };

  #explain(error: unknown) {
    const about = error instanceof ApiError && error.field === 'password';
    if (!about || !this.field) return toast(sentenceOf(error), { failed: true });
    this.field.error = sentenceOf(error);
    this.field.focus();
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lb-security-password': LbSecurityPassword;
  }
}
