import { ApiError, sentenceOf, wasCancelled } from '#web/api.ts';
import { beginTotp, removeTotp, renewRecoveryCodes, verifyTotp } from '#web/state/credentials.ts';
import type { TotpBegun } from '#web/state/credentials.ts';
import { base } from '#web/ui/base.ts';
import { plural } from '#web/ui/format.ts';
import '#web/ui/lb-button.ts';
import '#web/ui/lb-dialog.ts';
import '#web/ui/lb-field.ts';
import type { LbField } from '#web/ui/lb-field.ts';
import '#web/ui/lb-notice.ts';
import '#web/ui/lb-sure.ts';
import { toast } from '#web/ui/lb-toast.ts';
import { Smartphone } from 'lucide';
import { LitElement, css, html, nothing } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import './security-codes.ts';
import type { LbRecoveryCodes } from './security-codes.ts';
import { setUpApp, setUpStyles } from './security-app-setup.ts';
import { securityStyles } from './security-styles.ts';

/** What one dialog at a time is open about. */
type Asking = 'set_up' | 'codes' | 'renew' | 'remove' | '';

/** The second step after the password: an app on the phone, and codes for when it is lost. */
@customElement('lb-security-app')
export class LbSecurityApp extends LitElement {
  static override styles = [
    base,
    securityStyles,
    setUpStyles,
    css`
      .on {
        font-weight: 550;
      }
    `,
  ];

  @property() accessor email = '';
  @property({ type: Boolean }) accessor on = false;
  @property({ type: Boolean }) accessor password = false;
  @property({ type: Number }) accessor codesLeft = 0;
  @state() private accessor asking: Asking = '';
  @state() private accessor busy = false;
  @state() private accessor begun: TotpBegun | undefined;
  @state() private accessor codes: readonly string[] = [];
  @state() private accessor lead = '';
  @query('form') private accessor form!: HTMLFormElement | null;
  @query('lb-recovery-codes') private accessor sheet!: LbRecoveryCodes | null;

  override render() {
    return html`<div class="part">
      ${this.on ? this.#isOn() : this.#isOff()} ${this.#setUpDialog()} ${this.#codesDialog()}
      ${this.#renewDialog()} ${this.#removeDialog()}
    </div>`;
  }

  #isOff() {
    return html`<p class="muted">
        After your password you are asked for six digits that an app on your phone shows. Who learns
        your password alone does not get in. Any authenticator app will do.
        ${this.password ? nothing : 'A passkey needs no second step, and you have no password.'}
      </p>
      <lb-button
        label="Set up an app …"
        .icon=${Smartphone}
        .busy=${this.busy && !this.asking}
        @click=${this.#begin}
      ></lb-button>`;
  }

  #isOn() {
    const left = this.codesLeft;
    return html`<p>
        <span class="on">It is on:</span> after your password you are asked for the code from your
        app.
      </p>
      ${
        left > 3
          ? html`<p class="muted">
              ${plural(left, 'recovery code')} left, in case the app is lost.
            </p>`
          : html`<lb-notice kind="attention">
              ${left ? `Only ${plural(left, 'recovery code')} left.` : 'No recovery codes left.'}
              Without the app they are the only way in with your password. Make new ones.
            </lb-notice>`
      }
      <div class="line">
        <lb-button label="New recovery codes …" @click=${() => (this.asking = 'renew')}></lb-button>
        <lb-button
          kind="plain"
          label="Switch it off …"
          @click=${() => (this.asking = 'remove')}
        ></lb-button>
      </div>`;
  }

  #setUpDialog() {
    const open = this.asking === 'set_up';
    return html`<lb-dialog heading="Set up an app" .open=${open} @lb-close=${this.#close}>
      ${open && this.begun ? setUpApp(this.begun, this.#verify) : nothing}
      <lb-button slot="footer" label="Cancel" @click=${this.#close}></lb-button>
      <lb-button
        slot="footer"
        type="submit"
        form="set-up"
        kind="primary"
        label="Switch it on"
        .busy=${this.busy}
      ></lb-button>
    </lb-dialog>`;
  }

  #codesDialog() {
    const open = this.asking === 'codes';
    return html`<lb-dialog
      heading="Your recovery codes"
      .open=${open}
      @lb-close=${this.#closeSaved}
    >
      ${
        open
          ? html`<lb-recovery-codes
              lead=${this.lead}
              email=${this.email}
              .codes=${this.codes}
            ></lb-recovery-codes>`
          : nothing
      }
      <lb-button slot="footer" kind="primary" label="Done" @click=${this.#closeSaved}></lb-button>
    </lb-dialog>`;
  }

  #renewDialog() {
    return html`<lb-sure
      heading="Make new recovery codes?"
      label="Make new codes"
      kind="primary"
      .open=${this.asking === 'renew'}
      .busy=${this.busy}
      @lb-close=${this.#close}
      @lb-yes=${this.#renew}
    >
      <p>You get ten new codes. All earlier ones stop working at once.</p>
    </lb-sure>`;
  }

  #removeDialog() {
    return html`<lb-sure
      heading="Switch off the second step?"
      label="Switch it off"
      .open=${this.asking === 'remove'}
      .busy=${this.busy}
      @lb-close=${this.#close}
      @lb-yes=${this.#remove}
    >
      <p>
        From then on your password alone signs you in, and your recovery codes are gone. The entry
        in your app has no use any more.
      </p>
    </lb-sure>`;
  }

  #close = () => {
    this.asking = '';
    this.begun = undefined;
    this.codes = [];
  };

  /** The codes are shown this once: nobody shall lose them by a slip of the finger. */
  #closeSaved = () => {
    if (this.sheet?.saved ?? true) this.#close();
    else void this.sheet?.remind();
  };

  #begin = () =>
    this.#work(async () => {
      this.begun = await beginTotp();
      this.asking = 'set_up';
    });

  #verify = async (event: SubmitEvent) => {
    event.preventDefault();
    const code = String(new FormData(event.target as HTMLFormElement).get('code')).trim();
    await this.#work(async () => {
      this.#show(await verifyTotp(code), 'The second step is on.');
    });
  };

  #renew = () =>
    this.#work(async () =>
      this.#show(await renewRecoveryCodes(), 'The earlier codes work no more.'),
    );

  #remove = () =>
    this.#work(async () => {
      await removeTotp();
      this.#close();
      toast('The second step is off.');
    });

  #show(codes: readonly string[], lead: string) {
    this.codes = codes;
    this.lead = lead;
    this.asking = 'codes';
  }

  async #work(work: () => Promise<void>) {
    if (this.busy) return;
    this.busy = true;
    try {
      await work();
    } catch (error) {
      if (!wasCancelled(error)) this.#explain(error);
    } finally {
      this.busy = false;
    }
  }

  #explain(error: unknown) {
    const field = this.form?.querySelector<LbField>('lb-field');
    const about = error instanceof ApiError && error.field === 'code';
    if (!about || !field) return toast(sentenceOf(error), { failed: true });
    field.error = sentenceOf(error);
    field.querySelector('input')?.select();
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lb-security-app': LbSecurityApp;
  }
}
