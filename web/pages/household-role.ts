import type { Role } from '#server/contract/session.ts';
import { sentenceOf, wasCancelled } from '#web/api.ts';
import { accounts } from '#web/state/accounts.ts';
import { linkHealth } from '#web/state/admin.ts';
import { Watch } from '#web/state/client.ts';
import { setRole } from '#web/state/members.ts';
import type { Housemate } from '#web/state/members.ts';
import { ownSharing } from '#web/state/sharing.ts';
import { base } from '#web/ui/base.ts';
import { choiceStyles, choices } from '#web/ui/choice.ts';
import '#web/ui/lb-button.ts';
import '#web/ui/lb-dialog.ts';
import '#web/ui/lb-notice.ts';
import { toast } from '#web/ui/lb-toast.ts';
import { aRole, roles } from '#web/ui/role-words.ts';
import { LitElement, css, html, nothing } from 'lit';
import type { PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { roleWords } from './household-role-words.ts';

/** Asks which role a member shall have; open while it has a `member`. */
@customElement('lb-role-dialog')
export class LbRoleDialog extends LitElement {
  static override styles = [
    base,
    choiceStyles,
    css`
      :host {
        display: contents;
      }
      .words {
        display: grid;
        gap: 6px;
      }
    `,
  ];

  @property({ attribute: false }) accessor member: Housemate | undefined;
  /** The id of whoever looks. */
  @property() accessor me = '';
  /** How many owners the household has. */
  @property({ type: Number }) accessor owners = 1;
  @state() private accessor chosen: Role = 'member';
  @state() private accessor busy = false;
  @state() private accessor problem = '';

  readonly #health = new Watch(this, () => ({ ...linkHealth(), enabled: this.#open }));
  readonly #accounts = new Watch(this, () => ({ ...accounts(), enabled: this.#open }));
  readonly #sharing = new Watch(this, () => ({ ...ownSharing(), enabled: this.#open }));

  get #open(): boolean {
    return this.member !== undefined;
  }

  override willUpdate(changed: PropertyValues<this>) {
    if (!changed.has('member') || !this.member) return;
    this.chosen = this.member.role;
    this.problem = '';
  }

  override render() {
    const { member } = this;
    const mine = member?.id === this.me;
    return html`<lb-dialog heading="Role of ${member?.name}" .open=${member !== undefined}>
      <div class="stack">
        ${
          this.problem
            ? html`<lb-notice kind="attention" urgent>${this.problem}</lb-notice>`
            : nothing
        }
        ${choices(
          {
            name: 'role',
            legend: mine ? 'What shall you be?' : `What shall ${member?.name} be?`,
            chosen: this.chosen,
          },
          roles,
          (role) => (this.chosen = role),
        )}
        ${this.#consequence(mine)}
      </div>
      <lb-button slot="footer" label="Cancel" @click=${this.#close}></lb-button>
      <lb-button
        slot="footer"
        kind="primary"
        label="Save"
        .busy=${this.busy}
        @click=${this.#save}
      ></lb-button>
    </lb-dialog>`;
  }

  /** Said before it is done, and read aloud as the choice changes. */
  #consequence(mine: boolean) {
    const { member, chosen } = this;
    if (!member) return nothing;
    const words = roleWords({
      member,
      chosen,
      mine,
      onlyOwner: this.owners === 1,
      banks: this.#health.data?.links ?? [],
      accounts: this.#accounts.data?.accounts ?? [],
      sharing: this.#sharing.data?.accounts ?? [],
    });
    return html`<div class="words" role="status">
      ${words.map((one) => html`<p class="small">${one}</p>`)}
    </div>`;
  }

  #close = () => {
    this.dispatchEvent(new CustomEvent('lb-close'));
  };

  #save = async () => {
    const { member, chosen } = this;
    if (!member || chosen === member.role) return this.#close();
    this.busy = true;
    this.problem = '';
    try {
      await setRole(member.id, chosen);
      const who = member.id === this.me ? 'You are' : `${member.name} is`;
      toast(`${who} ${aRole(chosen)} now.`);
      this.#close();
    } catch (error) {
      if (!wasCancelled(error)) this.problem = sentenceOf(error);
    } finally {
      this.busy = false;
    }
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'lb-role-dialog': LbRoleDialog;
  }
}
