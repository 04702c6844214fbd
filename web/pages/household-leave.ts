import { sentenceOf, wasCancelled } from '#web/api.ts';
import { accounts } from '#web/state/accounts.ts';
import { linkHealth } from '#web/state/admin.ts';
import { Watch } from '#web/state/client.ts';
import { links } from '#web/state/links.ts';
import { leaveHousehold, removeMember } from '#web/state/members.ts';
import type { Housemate, Removal } from '#web/state/members.ts';
import { ownSharing } from '#web/state/sharing.ts';
import { base } from '#web/ui/base.ts';
import { choiceStyles, choices } from '#web/ui/choice.ts';
import '#web/ui/lb-button.ts';
import '#web/ui/lb-dialog.ts';
import '#web/ui/lb-field.ts';
import type { LbField } from '#web/ui/lb-field.ts';
import '#web/ui/lb-notice.ts';
import '#web/ui/lb-skeleton.ts';
import { toast } from '#web/ui/lb-toast.ts';
import { LitElement, css, html, nothing } from 'lit';
import type { PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { connectedWords, firstWords, leaveWays, questionWords } from './household-leave-words.ts';
import type { Connected } from './household-leave-words.ts';

/**
 * Takes a member out of the household, or oneself: asks what becomes of the bank links, says before
 * that which go on, which end and what the others lose by it, and wants the name typed. Open while
 * it has a `member`.
 */
@customElement('lb-leave-dialog')
export class LbLeaveDialog extends LitElement {
  static override styles = [
    base,
    choiceStyles,
    css`
      :host {
        display: contents;
      }
    `,
  ];

  @property({ attribute: false }) accessor member: Housemate | undefined;
  /** Everybody else of the household. */
  @property({ attribute: false }) accessor others: readonly Housemate[] = [];
  /** The id of whoever looks. */
  @property() accessor me = '';
  /** What shall become of the bank links: `remove`, or whose they become. */
  @state() private accessor way = '';
  @state() private accessor busy = false;
  @state() private accessor problem = '';

  readonly #accounts = new Watch(this, () => ({
    ...accounts(),
    enabled: this.#open && !this.#mine,
  }));
  readonly #health = new Watch(this, () => ({
    ...linkHealth(),
    enabled: this.#open && !this.#mine,
  }));
  readonly #links = new Watch(this, () => ({ ...links(), enabled: this.#open && this.#mine }));
  readonly #sharing = new Watch(this, () => ({
    ...ownSharing(),
    enabled: this.#open && this.#mine,
  }));

  get #open(): boolean {
    return this.member !== undefined;
  }

  get #mine(): boolean {
    return this.member?.id === this.me;
  }

  override willUpdate(changed: PropertyValues<this>) {
    if (!changed.has('member') || !this.member) return;
    this.way = '';
    this.problem = '';
  }

  override render() {
    const { member } = this;
    const mine = this.#mine;
    return html`<lb-dialog
      heading=${mine ? 'Leave the household?' : `Remove ${member?.name}?`}
      .open=${member !== undefined}
    >
      ${member ? this.#form(member, mine) : nothing}
      <lb-button slot="footer" label="Cancel" @click=${this.#close}></lb-button>
      <lb-button
        slot="footer"
        type="submit"
        form="leave"
        kind="danger"
        label=${mine ? 'Leave for good' : `Remove ${member?.name} for good`}
        .busy=${this.busy}
      ></lb-button>
    </lb-dialog>`;
  }

  #form(member: Housemate, mine: boolean) {
    return html`<form id="leave" class="stack" @submit=${this.#submit}>
      ${
        this.problem
          ? html`<lb-notice kind="attention" urgent>${this.problem}</lb-notice>`
          : nothing
      }
      <p>${firstWords(member.name, mine)}</p>
      ${this.#hasNone(member) ? nothing : this.#ways(member, mine)}
      <lb-field
        label="Type ${member.name} to confirm"
        name="confirm"
        autocomplete="off"
        required
      ></lb-field>
    </form>`;
  }

  /** Of what there is not, nobody is asked what shall become: viewers connect nothing. */
  #hasNone({ role }: Housemate): boolean {
    return role === 'viewer' || (this.#mine && this.#ownLinks?.length === 0);
  }

  get #ownLinks() {
    return this.#links.data?.links.filter((link) => link.mine);
  }

  #ways(member: Housemate, mine: boolean) {
    const asked = mine ? [this.#links, this.#sharing] : [this.#accounts, this.#health];
    if (asked.some(({ pending, error }) => pending && !error)) {
      return html`<lb-skeleton count="6" label="Loading what is connected"></lb-skeleton>`;
    }
    const able = this.others.filter(({ role }) => role !== 'viewer');
    const connected = this.#connected(member);
    return html`${
        connected?.of === 'another'
          ? html`<p>${connectedWords(member.name, connected.banks)}</p>`
          : nothing
      }
      ${choices(
        {
          name: 'links',
          legend: questionWords(member.name, mine),
          chosen: this.way,
          required: true,
        },
        leaveWays(member, this.me, able, connected),
        (way) => (this.way = way),
      )}
      <p class="small muted">Whoever saw something of it is told what has become of it.</p>`;
  }

  #connected({ id }: Housemate): Connected | undefined {
    const [own, sharing] = [this.#ownLinks, this.#sharing.data?.accounts];
    if (this.#mine) return own && sharing && { of: 'me', links: own, sharing };
    const banks = this.#health.data?.links.filter(({ member }) => member.id === id);
    const seen = this.#accounts.data?.accounts.filter(
      ({ owner, access }) => owner.id === id && access !== 'own',
    );
    return banks && seen && { of: 'another', banks, seen };
  }

  #close = () => {
    this.dispatchEvent(new CustomEvent('lb-close'));
  };

  #submit = async (event: SubmitEvent) => {
    event.preventDefault();
    const { member } = this;
    const way = member && this.#hasNone(member) ? 'remove' : this.way;
    if (!member || !way || this.busy) return;
    const field = this.renderRoot.querySelector<LbField>('lb-field');
    if (field && field.value.trim() !== member.name) {
      field.error = `This is not the name: ${member.name}.`;
      return field.focus();
    }
    const removal = (
      way === 'remove' ? { links: 'remove' } : { links: 'hand_over', to: way }
    ) as Removal;
    this.busy = true;
    this.problem = '';
    try {
      if (member.id === this.me) await leaveHousehold(removal);
      else {
        await removeMember(member.id, removal);
        toast(`${member.name} is no longer in the household.`);
      }
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
    'lb-leave-dialog': LbLeaveDialog;
  }
}
