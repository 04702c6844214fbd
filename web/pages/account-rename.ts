import type { Account } from '#server/contract/accounts.ts';
import { sentenceOf } from '#web/api.ts';
import { renameAccount } from '#web/state/accounts.ts';
import { base } from '#web/ui/base.ts';
import '#web/ui/lb-button.ts';
import '#web/ui/lb-dialog.ts';
import '#web/ui/lb-field.ts';
import { toast } from '#web/ui/lb-toast.ts';
import { LitElement, css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';

/** A name of the household's own for an account. Its owner closes it on `lb-close`. */
@customElement('lb-account-rename')
export class LbAccountRename extends LitElement {
  static override styles = [
    base,
    css`
      form {
        display: grid;
        gap: 12px;
      }
    `,
  ];

  @property({ attribute: false }) accessor account: Account | undefined;
  @property({ type: Boolean }) accessor open = false;
  @state() private accessor saving = false;
  @state() private accessor wrong = '';

  override render() {
    const one = this.account;
    if (!one) return nothing;
    return html`<lb-dialog heading="Rename the account" .open=${this.open}>
      <form @submit=${this.#rename}>
        <lb-field
          label="Name"
          name="name"
          maxlength="80"
          autocomplete="off"
          required
          .value=${one.name}
          .error=${this.wrong}
          hint=${one.officialName ? `The bank calls it “${one.officialName}”.` : ''}
        ></lb-field>
        <div class="line">
          <lb-button kind="primary" type="submit" label="Save" .busy=${this.saving}></lb-button>
          ${
            one.officialName && one.officialName !== one.name
              ? html`<lb-button
                  kind="plain"
                  label="Use the bank’s name"
                  @click=${() => this.#saveName(null)}
                ></lb-button>`
              : nothing
          }
        </div>
      </form>
    </lb-dialog>`;
  }

  #rename = (event: SubmitEvent) => {
    event.preventDefault();
    const name = String(new FormData(event.target as HTMLFormElement).get('name') ?? '').trim();
    void this.#saveName(name);
  };

  async #saveName(name: string | null) {
    this.wrong = '';
    this.saving = true;
    try {
      const saved = await renameAccount(this.account?.id ?? '', name);
      this.dispatchEvent(new CustomEvent('lb-close', { bubbles: true }));
      toast(`Now called “${saved.name}”.`);
    } catch (error) {
      this.wrong = `Not saved: ${sentenceOf(error)}`;
    } finally {
      this.saving = false;
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lb-account-rename': LbAccountRename;
  }
}
