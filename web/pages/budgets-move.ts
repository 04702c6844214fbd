import type { Budget } from '#server/contract/budgets.ts';
import type { Change } from '#server/contract/transactions.ts';
import { ApiError, sentenceOf } from '#web/api.ts';
import { moveMoney } from '#web/state/budgets.ts';
import { base } from '#web/ui/base.ts';
import { budgetName, leftWords } from '#web/ui/budget-words.ts';
import { isNegative, size } from '#web/ui/decimal.ts';
import { monthName } from '#web/ui/format.ts';
import '#web/ui/lb-button.ts';
import '#web/ui/lb-field.ts';
import { readAmount } from '#web/ui/read-amount.ts';
import { LitElement, css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';

/** Moves money of a month between a budget and another. Emits `lb-done` with the change. */
@customElement('lb-budget-move')
export class LbBudgetMove extends LitElement {
  static override styles = [
    base,
    css`
      form {
        display: grid;
        gap: 12px 16px;
        grid-template-columns: repeat(auto-fit, minmax(min(100%, 220px), 1fr));
        align-items: end;
      }
      .all {
        grid-column: 1 / -1;
      }
    `,
  ];

  @property({ attribute: false }) accessor budget: Budget | undefined;
  @property({ attribute: false }) accessor others: readonly Budget[] = [];
  @property() accessor month = '';
  @property() accessor today = '';
  @state() private accessor busy = false;
  @state() private accessor wrong: { field: string; sentence: string } | null = null;

  #error(field: string) {
    return this.wrong?.field === field ? this.wrong.sentence : '';
  }

  override render() {
    const { budget } = this;
    if (!budget) return nothing;
    const name = budgetName(budget);
    const over = isNegative(budget.left.amount);
    return html`<form @submit=${this.#save} novalidate>
      <lb-select
        label="Which way"
        name="way"
        .value=${over ? 'here' : 'away'}
        .options=${[
          { value: 'here', label: `Here, to ${name}` },
          { value: 'away', label: `Away from ${name}` },
        ]}
      ></lb-select>
      <lb-select
        label="The other budget"
        name="other"
        .value=${this.others[0]?.id ?? ''}
        .options=${this.others.map((one) => ({
          value: one.id,
          label: `${budgetName(one)}: ${leftWords(one)}`,
        }))}
        .error=${this.#error('to')}
      ></lb-select>
      <lb-field
        label="How much"
        name="amount"
        inputmode="decimal"
        autocomplete="off"
        required
        .value=${over ? size(budget.left.amount) : ''}
        .error=${this.#error('amount')}
      ></lb-field>
      <lb-button
        type="submit"
        label="Move it in ${monthName(this.month, this.today)}"
        .busy=${this.busy}
      ></lb-button>
      ${
        this.wrong && !['amount', 'to'].includes(this.wrong.field)
          ? html`<p class="error all" role="alert">${this.wrong.sentence}</p>`
          : nothing
      }
    </form>`;
  }

  #save = async (event: SubmitEvent) => {
    event.preventDefault();
    const { budget, month } = this;
    if (!budget || this.busy) return;
    const form = new FormData(event.target as HTMLFormElement);
    const amount = readAmount(String(form.get('amount')));
    this.wrong = null;
    if (amount === null) {
      this.wrong = { field: 'amount', sentence: 'This is not an amount.' };
      return;
    }
    const other = String(form.get('other'));
    const [from, to] = form.get('way') === 'here' ? [other, budget.id] : [budget.id, other];
    this.busy = true;
    try {
      const change = await moveMoney({ month, from, to, amount });
      this.dispatchEvent(new CustomEvent<Change>('lb-done', { detail: change }));
    } catch (error) {
      const field = error instanceof ApiError ? (error.field ?? '') : '';
      this.wrong = { field, sentence: sentenceOf(error) };
    } finally {
      this.busy = false;
    }
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'lb-budget-move': LbBudgetMove;
  }
}
