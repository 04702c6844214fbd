import type { BudgetIdeas, BudgetScope } from '#server/contract/budgets.ts';
import { ApiError, sentenceOf } from '#web/api.ts';
import { budgetIdeas, makeBudgets } from '#web/state/budgets.ts';
import { undoChange } from '#web/state/changes.ts';
import { Watch } from '#web/state/client.ts';
import { base } from '#web/ui/base.ts';
import { moneyText, plural } from '#web/ui/format.ts';
import '#web/ui/lb-button.ts';
import '#web/ui/lb-category-mark.ts';
import '#web/ui/lb-check.ts';
import '#web/ui/lb-empty.ts';
import '#web/ui/lb-field.ts';
import '#web/ui/lb-skeleton.ts';
import { toast } from '#web/ui/lb-toast.ts';
import { readAmount } from '#web/ui/read-amount.ts';
import { PiggyBank } from 'lucide';
import { LitElement, css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';

interface Offer {
  /** Empty for everything else. */
  code: string;
  label: string;
  amount: string;
  hint: string;
}

/** What to begin with: what each group usually comes to, to take, change or leave out. */
@customElement('lb-budgets-ideas')
export class LbBudgetsIdeas extends LitElement {
  static override styles = [
    base,
    css`
      form {
        display: grid;
        gap: 4px;
      }
      ul {
        margin-block: 8px;
      }
      /* Its name stands beside it, and is read aloud with it. */
      .field > label {
        position: absolute;
        width: 1px;
        height: 1px;
        overflow: hidden;
        clip-path: inset(50%);
      }
      li {
        position: relative;
        display: grid;
        grid-template-columns: minmax(0, 1fr) 6.5rem;
        align-items: center;
        gap: 4px 12px;
        padding-block: 10px;
        border-top: 1px solid var(--line);
      }
    `,
  ];

  @property() accessor scope: BudgetScope = 'own';
  @property() accessor month = '';
  @property() accessor currency = 'USD';
  @state() private accessor busy = false;
  @state() private accessor wrong = new Map<string, string>();

  readonly #ideas = new Watch(this, () => budgetIdeas(this.scope));

  override render() {
    const { data, error } = this.#ideas;
    if (!data && !error) {
      return html`<div class="card">
        <lb-skeleton shape="rows" count="6" label="What is usual"></lb-skeleton>
      </div>`;
    }
    const offers = data ? offersOf(data) : [];
    return offers.length === 0 ? this.#nothing() : this.#offer(offers);
  }

  #nothing() {
    return html`<div class="card">
      <lb-empty
        heading="Plan a month"
        text="A budget says what a category may take in a month, and shows what is left of it."
        .icon=${PiggyBank}
        ><lb-button kind="primary" label="Make a budget" @click=${this.#other}></lb-button
      ></lb-empty>
    </div>`;
  }

  #offer(offers: Offer[]) {
    return html`<section class="card" aria-labelledby="begin">
      <h2 id="begin">Begin with what is usual</h2>
      <p class="muted">
        This is what each takes in a month. Take what helps, and change what you like.
      </p>
      <form @submit=${this.#save} novalidate>
        <ul>
          ${offers.map(
            ({ code, label, amount, hint }) =>
              html`<li>
                <lb-check
                  label=${label}
                  name="take"
                  value=${code || 'REST'}
                  hint=${hint}
                  checked
                ></lb-check>
                <lb-field
                  label="A month for ${label}"
                  name=${code || 'REST'}
                  inputmode="decimal"
                  autocomplete="off"
                  .value=${amount}
                  .error=${this.wrong.get(code || 'REST') ?? ''}
                ></lb-field>
              </li>`,
          )}
        </ul>
        ${
          this.wrong.has('')
            ? html`<p class="error" role="alert">${this.wrong.get('')}</p>`
            : nothing
        }
        <div class="line">
          <lb-button type="submit" kind="primary" label="Plan these" .busy=${this.busy}></lb-button>
          <lb-button kind="plain" label="Something else" @click=${this.#other}></lb-button>
        </div>
      </form>
    </section>`;
  }

  #other = () => this.dispatchEvent(new CustomEvent('lb-other'));

  #save = async (event: SubmitEvent) => {
    event.preventDefault();
    if (this.busy) return;
    const form = new FormData(event.target as HTMLFormElement);
    const wrong = new Map<string, string>();
    const taken = form.getAll('take').map(String);
    const chosen = taken.map((code) => {
      const amount = readAmount(String(form.get(code)));
      if (amount === null) wrong.set(code, 'This is not an amount.');
      return { category: code === 'REST' ? null : code, amount: amount ?? '' };
    });
    if (taken.length === 0) wrong.set('', 'Take at least one.');
    this.wrong = wrong;
    if (wrong.size > 0) return;
    this.busy = true;
    try {
      const body = { scope: this.scope, month: this.month, budgets: chosen };
      const { id, sentence } = await makeBudgets(body);
      toast(`${sentence}.`, { undo: () => undoChange(id) });
    } catch (error) {
      const field = error instanceof ApiError ? (error.field ?? '') : '';
      this.wrong = new Map([[field === 'amount' ? '' : field, sentenceOf(error)]]);
    } finally {
      this.busy = false;
    }
  };
}

/** Without cents: nobody plans in them. */
const whole = (amount: string) => amount.replace(/\.0+$/, '');

function offersOf({ ideas, rest }: BudgetIdeas): Offer[] {
  const over = (months: number) => `The average of ${plural(months, 'month')}`;
  return [
    ...ideas.map(({ category, months, amount, usual }) => ({
      code: category.code,
      label: category.label,
      amount: whole(amount.amount),
      hint: usual
        ? `Most months ${moneyText(usual.low)} to ${moneyText(usual.high)}`
        : over(months),
    })),
    ...(rest
      ? [
          {
            code: '',
            label: 'Everything else',
            amount: whole(rest.amount.amount),
            hint: over(rest.months),
          },
        ]
      : []),
  ];
}

declare global {
  interface HTMLElementTagNameMap {
    'lb-budgets-ideas': LbBudgetsIdeas;
  }
}
