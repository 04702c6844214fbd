import type { Hiding } from '#server/contract/sharing.ts';
import type { TransactionReply } from '#server/contract/transactions.ts';
import { ApiError, sentenceOf } from '#web/api.ts';
import { Watch } from '#web/state/client.ts';
import { looksOn, session, todayOf } from '#web/state/session.ts';
import { hide, hidings, unhide, whoSeesTransaction } from '#web/state/sharing.ts';
import type { Wish } from '#web/state/sharing.ts';
import { base } from '#web/ui/base.ts';
import { choices, choiceStyles } from '#web/ui/choice.ts';
import { dayLong, dayShort } from '#web/ui/format.ts';
import '#web/ui/lb-button.ts';
import '#web/ui/lb-field.ts';
import '#web/ui/lb-notice.ts';
import { toast } from '#web/ui/lb-toast.ts';
import { Eye, EyeOff } from 'lucide';
import { LitElement, css, html, nothing } from 'lit';
import type { PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { untilChoices } from './transactions-until.ts';

type When = 'month' | 'christmas' | 'own';

/** Who sees a transaction, and for whoever linked its account the way to keep it a surprise. */
@customElement('lb-transaction-privacy')
export class LbTransactionPrivacy extends LitElement {
  static override styles = [
    base,
    choiceStyles,
    css`
      :host {
        display: grid;
        gap: 12px;
        grid-template-columns: minmax(0, 1fr);
        padding-top: 20px;
        border-top: 1px solid var(--line);
      }
      form {
        display: grid;
        gap: 20px;
        grid-template-columns: minmax(0, 1fr);
      }
      .hide {
        justify-self: start;
      }
      legend {
        font-weight: 600;
      }
    `,
  ];

  @property({ attribute: false }) accessor of: TransactionReply | undefined;
  @state() private accessor asking = false;
  @state() private accessor what: Wish['what'] = 'transaction';
  @state() private accessor when: When = 'month';
  @state() private accessor how: Wish['how'] = 'totals';
  @state() private accessor busy = false;
  @state() private accessor wrong = '';

  readonly #who = new Watch(this, () => whoSeesTransaction(this.of?.transaction.id ?? ''));
  readonly #session = new Watch(this, session);
  readonly #hidings = new Watch(this, () => ({
    ...hidings(),
    enabled: Boolean(this.of?.transaction.hiddenUntil) && !looksOn(this.#session.data),
  }));

  get #today(): string {
    return todayOf(this.#session.data);
  }

  override willUpdate(changed: PropertyValues<this>) {
    const before = changed.get('of') as TransactionReply | undefined;
    if (before && before.transaction.id !== this.of?.transaction.id) this.asking = false;
  }

  override render() {
    const { of } = this;
    const { data, error } = this.#who;
    if (!of) return nothing;
    const { transaction: row } = of;
    const may = row.mine && !looksOn(this.#session.data);
    const words = data?.sentence ?? (error ? sentenceOf(error) : '…');
    const others = data?.seenBy.some(({ access }) => access === 'full') ?? false;
    return html`<h3>Who can see this?</h3>
      <p role="status">
        ${row.hiddenUntil ? `Only you, until ${dayLong(row.hiddenUntil)}.` : words}
      </p>
      ${
        !may
          ? nothing
          : row.hiddenUntil
            ? this.#hidden(of)
            : this.asking
              ? this.#form(of)
              : others
                ? html`<lb-button
                    class="hide"
                    label="Hide from others …"
                    .icon=${EyeOff}
                    @click=${this.#ask}
                  ></lb-button>`
                : nothing
      }`;
  }

  /** What hides it: itself, or the rule about its merchant. */
  #hiding({ transaction: row, bank }: TransactionReply): Hiding | undefined {
    const all = this.#hidings.data?.hidings ?? [];
    const merchant = (bank.merchantName ?? bank.name).toLowerCase();
    return (
      all.find(({ transactionId }) => transactionId === row.id) ??
      all.find((one) => one.what === 'merchant' && one.name.toLowerCase() === merchant)
    );
  }

  #hidden(of: TransactionReply) {
    const hiding = this.#hiding(of);
    if (!hiding) return html`<p><a href="/sharing">Everything you hide</a></p>`;
    const all = hiding.what === 'merchant';
    return html`<p class="small muted">
        ${all ? `Everything from ${hiding.name} is hidden. ` : nothing}${
          hiding.how === 'totals'
            ? 'The others see the amount within their totals, and no name.'
            : 'The others see nothing of it, and it is in none of their totals.'
        }
        The balance of ${of.transaction.account.name} still shows it.
      </p>
      <lb-button
        class="hide"
        label=${all ? `Show ${hiding.name} again` : 'Show it again'}
        .icon=${Eye}
        .busy=${this.busy}
        @click=${() => this.#show(hiding.id)}
      ></lb-button>`;
  }

  #form({ transaction: row, bank }: TransactionReply) {
    const merchant = bank.merchantName ?? bank.name;
    const { month, christmas } = untilChoices(this.#today);
    return html`<form @submit=${this.#hide}>
      ${choices(
        { name: 'what', legend: 'What shall the others not see?', chosen: this.what },
        [
          { value: 'transaction', title: 'This transaction', text: row.name },
          { value: 'merchant', title: 'All from this merchant', text: `${merchant}, also to come` },
        ],
        (what) => (this.what = what),
      )}
      ${choices(
        { name: 'when', legend: 'Until which day?', chosen: this.when },
        [
          { value: 'month', title: 'For 30 days', text: `It is shown on ${dayLong(month)}` },
          {
            value: 'christmas',
            title: 'Until Christmas',
            text: `It is shown on ${dayLong(christmas)}`,
          },
          { value: 'own', title: 'Another day', text: 'Such as a birthday' },
        ],
        (when) => (this.when = when),
      )}
      ${
        this.when === 'own'
          ? html`<lb-field
              label="It is shown on"
              name="until"
              type="date"
              required
              .error=${this.wrong}
            ></lb-field>`
          : nothing
      }
      ${choices(
        { name: 'how', legend: 'What do the others see until then?', chosen: this.how },
        [
          {
            value: 'totals',
            title: 'Its amount in the totals',
            text: 'A month adds up; there is no name, no day and no category',
          },
          { value: 'nothing', title: 'Nothing at all', text: 'It is in no total of theirs' },
        ],
        (how) => (this.how = how),
      )}
      <p class="small muted">
        Whoever sees ${row.account.name} still sees by its balance that money
        ${row.amount.amount.startsWith('-') ? 'left' : 'came'}.
      </p>
      <div class="line">
        <lb-button
          kind="primary"
          type="submit"
          label="Hide it"
          .icon=${EyeOff}
          .busy=${this.busy}
        ></lb-button>
        <lb-button kind="plain" label="Cancel" @click=${() => (this.asking = false)}></lb-button>
      </div>
    </form>`;
  }

  #ask = async () => {
    this.asking = true;
    this.wrong = '';
    await this.updateComplete;
    // The whole question comes into view, not the first answer at the lower edge.
    this.scrollIntoView({ block: 'start' });
    this.renderRoot.querySelector<HTMLElement>('input')?.focus({ preventScroll: true });
  };

  #hide = async (event: SubmitEvent) => {
    event.preventDefault();
    const row = this.of?.transaction;
    if (!row) return;
    const given = new FormData(event.target as HTMLFormElement).get('until');
    const until = this.when === 'own' ? String(given) : untilChoices(this.#today)[this.when];
    this.wrong = '';
    this.busy = true;
    try {
      const made = await hide({ transaction: row.id, what: this.what, until, how: this.how });
      this.asking = false;
      toast(`Hidden from the others until ${dayShort(made.until, this.#today)}.`, {
        undo: () => this.#show(made.id),
      });
    } catch (error) {
      const ofDay = error instanceof ApiError && error.field === 'until' && this.when === 'own';
      if (ofDay) this.wrong = sentenceOf(error);
      else toast(`Not hidden: ${sentenceOf(error)}`, { failed: true });
    } finally {
      this.busy = false;
    }
  };

  async #show(id: string) {
    this.busy = true;
    try {
      await unhide(id);
      toast('The others can see it again.');
    } catch (error) {
      toast(sentenceOf(error), { failed: true });
    } finally {
      this.busy = false;
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lb-transaction-privacy': LbTransactionPrivacy;
  }
}
