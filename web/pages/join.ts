import { ApiError, sentenceOf } from '#web/api.ts';
import { go } from '#web/state/address.ts';
import { Watch } from '#web/state/client.ts';
import { joinHousehold, lookAtInvitation } from '#web/state/members.ts';
import type { InvitationLook } from '#web/state/members.ts';
import { canUsePasskeys, joinWithPasskey } from '#web/state/passkeys.ts';
import { session, signOut } from '#web/state/session.ts';
import { berry } from '#web/ui/berry.ts';
import { dayLong } from '#web/ui/format.ts';
import '#web/ui/lb-button.ts';
import '#web/ui/lb-field.ts';
import type { LbField } from '#web/ui/lb-field.ts';
import '#web/ui/lb-notice.ts';
import { aRole, roleToYou } from '#web/ui/role-words.ts';
import { KeyRound } from 'lucide';
import { LitElement, html, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';

const passwordHint =
  'At least 10 characters. Three or four words that have nothing to do with each other are easy ' +
  'to keep and hard to guess. Your name, or a password that many people use, is not accepted.';

const passkeyHint =
  'A passkey signs you in with your fingerprint, your face, or the code that unlocks your device. ' +
  'There is nothing to invent and nothing to remember.';

/**
 * Where an invitation leads: who invites to what, and a sign-in of one's own. Its code comes in the
 * fragment of the address, which no server log sees; it leaves the address bar at once, and is
 * kept nowhere.
 */
@customElement('lb-page-join')
export class PageJoin extends LitElement {
  @state() private accessor look: InvitationLook | undefined;
  @state() private accessor error: unknown = null;
  @state() private accessor busy = false;
  @state() private accessor problem = '';
  /** They would rather have a password than a passkey. */
  @state() private accessor byPassword = false;
  readonly #session = new Watch(this, session);
  #code = '';

  override createRenderRoot() {
    return this;
  }

  override connectedCallback() {
    super.connectedCallback();
    this.#take();
    // An invitation that is opened while this page is open changes nothing but the fragment.
    addEventListener('hashchange', this.#take);
  }

  override disconnectedCallback() {
    super.disconnectedCallback();
    removeEventListener('hashchange', this.#take);
    this.#code = '';
  }

  #take = () => {
    const code = location.hash.slice(1);
    if (this.#code && !code) return;
    this.#code = code;
    if (code) history.replaceState(history.state, '', location.pathname);
    void this.#see();
  };

  #see = async () => {
    this.look = undefined;
    this.error = null;
    const code = this.#code;
    try {
      if (!code) throw new ApiError('not_found', 'The address has no invitation in it.');
      const look = await lookAtInvitation(code);
      if (code === this.#code) this.look = look;
    } catch (error) {
      if (code === this.#code) this.error = error;
    }
  };

  override render() {
    return html`<div class="door">
      <p class="brand">${berry}Ledgerberry</p>
      ${
        this.error
          ? this.#failed(this.error)
          : this.look
            ? this.#invited(this.look)
            : this.#waiting()
      }
    </div>`;
  }

  #waiting() {
    return html`<h1>Your invitation</h1>
      <p class="muted" role="status">Looking at it …</p>`;
  }

  #failed(error: unknown) {
    const code = error instanceof ApiError ? error.code : undefined;
    if (code === 'unreachable' || code === 'too_many_requests' || code === 'internal') {
      return html`<h1>Ledgerberry does not answer</h1>
        <p class="muted" role="alert">${sentenceOf(error)}</p>
        <p><lb-button kind="primary" label="Try again" @click=${this.#see}></lb-button></p>`;
    }
    const empty = code === 'not_found';
    return html`<h1>${empty ? 'Open your invitation again' : 'This invitation is over'}</h1>
      <p role="alert">${sentenceOf(error)}</p>
      <p class="muted">
        ${
          empty
            ? 'Open the whole address once more as you were given it, or scan its code again.'
            : 'Whoever invited you can make another one in a minute: under More, Household.'
        }
      </p>
      <p><lb-button href="/sign-in" label="I have a sign-in already"></lb-button></p>`;
  }

  #invited(look: InvitationLook) {
    const { household, invitedBy, role, name, expiresAt } = look;
    const who = this.#session.data;
    return html`<h1>${name ? `Welcome, ${name}` : 'Welcome'}</h1>
      <p>${invitedBy} invites you to <b>${household}</b> as ${aRole(role)}. ${roleToYou(role)}</p>
      <p class="small muted">
        The invitation works once, until ${dayLong(expiresAt)}. What you do here stays on this
        household’s own machine.
      </p>
      ${who?.state === 'signed_in' ? this.#somebody(who.member.name) : this.#form(look)}`;
  }

  /** The household has one sign-in per browser: another one's must end first. */
  #somebody(name: string) {
    return html`<lb-notice kind="attention">
        This browser is signed in as ${name}. To join as somebody else, sign out here first, or open
        the invitation on your own device.
      </lb-notice>
      ${
        this.problem
          ? html`<lb-notice kind="attention" urgent>${this.problem}</lb-notice>`
          : nothing
      }
      <lb-button
        label="Sign out ${name} and go on"
        .busy=${this.busy}
        @click=${this.#signOut}
      ></lb-button>`;
  }

  /**
   * A passkey is nothing to invent and nothing to keep: it is offered first where it can be had.
   */
  get #byPasskey(): boolean {
    return !this.byPassword && this.look?.noPasskeys === null && canUsePasskeys();
  }

  #form({ name, noPasskeys }: InvitationLook) {
    return html`<form class="stack" @submit=${this.#onSubmit}>
      ${
        this.problem
          ? html`<lb-notice kind="attention" urgent>${this.problem}</lb-notice>`
          : nothing
      }
      <lb-field
        label="Your name"
        name="name"
        autocomplete="name"
        value=${name ?? ''}
        maxlength="80"
        hint="As the others know you."
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
      ${this.#byPasskey ? this.#passkey() : this.#password(noPasskeys === null && canUsePasskeys())}
    </form>`;
  }

  #passkey() {
    return html`<p class="small muted">${passkeyHint}</p>
      <lb-button
        type="submit"
        kind="primary"
        label="Join with a passkey"
        .icon=${KeyRound}
        .busy=${this.busy}
      ></lb-button>
      <lb-button
        kind="plain"
        label="Choose a password instead"
        @click=${() => (this.byPassword = true)}
      ></lb-button>`;
  }

  #password(orPasskey: boolean) {
    return html`<lb-field
        label="Password"
        name="password"
        type="password"
        autocomplete="new-password"
        minlength="10"
        hint=${passwordHint}
        required
      ></lb-field>
      <lb-button type="submit" kind="primary" label="Join" .busy=${this.busy}></lb-button>
      ${
        orPasskey
          ? html`<lb-button
              kind="plain"
              label="Use a passkey instead"
              @click=${() => (this.byPassword = false)}
            ></lb-button>`
          : nothing
      }`;
  }

  #signOut = async () => {
    this.busy = true;
    this.problem = '';
    try {
      await signOut();
    } catch (error) {
      this.problem = sentenceOf(error);
    } finally {
      this.busy = false;
    }
  };

  #onSubmit = async (event: SubmitEvent) => {
    event.preventDefault();
    if (this.busy) return;
    const form = new FormData(event.target as HTMLFormElement);
    const text = (name: string) => String(form.get(name) ?? '');
    const given = { code: this.#code, name: text('name'), email: text('email') };
    this.busy = true;
    this.problem = '';
    try {
      if (this.#byPasskey) await joinWithPasskey(given);
      else await joinHousehold({ ...given, password: text('password') });
      go('/first-steps', { replace: true });
    } catch (error) {
      await this.#explain(error);
    } finally {
      this.busy = false;
    }
  };

  async #explain(error: unknown) {
    const { code, field: name } = error instanceof ApiError ? error : {};
    if (code === 'gone') {
      this.error = error;
      return;
    }
    await this.updateComplete;
    const field = [...this.querySelectorAll<LbField>('lb-field')].find((one) => one.name === name);
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
    'lb-page-join': PageJoin;
  }
}
