import type { Account } from '#server/contract/accounts.ts';
import type { Change } from '#server/contract/transactions.ts';
import { ApiError, sentenceOf } from '#web/api.ts';
import type { DayBalance } from '#web/state/accounts.ts';
import { removeAssetValue, setAssetValue } from '#web/state/assets.ts';
import { undoChange } from '#web/state/changes.ts';
import { isOwed } from '#web/ui/asset-words.ts';
import { base } from '#web/ui/base.ts';
import { size } from '#web/ui/decimal.ts';
import { dayLong, moneyText } from '#web/ui/format.ts';
import '#web/ui/lb-amount.ts';
import '#web/ui/lb-button.ts';
import '#web/ui/lb-field.ts';
import { toast } from '#web/ui/lb-toast.ts';
import { readAmount } from '#web/ui/read-amount.ts';
import { Trash2 } from 'lucide';
import { LitElement, css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';

const MOST_SHOWN = 24;

/** What something kept by hand was worth on which day: said, corrected and taken away here. */
@customElement('lb-asset-values')
export class LbAssetValues extends LitElement {
  static override styles = [
    base,
    css`
      form {
        display: grid;
        gap: 12px 16px;
        grid-template-columns: repeat(auto-fit, minmax(min(100%, 130px), 1fr));
        align-items: end;
        margin-block: 8px 16px;
      }
      form lb-button {
        grid-column: 1 / -1;
        justify-self: start;
      }
      li {
        display: grid;
        grid-template-columns: minmax(0, 1fr) auto auto;
        align-items: center;
        gap: 0 12px;
        min-height: 44px;
      }
      li + li {
        border-top: 1px solid var(--line);
      }
      lb-amount {
        font-weight: 550;
      }
      .all {
        margin-top: 8px;
      }
    `,
  ];

  @property({ attribute: false }) accessor account: Account | undefined;
  /** Oldest first. */
  @property({ attribute: false }) accessor values: readonly DayBalance[] = [];
  @property() accessor today = '';
  /** It can be looked at, not changed. */
  @property({ type: Boolean }) accessor still = false;
  @state() private accessor busy = '';
  @state() private accessor all = false;
  @state() private accessor wrong: { field: string; sentence: string } | null = null;

  override render() {
    const newest = this.values.toReversed();
    const shown = this.all ? newest : newest.slice(0, MOST_SHOWN);
    return html`<h2>Its values</h2>
      ${this.still ? nothing : this.#form()}
      <ul>
        ${shown.map((one) => html`<li>${this.#value(one)}</li>`)}
      </ul>
      ${
        shown.length < newest.length
          ? html`<lb-button
              class="all"
              kind="plain"
              label="Show all ${newest.length}"
              @click=${() => (this.all = true)}
            ></lb-button>`
          : nothing
      }`;
  }

  #error(field: string) {
    return this.wrong?.field === field ? this.wrong.sentence : '';
  }

  #form() {
    const owed = isOwed(this.account?.subtype ?? '');
    return html`<form @submit=${this.#say} novalidate>
      <lb-field
        label=${owed ? 'Owed now' : 'Worth now'}
        name="worth"
        inputmode="decimal"
        autocomplete="off"
        required
        .error=${this.#error('worth')}
      ></lb-field>
      <lb-field
        label="On"
        name="day"
        type="date"
        required
        max=${this.today}
        .value=${this.today}
        .error=${this.#error('day')}
      ></lb-field>
      <lb-button type="submit" label="Note it" .busy=${this.busy === 'say'}></lb-button>
      ${
        this.wrong && !['worth', 'day'].includes(this.wrong.field)
          ? html`<p role="alert">${this.wrong.sentence}</p>`
          : nothing
      }
    </form>`;
  }

  #value({ date, balance }: DayBalance) {
    const worth = isOwed(this.account?.subtype ?? '')
      ? { ...balance, amount: size(balance.amount) }
      : balance;
    return html`<span>${dayLong(date)}</span><lb-amount .of=${worth}></lb-amount> ${
        this.still || this.values.length < 2
          ? html`<span></span>`
          : html`<lb-button
              bare
              kind="plain"
              label="Take away"
              .name=${`Take away ${moneyText(worth)} on ${dayLong(date)}`}
              .icon=${Trash2}
              .busy=${this.busy === date}
              @click=${() => this.#do(date, (id) => removeAssetValue(id, date))}
            ></lb-button>`
      }`;
  }

  #say = (event: SubmitEvent) => {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    if (!form.reportValidity()) return;
    const given = new FormData(form);
    const worth = readAmount(String(given.get('worth')));
    if (worth === null) {
      this.wrong = { field: 'worth', sentence: 'That is no amount, such as 1200.50.' };
      return;
    }
    void this.#do('say', async (id) => {
      const done = await setAssetValue(id, { worth, day: String(given.get('day')) });
      form.reset();
      return done;
    });
  };

  async #do(busy: string, work: (id: string) => Promise<{ change: Change }>) {
    const { account } = this;
    if (!account || this.busy) return;
    this.busy = busy;
    this.wrong = null;
    try {
      const { change } = await work(account.id);
      const undo = () =>
        undoChange(change.id).catch((error: unknown) => toast(sentenceOf(error), { failed: true }));
      toast(`${change.sentence}.`, { undo });
    } catch (error) {
      const field = error instanceof ApiError ? (error.field ?? '') : '';
      if (busy === 'say') this.wrong = { field, sentence: sentenceOf(error) };
      else toast(sentenceOf(error), { failed: true });
    } finally {
      this.busy = '';
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lb-asset-values': LbAssetValues;
  }
}
