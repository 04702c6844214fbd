import { sentenceOf, wasCancelled } from '#web/api.ts';
import type { Credentials } from '#web/state/credentials.ts';
import { addPasskey, canUsePasskeys, removePasskey } from '#web/state/passkeys.ts';
import { base } from '#web/ui/base.ts';
import { deviceName } from '#web/ui/device-name.ts';
import { moment } from '#web/ui/format.ts';
import '#web/ui/lb-button.ts';
import '#web/ui/lb-dialog.ts';
import '#web/ui/lb-field.ts';
import '#web/ui/lb-notice.ts';
import '#web/ui/lb-sure.ts';
import { toast } from '#web/ui/lb-toast.ts';
import { KeyRound, Trash2 } from 'lucide';
import { LitElement, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { securityStyles } from './security-styles.ts';

type Passkey = Credentials['passkeys'][number];

/** The passkeys one has, another one, and one less. */
@customElement('lb-security-passkeys')
export class LbSecurityPasskeys extends LitElement {
  static override styles = [base, securityStyles];

  @property() accessor timeZone = 'UTC';
  @property({ attribute: false }) accessor passkeys: readonly Passkey[] = [];
  /** Why none can be had at this address; null where one can. */
  @property({ attribute: false }) accessor why: string | null = null;
  @state() private accessor adding = false;
  @state() private accessor removing: Passkey | undefined;
  @state() private accessor busy = false;
  @state() private accessor problem = '';

  override render() {
    return html`<div class="part">
      <p class="muted">
        A passkey signs you in with your fingerprint, your face, or the code that unlocks your
        device. Nobody can guess it, and no false page can ask for it.
      </p>
      ${
        this.passkeys.length
          ? html`<ul class="rows">
              ${repeat(this.passkeys, ({ id }) => id, this.#row)}
            </ul>`
          : nothing
      }
      ${this.#more()} ${this.#addDialog()} ${this.#removeDialog()}
    </div>`;
  }

  #row = (passkey: Passkey) => {
    const { name, createdAt, lastUsedAt, backedUp } = passkey;
    const used = lastUsedAt ? `Last used ${moment(lastUsedAt, this.timeZone)}` : 'Not used yet';
    return html`<li>
      <div>
        <h3>${name}</h3>
        <p class="small muted">Added ${moment(createdAt, this.timeZone)} · ${used}</p>
        <p class="small muted">
          ${backedUp ? 'In your account at Apple, Google or the like' : 'On one device alone'}
        </p>
      </div>
      <lb-button
        kind="plain"
        label="Remove …"
        .name=${`Remove the passkey ${name}`}
        @click=${() => (this.removing = passkey)}
      ></lb-button>
    </li>`;
  };

  #more() {
    if (this.why) return html`<lb-notice>${this.why}</lb-notice>`;
    if (!canUsePasskeys()) {
      return html`<lb-notice>This browser knows no passkeys at this address.</lb-notice>`;
    }
    return html`<lb-button
      label="Add a passkey …"
      .icon=${KeyRound}
      @click=${() => (this.adding = true)}
    ></lb-button>`;
  }

  #addDialog() {
    return html`<lb-dialog heading="Add a passkey" .open=${this.adding} @lb-close=${this.#close}>
      ${
        this.adding
          ? html`<form id="add" class="stack" @submit=${this.#add}>
              ${
                this.problem
                  ? html`<lb-notice kind="attention" urgent>${this.problem}</lb-notice>`
                  : nothing
              }
              <lb-field
                label="Name"
                name="name"
                value=${deviceName(navigator.userAgent)}
                hint="For you, to tell your passkeys apart."
                autocomplete="off"
                maxlength="80"
                required
                autofocus
              ></lb-field>
              <p class="small muted">Your browser then asks where to keep it.</p>
            </form>`
          : nothing
      }
      <lb-button slot="footer" label="Cancel" @click=${this.#close}></lb-button>
      <lb-button
        slot="footer"
        type="submit"
        form="add"
        kind="primary"
        label="Continue"
        .busy=${this.busy}
      ></lb-button>
    </lb-dialog>`;
  }

  #removeDialog() {
    const { removing } = this;
    return html`<lb-sure
      heading="Remove the passkey?"
      label="Remove it"
      .icon=${Trash2}
      .open=${removing !== undefined}
      .busy=${this.busy}
      @lb-close=${this.#close}
      @lb-yes=${() => this.#remove(removing)}
    >
      <p>
        “${removing?.name}” does not sign you in any more. Your device still lists it: you can
        delete it there as well, among its passwords.
      </p>
    </lb-sure>`;
  }

  #close = () => {
    this.adding = false;
    this.removing = undefined;
    this.problem = '';
  };

  #add = async (event: SubmitEvent) => {
    event.preventDefault();
    if (this.busy) return;
    const name = String(new FormData(event.target as HTMLFormElement).get('name'));
    this.busy = true;
    this.problem = '';
    try {
      await addPasskey(name);
      this.#close();
      toast('The passkey is added. From now on it signs you in.');
    } catch (error) {
      this.problem = sentenceOf(error);
    } finally {
      this.busy = false;
    }
  };

  async #remove(passkey: Passkey | undefined) {
    if (!passkey || this.busy) return;
    this.busy = true;
    try {
      await removePasskey(passkey.id);
      this.#close();
      toast(`The passkey “${passkey.name}” is removed.`);
    } catch (error) {
      if (!wasCancelled(error)) toast(sentenceOf(error), { failed: true });
    } finally {
      this.busy = false;
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lb-security-passkeys': LbSecurityPasskeys;
  }
}
