import type { Role } from '#server/contract/session.ts';
import { sentenceOf, wasCancelled } from '#web/api.ts';
import { invite } from '#web/state/members.ts';
import type { Invited } from '#web/state/members.ts';
import { base } from '#web/ui/base.ts';
import { choiceStyles, choices } from '#web/ui/choice.ts';
import { moment } from '#web/ui/format.ts';
import '#web/ui/lb-button.ts';
import '#web/ui/lb-dialog.ts';
import '#web/ui/lb-field.ts';
import '#web/ui/lb-notice.ts';
import '#web/ui/lb-once.ts';
import '#web/ui/lb-qr.ts';
import { aRole, roles } from '#web/ui/role-words.ts';
import { Share2 } from 'lucide';
import { LitElement, css, html, nothing } from 'lit';
import type { PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';

/** Whether an address leads another device to itself instead of here. */
const onlyHere = (url: string): boolean =>
  ['localhost', '127.0.0.1', '[::1]'].includes(new URL(url).hostname);

/** Makes an invitation, and shows its address this once: as a code to scan, to copy, to share. */
@customElement('lb-invite-dialog')
export class LbInviteDialog extends LitElement {
  static override styles = [
    base,
    choiceStyles,
    css`
      :host {
        display: contents;
      }
      lb-qr {
        justify-self: center;
      }
    `,
  ];

  @property({ type: Boolean }) accessor open = false;
  @property() accessor household = '';
  @property() accessor timeZone = 'UTC';
  @state() private accessor chosen: Role = 'member';
  @state() private accessor made: Invited | undefined;
  @state() private accessor busy = false;
  @state() private accessor problem = '';

  override willUpdate(changed: PropertyValues<this>) {
    if (!changed.has('open')) return;
    // An address that was shown is not kept.
    this.made = undefined;
    this.chosen = 'member';
    this.problem = '';
  }

  override render() {
    const { made } = this;
    return html`<lb-dialog
      heading=${made ? 'The invitation is ready' : 'Invite somebody'}
      .open=${this.open}
    >
      ${this.open ? (made ? this.#address(made) : this.#form()) : nothing}
      ${
        made
          ? html`<lb-button
              slot="footer"
              kind="primary"
              label="Done"
              @click=${this.#close}
            ></lb-button>`
          : html`<lb-button slot="footer" label="Cancel" @click=${this.#close}></lb-button>
              <lb-button
                slot="footer"
                type="submit"
                form="invite"
                kind="primary"
                label="Make the invitation"
                .busy=${this.busy}
              ></lb-button>`
      }
    </lb-dialog>`;
  }

  #form() {
    return html`<form id="invite" class="stack" @submit=${this.#submit}>
      ${
        this.problem
          ? html`<lb-notice kind="attention" urgent>${this.problem}</lb-notice>`
          : nothing
      }
      ${choices(
        { name: 'role', legend: 'What shall they be?', chosen: this.chosen },
        roles,
        (role) => (this.chosen = role),
      )}
      <lb-field
        label="Their name"
        name="name"
        autocomplete="off"
        maxlength="80"
        hint="If you like: it greets them, and tells your invitations apart."
      ></lb-field>
    </form>`;
  }

  #address({ url, role, name, expiresAt }: Invited) {
    return html`<div class="stack">
      <p>
        Give this to ${name ?? 'the person you invite'}, and to nobody else: whoever opens it first
        joins as ${aRole(role)}. It works once, until ${moment(expiresAt, this.timeZone)}, and is
        shown only now.
      </p>
      ${
        role === 'viewer'
          ? html`<p>
              A viewer sees nothing at first: each of you chooses what, under More, What others see.
            </p>`
          : nothing
      }
      ${
        onlyHere(url)
          ? html`<lb-notice>
              This address opens on this computer only. For a phone, start Ledgerberry with HOST and
              PUBLIC_URL set, and invite again.
            </lb-notice>`
          : nothing
      }
      <lb-qr
        text=${url}
        label="QR code of the invitation. The same address stands below as text."
      ></lb-qr>
      <lb-once text=${url} what="link">
        ${
          'share' in navigator
            ? html`<lb-button
                label="Share …"
                .icon=${Share2}
                @click=${() => this.#share(url)}
              ></lb-button>`
            : nothing
        }
      </lb-once>
    </div>`;
  }

  #close = () => {
    this.dispatchEvent(new CustomEvent('lb-close'));
  };

  #submit = async (event: SubmitEvent) => {
    event.preventDefault();
    if (this.busy) return;
    const name = String(new FormData(event.target as HTMLFormElement).get('name')).trim();
    this.busy = true;
    this.problem = '';
    try {
      this.made = await invite({ role: this.chosen, ...(name ? { name } : {}) });
    } catch (error) {
      if (!wasCancelled(error)) this.problem = sentenceOf(error);
    } finally {
      this.busy = false;
    }
  };

  async #share(url: string) {
    const title = `Your invitation to ${this.household}`;
    // Whoever thinks better of it closes the list, which is no error.
    await navigator.share({ title, url }).catch(() => {});
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lb-invite-dialog': LbInviteDialog;
  }
}
