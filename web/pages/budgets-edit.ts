import type { Budget, BudgetScope } from '#server/contract/budgets.ts';
import type { Change } from '#server/contract/transactions.ts';
import { ApiError, sentenceOf } from '#web/api.ts';
import { budgetHistory, changeBudget, endBudget, makeBudgets } from '#web/state/budgets.ts';
import { categories } from '#web/state/categories.ts';
import { undoChange } from '#web/state/changes.ts';
import { Watch } from '#web/state/client.ts';
import { base } from '#web/ui/base.ts';
import { budgetName } from '#web/ui/budget-words.ts';
import { monthName } from '#web/ui/format.ts';
import '#web/ui/lb-button.ts';
import '#web/ui/lb-check.ts';
import '#web/ui/lb-combobox.ts';
import '#web/ui/lb-dialog.ts';
import '#web/ui/lb-field.ts';
import { toast } from '#web/ui/lb-toast.ts';
import { readAmount } from '#web/ui/read-amount.ts';
import { ArrowLeftRight, List } from 'lucide';
import { LitElement, html, nothing } from 'lit';
import type { PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { budgetHolds, budgetOptions, budgetStands, REST, whole } from './budgets-choice.ts';
import './budgets-move.ts';
import './budgets-past.ts';
import { budgetAverages, rowsHref } from './budgets-past.ts';
import { budgetDialogStyles } from './budgets-styles.ts';

/** One budget: how it stands, its past, what is planned, money moved, and its end. Or a new one. */
@customElement('lb-budget-dialog')
export class LbBudgetDialog extends LitElement {
  static override styles = [base, budgetDialogStyles];

  @property({ type: Boolean }) accessor open = false;
  /** Left out: one that is to be made. */
  @property({ attribute: false }) accessor budget: Budget | undefined;
  /** Of the same scope. */
  @property({ attribute: false }) accessor others: readonly Budget[] = [];
  @property() accessor scope: BudgetScope = 'own';
  @property() accessor month = '';
  @property() accessor today = '';
  @property() accessor currency = 'USD';
  /** What a new one is for, to begin with. */
  @property() accessor first = '';
  /** It can be looked at, not changed. */
  @property({ type: Boolean }) accessor still = false;
  @state() private accessor code = '';
  @state() private accessor amount = '';
  @state() private accessor moving = false;
  @state() private accessor busy = '';
  @state() private accessor wrong: { field: string; sentence: string } | null = null;

  readonly #categories = new Watch(this, () => ({ ...categories(), enabled: this.open }));
  readonly #past = new Watch(this, () => ({
    ...budgetHistory(this.scope, this.code === REST ? null : this.code, this.month),
    enabled: this.open && this.code !== '',
  }));

  override willUpdate(changed: PropertyValues<this>) {
    const other = changed.has('budget') && changed.get('budget')?.id !== this.budget?.id;
    if (!(changed.has('open') && this.open) && !other) return;
    this.code = this.budget ? (this.budget.category?.code ?? REST) : this.first;
    this.amount = this.budget ? whole(this.budget.planned.amount) : '';
    this.moving = false;
    this.wrong = null;
  }

  #error(field: string) {
    return this.wrong?.field === field ? this.wrong.sentence : '';
  }

  override render() {
    const { budget } = this;
    return html`<lb-dialog
      heading=${budget ? budgetName(budget) : 'A new budget'}
      .open=${this.open}
      @lb-close=${(event: Event) => {
        event.stopPropagation();
        this.#close();
      }}
    >
      ${this.open ? html`<div class="all">${this.#content()}</div>` : nothing}
      ${
        this.still
          ? nothing
          : html`<div slot="footer" class="line">
              <lb-button
                kind="primary"
                label=${budget ? 'Save' : 'Plan it'}
                .busy=${this.busy === 'save'}
                @click=${() => this.renderRoot.querySelector('form')?.requestSubmit()}
              ></lb-button>
              <lb-button kind="plain" label="Cancel" @click=${this.#close}></lb-button>
            </div>`
      }
    </lb-dialog>`;
  }

  #content() {
    const { budget } = this;
    const history = this.code ? this.#past.data : undefined;
    return html`${budget ? budgetStands(budget, this.month, this.today) : nothing}
      ${this.still ? budgetAverages(history, null) : this.#form()}
      <lb-budget-past
        today=${this.today}
        label=${budget ? budgetName(budget) : this.#label}
        .history=${history}
      ></lb-budget-past>
      ${budget ? this.#more(budget) : nothing}`;
  }

  #form() {
    const { budget } = this;
    return html`<form @submit=${this.#save} novalidate>
      ${
        budget
          ? nothing
          : html`<lb-combobox
              label="For"
              placeholder="Type or choose"
              .options=${this.#options}
              .value=${this.code}
              .error=${this.#error('category')}
              @lb-change=${(event: CustomEvent<string>) => (this.code = event.detail)}
            ></lb-combobox>`
      }
      <lb-field
        label="A month, in ${budget?.planned.currency ?? this.currency}"
        name="amount"
        inputmode="decimal"
        autocomplete="off"
        required
        .value=${this.amount}
        .error=${this.#error('amount')}
        @input=${(event: InputEvent) => (this.amount = (event.target as HTMLInputElement).value)}
      ></lb-field>
      ${budgetAverages(this.code ? this.#past.data : undefined, (amount) => {
        this.amount = whole(amount);
      })}
      ${budget ? budgetHolds(budget, this.month, this.today) : nothing}
      <lb-check
        label="What is left goes on into the next month"
        hint="So does what was spent beyond it. Else every month begins anew."
        name="carries"
        .checked=${budget?.carries ?? false}
      ></lb-check>
      ${
        this.wrong && !['amount', 'category'].includes(this.wrong.field)
          ? html`<p class="error" role="alert">${this.wrong.sentence}</p>`
          : nothing
      }
    </form>`;
  }

  #more(budget: Budget) {
    const { category } = budget;
    return html`<div class="more stack">
      <div class="line">
        ${
          category
            ? html`<lb-button
                kind="plain"
                label="Its transactions"
                .icon=${List}
                href=${rowsHref(category.code, this.month)}
              ></lb-button>`
            : nothing
        }
        ${
          this.still || this.others.length === 0
            ? nothing
            : html`<lb-button
                kind="plain"
                label="Move money"
                .icon=${ArrowLeftRight}
                @click=${() => (this.moving = !this.moving)}
              ></lb-button>`
        }
        ${
          this.still
            ? nothing
            : html`<lb-button
                kind="plain"
                label="End it from ${monthName(this.month, this.today)} on"
                .busy=${this.busy === 'end'}
                @click=${() => this.#do('end', () => endBudget(budget.id, this.month))}
              ></lb-button>`
        }
      </div>
      ${
        this.moving
          ? html`<lb-budget-move
              .budget=${budget}
              .others=${this.others}
              month=${this.month}
              today=${this.today}
              @lb-done=${({ detail }: CustomEvent<Change>) => this.#done(detail)}
            ></lb-budget-move>`
          : nothing
      }
    </div>`;
  }

  get #options() {
    return budgetOptions(this.#categories.data?.groups ?? [], this.others);
  }

  get #label(): string {
    return this.#options.find(({ value }) => value === this.code)?.label ?? '';
  }

  #save = async (event: SubmitEvent) => {
    event.preventDefault();
    if (this.busy) return;
    const form = new FormData(event.target as HTMLFormElement);
    const amount = readAmount(String(form.get('amount')));
    this.wrong = null;
    if (!this.code) this.wrong = { field: 'category', sentence: 'Choose what it is for.' };
    else if (amount === null) {
      this.wrong = { field: 'amount', sentence: 'This is not an amount.' };
    }
    if (this.wrong || amount === null) return;
    await this.#do('save', () => this.#send(form, amount));
  };

  #send(form: FormData, amount: string) {
    const { budget, month, scope } = this;
    const carries = form.has('carries');
    if (!budget) {
      const category = this.code === REST ? null : this.code;
      return makeBudgets({ scope, month, budgets: [{ category, amount, carries }] });
    }
    const only = form.get('holds') === 'only';
    return changeBudget(budget.id, {
      month,
      amount,
      only,
      ...(carries !== budget.carries && { carries }),
    });
  }

  async #do(what: string, work: () => Promise<Change>) {
    this.busy = what;
    try {
      this.#done(await work());
    } catch (error) {
      const field = error instanceof ApiError ? (error.field ?? '') : '';
      // Whoever saves what stands already has what they want.
      if (error instanceof ApiError && error.code === 'conflict' && this.budget) this.#close();
      else this.wrong = { field, sentence: sentenceOf(error) };
    } finally {
      this.busy = '';
    }
  }

  #done({ id, sentence }: Change) {
    this.#close();
    toast(`${sentence}.`, { undo: () => undoChange(id) });
  }

  #close = () => {
    this.dispatchEvent(new CustomEvent('lb-close'));
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'lb-budget-dialog': LbBudgetDialog;
  }
}
