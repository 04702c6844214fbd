import { sentenceOf } from '#web/api.ts';
import { Watch } from '#web/state/client.ts';
import { managedMembers } from '#web/state/members.ts';
import type { ManagedMember } from '#web/state/members.ts';
import { failed, old } from '#web/ui/asked.ts';
import { base } from '#web/ui/base.ts';
import { plural } from '#web/ui/format.ts';
import '#web/ui/lb-fresh.ts';
import '#web/ui/lb-menu.ts';
import type { MenuItem } from '#web/ui/lb-menu.ts';
import '#web/ui/lb-skeleton.ts';
import { UserRoundMinus, UserRoundPen } from 'lucide';
import { LitElement, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import './household-leave.ts';
import { memberRow, memberStyles } from './household-members.ts';
import './household-role.ts';

/** What guards their sign-in, in words. */
const guard = ({ passkeys, secondFactor }: ManagedMember): string => {
  if (passkeys) return `signs in with ${plural(passkeys, 'passkey')}`;
  return secondFactor ? 'password and a code from an app' : 'password only';
};

/** The members for an owner, who gives roles and takes members out. */
@customElement('lb-manage-members')
export class LbManageMembers extends LitElement {
  static override styles = [base, memberStyles];

  /** The id of whoever looks. */
  @property() accessor me = '';
  @state() private accessor changing: ManagedMember | undefined;
  @state() private accessor removing: ManagedMember | undefined;
  readonly #members = new Watch(this, managedMembers);

  override render() {
    const { data, error } = this.#members;
    if (!data && error) return failed(sentenceOf(error), this.#members);
    if (!data) return html`<lb-skeleton shape="rows" label="Loading the members"></lb-skeleton>`;
    const { members } = data;
    return html`${this.#members.stale ? old(this.#members) : nothing}
      <ul>
        ${repeat(
          members,
          ({ id }) => id,
          (one) =>
            html`<li>
              ${memberRow(one, this.me, { facts: this.#facts(one), end: this.#menu(one) })}
            </li>`,
        )}
      </ul>
      <lb-role-dialog
        .member=${this.changing}
        .me=${this.me}
        .owners=${members.filter(({ role }) => role === 'owner').length}
        @lb-close=${() => (this.changing = undefined)}
      ></lb-role-dialog>
      <lb-leave-dialog
        .member=${this.removing}
        .others=${members.filter(({ id }) => id !== this.removing?.id)}
        .me=${this.me}
        @lb-close=${this.#removed}
      ></lb-leave-dialog>`;
  }

  /** With a member their menu is gone, which had the focus: it goes on to the first one. */
  #removed = async () => {
    const id = this.removing?.id;
    this.removing = undefined;
    await this.updateComplete;
    const gone = this.#members.data?.members.every((one) => one.id !== id) ?? false;
    // The dialog gives the focus back first.
    await new Promise((done) => setTimeout(done));
    if (gone) this.renderRoot.querySelector('lb-menu')?.focus();
  };

  #facts(member: ManagedMember) {
    const { email, lastSeenAt, sessions, links } = member;
    return html`<p class="small muted">
      ${email} ·
      <lb-fresh .at=${lastSeenAt} lead="here" never="not signed in at the moment"></lb-fresh>
      ${sessions > 1 ? `, on ${sessions} devices` : ''} · ${guard(member)} ·
      ${links ? plural(links, 'bank link') : 'no bank links'}
    </p>`;
  }

  #menu(member: ManagedMember) {
    const items: MenuItem[] = [
      { id: 'role', label: 'Change role …', icon: UserRoundPen },
      ...(member.id === this.me
        ? []
        : [
            {
              id: 'remove',
              label: 'Remove from the household …',
              icon: UserRoundMinus,
              danger: true,
            },
          ]),
    ];
    const choose = ({ detail }: CustomEvent<string>) => {
      if (detail === 'role') this.changing = member;
      else this.removing = member;
    };
    return html`<lb-menu
      label="More for ${member.name}"
      .items=${items}
      @lb-choose=${choose}
    ></lb-menu>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lb-manage-members': LbManageMembers;
  }
}
