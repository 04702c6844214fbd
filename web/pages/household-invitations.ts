import { sentenceOf } from '#web/api.ts';
import { Watch } from '#web/state/client.ts';
import { invitations, withdrawInvitation } from '#web/state/members.ts';
import type { Invitation } from '#web/state/members.ts';
import { failed } from '#web/ui/asked.ts';
import { base } from '#web/ui/base.ts';
import { moment } from '#web/ui/format.ts';
import '#web/ui/lb-button.ts';
import '#web/ui/lb-skeleton.ts';
import { toast } from '#web/ui/lb-toast.ts';
import { aRole } from '#web/ui/role-words.ts';
import { UserRoundPlus } from 'lucide';
import { LitElement, css, html } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import './household-invite.ts';

/** The invitations that are open, for an owner, who makes and withdraws them. */
@customElement('lb-invitations')
export class LbInvitations extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: grid;
        gap: 12px;
        grid-template-columns: minmax(0, 1fr);
      }
      li {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        justify-content: space-between;
        gap: 4px 12px;
        min-height: 56px;
        padding-block: 6px;
      }
      li + li {
        border-top: 1px solid var(--line);
      }
      li > div {
        flex: 1 1 16em;
        overflow-wrap: anywhere;
      }
      .invite {
        justify-self: start;
      }
    `,
  ];

  @property() accessor household = '';
  @property() accessor timeZone = 'UTC';
  @state() private accessor inviting = false;
  @state() private accessor withdrawing = '';
  readonly #invitations = new Watch(this, invitations);

  override render() {
    const { data, error } = this.#invitations;
    return html`${
        data
          ? this.#list(data.invitations)
          : error
            ? failed(sentenceOf(error), this.#invitations)
            : html`<lb-skeleton count="2" label="Loading the invitations"></lb-skeleton>`
      }
      <lb-button
        class="invite"
        kind="primary"
        label="Invite somebody"
        .icon=${UserRoundPlus}
        @click=${() => (this.inviting = true)}
      ></lb-button>
      <lb-invite-dialog
        .open=${this.inviting}
        household=${this.household}
        timeZone=${this.timeZone}
        @lb-close=${() => (this.inviting = false)}
      ></lb-invite-dialog>`;
  }

  #list(open: readonly Invitation[]) {
    if (open.length === 0) {
      return html`<p class="muted">
        No invitation is open. Whoever you invite sets a password of their own, connects their own
        banks and decides what the others see of them.
      </p>`;
    }
    return html`<ul>
      ${repeat(
        open,
        ({ id }) => id,
        (one) => html`<li>${this.#invitation(one)}</li>`,
      )}
    </ul>`;
  }

  #invitation({ id, name, role, invitedBy, expiresAt }: Invitation) {
    const title = name ? `${name}, as ${aRole(role)}` : `Somebody, as ${aRole(role)}`;
    return html`<div>
        <p>${title}</p>
        <p class="small muted">
          Invited by ${invitedBy} · good until ${moment(expiresAt, this.timeZone)}
        </p>
      </div>
      <lb-button
        label="Withdraw"
        .name=${`Withdraw the invitation: ${title}`}
        .busy=${this.withdrawing === id}
        @click=${() => this.#withdraw(id)}
      ></lb-button>`;
  }

  async #withdraw(id: string) {
    this.withdrawing = id;
    try {
      await withdrawInvitation(id);
      toast('The invitation is withdrawn: its link leads nowhere now.');
      // The button is gone with its row.
      this.renderRoot.querySelector<HTMLElement>('.invite')?.focus();
    } catch (error) {
      toast(sentenceOf(error), { failed: true });
    } finally {
      this.withdrawing = '';
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lb-invitations': LbInvitations;
  }
}
