import { ApiError, sentenceOf, wasCancelled } from '#web/api.ts';
import { leaveHousehold, removeMember } from '#web/state/members.ts';
import type { Housemate, Removal } from '#web/state/members.ts';
import { base } from '#web/ui/base.ts';
import { choiceStyles, choices } from '#web/ui/choice.ts';
import '#web/ui/lb-button.ts';
import '#web/ui/lb-dialog.ts';
import '#web/ui/lb-field.ts';
import type { LbField } from '#web/ui/lb-field.ts';
import '#web/ui/lb-notice.ts';
import { toast } from '#web/ui/lb-toast.ts';
import { LitElement, css, html, nothing } from 'lit';
import type { PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { leaveWords } from './household-leave-words.ts';

type Links = Removal['links'];

/** Viewers connect nothing: of what there is not, nobody is asked what shall become. */
const hasNone = ({ role }: Housemate): boolean => role === 'viewer';

/**
 * Takes a member out of the household, or oneself: asks what becomes of the bank links, says what
 * the others lose by it, and wants the name typed. Open while it has a `member`.
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
      .result {
        display: grid;
        gap: 6px;
        padding-inline-start: 20px;
        list-style: disc;
        color: var(--ink-2);
      }
    `,
  ];

  @property({ attribute: false }) accessor member: Housemate | undefined;
  /** Everybody else of the household. */
  @property({ attribute: false }) accessor others: readonly Housemate[] = [];
  /** The id of whoever looks. */
  @property() accessor me = '';
  @state() private accessor links: Links | '' = '';
  @state() private accessor to = '';
  @state() private accessor busy = false;
  @state() private accessor problem = '';

  override willUpdate(changed: PropertyValues<this>) {
    if (!changed.has('member') || !this.member) return;
    this.links = hasNone(this.member) ? 'remove' : '';
    this.to = '';
    this.problem = '';
  }

  override render() {
    const { member } = this;
    const mine = member?.id === this.me;
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
    const words = leaveWords(member.name, mine);
    const able = this.others.filter(({ role }) => role !== 'viewer');
    return html`<form id="leave" class="stack" @submit=${this.#submit}>
      ${
        this.problem
          ? html`<lb-notice kind="attention" urgent>${this.problem}</lb-notice>`
          : nothing
      }
      <p>${words.first}</p>
      ${
        hasNone(member)
          ? nothing
          : choices(
              { name: 'links', legend: words.question, chosen: this.links, required: true },
              able.length ? words.ways : words.ways.filter(({ value }) => value === 'remove'),
              (links) => (this.links = links),
            )
      }
      ${
        this.links === 'hand_over'
          ? html`<lb-select
              label="Who goes on with it"
              name="to"
              required
              .value=${this.to}
              .options=${[
                { value: '', label: 'Choose …' },
                ...able.map(({ id, name }) => ({
                  value: id,
                  label: id === this.me ? `${name} (you)` : name,
                })),
              ]}
              @change=${(event: Event) => (this.to = (event.target as HTMLSelectElement).value)}
            ></lb-select>`
          : nothing
      }
      ${hasNone(member) ? nothing : this.#result(words)}
      <lb-field
        label="Type ${member.name} to confirm"
        name="confirm"
        autocomplete="off"
        required
      ></lb-field>
    </form>`;
  }

  /** What the choice means for everybody, once it is made. */
  #result(words: ReturnType<typeof leaveWords>) {
    const to = this.others.find(({ id }) => id === this.to);
    if (!this.links || (this.links === 'hand_over' && !to)) return nothing;
    const name = to?.id === this.me ? 'you' : (to?.name ?? '');
    const lines = this.links === 'remove' ? words.removed : words.handedOver(name);
    return html`<div role="status">
      <ul class="result small">
        ${lines.map((line) => html`<li>${line}</li>`)}
      </ul>
    </div>`;
  }

  #close = () => {
    this.dispatchEvent(new CustomEvent('lb-close'));
  };

  #submit = async (event: SubmitEvent) => {
    event.preventDefault();
    const { member, links, to } = this;
    if (!member || !links || this.busy) return;
    const field = this.renderRoot.querySelector<LbField>('lb-field');
    if (field && field.value.trim() !== member.name) {
      field.error = `This is not the name: ${member.name}.`;
      return field.focus();
    }
    const removal = (links === 'remove' ? { links } : { links, to }) as Removal;
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
      this.#explain(error);
    } finally {
      this.busy = false;
    }
  };

  #explain(error: unknown) {
    const select = this.renderRoot.querySelector<LbField>('lb-select');
    if (select && error instanceof ApiError && error.field === 'to') {
      select.error = sentenceOf(error);
      select.focus();
    } else if (!wasCancelled(error)) this.problem = sentenceOf(error);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lb-leave-dialog': LbLeaveDialog;
  }
}
