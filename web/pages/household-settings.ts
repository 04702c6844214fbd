import type { Household } from '#server/contract/session.ts';
import { LitElement, css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { ApiError, sentenceOf } from '#web/api.ts';
import { changeHousehold } from '#web/state/session.ts';
import { base } from '#web/ui/base.ts';
import '#web/ui/lb-button.ts';
import '#web/ui/lb-check.ts';
import '#web/ui/lb-field.ts';
import type { LbField } from '#web/ui/lb-field.ts';
import { toast } from '#web/ui/lb-toast.ts';
import { currencyChoices, timeZoneChoices } from '#web/ui/regions.ts';

type Given = Record<'name' | 'timeZone' | 'currency' | 'connectionLimit' | 'askWealth', string>;

const planHint =
  'How many the plan allows for its whole life: 10 on a trial plan. Every connection ever made ' +
  'counts.';

const wealthHint =
  'Plaid’s trial plan includes them. Others bill each by the month and bank link, from when it is ' +
  'first asked for until that link ends.';

/** The household's settings, for its owner. */
@customElement('lb-household-form')
export class LbHouseholdForm extends LitElement {
  static override styles = [
    base,
    css`
      .two {
        display: grid;
        gap: 16px;
        grid-template-columns: repeat(auto-fit, minmax(min(100%, 260px), 1fr));
        align-items: start;
      }
      .save {
        justify-self: start;
      }
    `,
  ];

  @property({ attribute: false }) accessor household: Household | undefined;
  @state() private accessor saving = false;

  override render() {
    const { household } = this;
    if (!household) return nothing;
    return html`<form class="stack" @submit=${this.#save}>
      <lb-field label="Name" name="name" value=${household.name} maxlength="80" required></lb-field>
      <div class="two">
        <lb-select
          label="Time zone"
          name="timeZone"
          value=${household.timeZone}
          hint="It decides when a day and a month begin."
          .options=${timeZoneChoices(household.timeZone)}
        ></lb-select>
        <lb-select
          label="Currency"
          name="currency"
          value=${household.currency}
          hint="Shown first. Others stand beside it; their rates are under Currencies."
          .options=${currencyChoices(household.currency)}
        ></lb-select>
      </div>
      <lb-field
        label="Bank connections in your Plaid plan"
        name="connectionLimit"
        type="number"
        inputmode="numeric"
        min="1"
        max="100000"
        value=${String(household.connectionLimit)}
        hint=${planHint}
        required
      ></lb-field>
      <lb-check
        label="Ask banks for rates, payments, holdings and trades too"
        name="askWealth"
        hint=${wealthHint}
        ?checked=${household.askWealth}
      ></lb-check>
      <lb-button
        class="save"
        type="submit"
        kind="primary"
        label="Save"
        .busy=${this.saving}
      ></lb-button>
    </form>`;
  }

  #save = async (event: SubmitEvent) => {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const given = Object.fromEntries(new FormData(form)) as Given;
    this.saving = true;
    try {
      await changeHousehold({
        name: given.name,
        timeZone: given.timeZone,
        currency: given.currency,
        connectionLimit: Number(given.connectionLimit),
        askWealth: given.askWealth !== undefined,
      });
      toast('Saved');
    } catch (error) {
      this.#explain(form, error);
    } finally {
      this.saving = false;
    }
  };

  #explain(form: HTMLFormElement, error: unknown) {
    const name = error instanceof ApiError ? error.field : undefined;
    const field = [...form.querySelectorAll<LbField>('lb-field, lb-select')].find(
      (one) => one.name === name,
    );
    if (!field) return toast(sentenceOf(error), { failed: true });
    field.error = sentenceOf(error);
    field.focus();
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lb-household-form': LbHouseholdForm;
  }
}
