import type { Account } from '#server/contract/accounts.ts';
import type { AssetKind } from '#server/contract/assets.ts';
import type { Change } from '#server/contract/transactions.ts';
import { ApiError, sentenceOf } from '#web/api.ts';
import { go } from '#web/state/address.ts';
import { addAsset, changeAsset, deleteAsset } from '#web/state/assets.ts';
import { undoChange } from '#web/state/changes.ts';
import { assetKinds, isOwed, worthWord } from '#web/ui/asset-words.ts';
import { base } from '#web/ui/base.ts';
import '#web/ui/lb-button.ts';
import '#web/ui/lb-dialog.ts';
import '#web/ui/lb-field.ts';
import { toast } from '#web/ui/lb-toast.ts';
import { readAmount } from '#web/ui/read-amount.ts';
import { currencyChoices } from '#web/ui/regions.ts';
import { LitElement, css, html, nothing } from 'lit';
import type { PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';

const undoing = ({ id }: Change) => ({
  undo: () => undoChange(id).catch((error: unknown) => toast(sentenceOf(error), { failed: true })),
});

/**
 * Asks for something to be kept by hand, or changes what one is called and is. Its owner sets
 * `open` and takes it back on `lb-close`.
 */
@customElement('lb-asset-sheet')
export class LbAssetSheet extends LitElement {
  static override styles = [
    base,
    css`
      form {
        display: grid;
        gap: 16px;
        grid-template-columns: minmax(0, 1fr);
      }
      .two {
        display: grid;
        gap: 16px;
        grid-template-columns: repeat(auto-fit, minmax(min(100%, 180px), 1fr));
        align-items: start;
      }
    `,
  ];

  @property({ type: Boolean }) accessor open = false;
  /** One that is kept already; else a new one is made. */
  @property({ attribute: false }) accessor account: Account | undefined;
  @property() accessor today = '';
  @property() accessor currency = 'USD';
  @state() private accessor kind: AssetKind = 'house';
  @state() private accessor busy = '';
  @state() private accessor wrong: { field: string; sentence: string } | null = null;

  override willUpdate(changed: PropertyValues<this>) {
    if (!changed.has('open') || !this.open) return;
    this.wrong = null;
    this.kind = (this.account?.subtype as AssetKind | undefined) ?? 'house';
  }

  #error(field: string) {
    return this.wrong?.field === field ? this.wrong.sentence : '';
  }

  override render() {
    const { account } = this;
    return html`<lb-dialog
      heading=${account ? 'Change it' : 'Add something by hand'}
      .open=${this.open}
    >
      ${this.open ? this.#form(account) : nothing}
      <lb-button
        slot="footer"
        label="Cancel"
        @click=${() => this.dispatchEvent(new CustomEvent('lb-close'))}
      ></lb-button>
      <lb-button
        slot="footer"
        kind="primary"
        label=${account ? 'Save' : 'Add it'}
        .busy=${this.busy === 'save'}
        @click=${() => this.renderRoot.querySelector('form')?.requestSubmit()}
      ></lb-button>
    </lb-dialog>`;
  }

  #form(account: Account | undefined) {
    const kinds = assetKinds.filter((one) => !account || isOwed(one.value) === isOwed(this.kind));
    const example = assetKinds.find(({ value }) => value === this.kind)?.example;
    return html`<form @submit=${this.#save} novalidate>
      <lb-select
        label="What is it?"
        name="kind"
        .value=${this.kind}
        .options=${kinds}
        .error=${this.#error('kind')}
        @change=${(event: Event) =>
          (this.kind = (event.target as HTMLSelectElement).value as AssetKind)}
      ></lb-select>
      <lb-field
        label="Name"
        name="name"
        required
        maxlength="80"
        autocomplete="off"
        placeholder=${example ?? ''}
        .value=${account?.name ?? ''}
        .error=${this.#error('name')}
      ></lb-field>
      ${account ? this.#away(account) : this.#first()}
      <!-- Without one of its own a form is not sent by Enter. -->
      <button type="submit" hidden></button>
      ${
        this.wrong && !['kind', 'name', 'worth', 'day', 'currency'].includes(this.wrong.field)
          ? html`<p role="alert">${this.wrong.sentence}</p>`
          : nothing
      }
    </form>`;
  }

  /** Its first value. */
  #first() {
    const word = isOwed(this.kind) ? 'How much is owed' : 'What it is worth';
    return html`<div class="two">
        <lb-field
          label=${word}
          name="worth"
          inputmode="decimal"
          autocomplete="off"
          required
          .error=${this.#error('worth')}
        ></lb-field>
        <lb-select
          label="Currency"
          name="currency"
          .value=${this.currency}
          .options=${currencyChoices(this.currency)}
          .error=${this.#error('currency')}
        ></lb-select>
      </div>
      <lb-field
        label="On"
        name="day"
        type="date"
        required
        max=${this.today}
        .value=${this.today}
        .error=${this.#error('day')}
        hint="Other days can be added on its page. Nobody else sees it until you share it."
      ></lb-field>`;
  }

  #away(account: Account) {
    const gone = account.closedAt !== null;
    return html`<div class="stack">
      <p class="small muted">
        ${
          gone
            ? 'You have it no more: it is in no total, and its history stays.'
            : `Sold, given away or paid off? Then it is in no total any more; its history stays.`
        }
      </p>
      <div class="line">
        <lb-button
          label=${gone ? 'It is there again' : 'It is there no more'}
          .busy=${this.busy === 'gone'}
          @click=${() => this.#do('gone', () => changeAsset(account.id, { gone: !gone }))}
        ></lb-button>
        ${
          account.access === 'own'
            ? html`<lb-button
                kind="danger"
                label="Delete it with its values"
                .busy=${this.busy === 'delete'}
                @click=${() => this.#delete(account)}
              ></lb-button>`
            : nothing
        }
      </div>
    </div>`;
  }

  #save = (event: SubmitEvent) => {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    if (!form.reportValidity()) return;
    const given = Object.fromEntries(new FormData(form)) as Record<string, string>;
    const { name = '', day = '', currency = '' } = given;
    const kind = given.kind as AssetKind;
    const { account } = this;
    if (account) {
      const patch = {
        ...(name.trim() === account.name ? {} : { name }),
        ...(kind === account.subtype ? {} : { kind }),
      };
      if (Object.keys(patch).length === 0) {
        this.dispatchEvent(new CustomEvent('lb-close'));
        return;
      }
      void this.#do('save', () => changeAsset(account.id, patch));
      return;
    }
    const worth = readAmount(given.worth ?? '');
    if (worth === null) {
      this.wrong = {
        field: 'worth',
        sentence: `${worthWord(kind)} is an amount, such as 1200.50.`,
      };
      return;
    }
    void this.#do('save', async () => {
      const made = await addAsset({ name, kind, currency, worth, day });
      go(`/accounts/${made.account.id}`);
      return made;
    });
  };

  #delete(account: Account) {
    const leave = () => go('/accounts', { replace: true });
    return this.#do('delete', () => deleteAsset(account.id, leave));
  }

  async #do(busy: string, work: () => Promise<{ change: Change }>) {
    if (this.busy) return;
    this.busy = busy;
    this.wrong = null;
    try {
      const { change } = await work();
      this.dispatchEvent(new CustomEvent('lb-close'));
      toast(`${change.sentence}.`, undoing(change));
    } catch (error) {
      const field = error instanceof ApiError ? (error.field ?? '') : '';
      this.wrong = { field, sentence: sentenceOf(error) };
    } finally {
      this.busy = '';
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lb-asset-sheet': LbAssetSheet;
  }
}
