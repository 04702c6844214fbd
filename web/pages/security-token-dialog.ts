import type { ApiScope } from '#server/contract/credentials.ts';
import { ApiError, sentenceOf, wasCancelled } from '#web/api.ts';
import type { Reply } from '#web/api.ts';
import { makeToken } from '#web/state/credentials.ts';
import { base } from '#web/ui/base.ts';
import { moment } from '#web/ui/format.ts';
import '#web/ui/lb-button.ts';
import '#web/ui/lb-check.ts';
import '#web/ui/lb-dialog.ts';
import '#web/ui/lb-field.ts';
import '#web/ui/lb-notice.ts';
import '#web/ui/lb-once.ts';
import { LitElement, html, nothing } from 'lit';
import type { PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { securityStyles } from './security-styles.ts';

type Made = Reply<'POST /api/tokens'>;

interface Scope {
  value: ApiScope;
  label: string;
  hint: string;
}

const scopes: readonly Scope[] = [
  { value: 'read', label: 'Read', hint: 'What you may see: accounts, transactions, totals.' },
  { value: 'write', label: 'Change', hint: 'What you may change, such as categories and notes.' },
];
const administer: Scope = {
  value: 'admin',
  label: 'Administer',
  hint: 'What only owners may: members, the state of every bank link.',
};

const lifetimes = [
  { value: '7', label: 'A week' },
  { value: '30', label: '30 days' },
  { value: '90', label: '90 days' },
  { value: '365', label: 'A year' },
];

/** Makes a token and shows it this once. */
@customElement('lb-token-dialog')
export class LbTokenDialog extends LitElement {
  static override styles = [base, securityStyles];

  @property() accessor timeZone = 'UTC';
  @property({ type: Boolean }) accessor open = false;
  @property({ type: Boolean }) accessor owner = false;
  @state() private accessor made: Made | undefined;
  @state() private accessor busy = false;
  @state() private accessor problem = '';

  override willUpdate(changed: PropertyValues<this>) {
    if (!changed.has('open')) return;
    // A token that was shown is not kept.
    this.made = undefined;
    this.problem = '';
  }

  override render() {
    const { made, open } = this;
    return html`<lb-dialog heading=${made ? 'The token is ready' : 'Make a token'} .open=${open}>
      ${open ? (made ? this.#shown(made) : this.#form()) : nothing}
      ${
        made
          ? html`<lb-button
              slot="footer"
              kind="primary"
              label="Done"
              @click=${this.#close}
            ></lb-button>`
          : html`<lb-button slot="footer" label="Cancel" @click=${this.#close}></lb-button>
              <lb-button
                slot="footer"
                type="submit"
                form="make"
                kind="primary"
                label="Make it"
                .busy=${this.busy}
              ></lb-button>`
      }
    </lb-dialog>`;
  }

  #form() {
    return html`<form id="make" class="stack" @submit=${this.#submit}>
      ${
        this.problem
          ? html`<lb-notice kind="attention" urgent>${this.problem}</lb-notice>`
          : nothing
      }
      <lb-field
        label="What is it for?"
        name="name"
        hint="The name of the program, say."
        autocomplete="off"
        maxlength="80"
        required
        autofocus
      ></lb-field>
      <fieldset>
        <legend>What may it do?</legend>
        ${[...scopes, ...(this.owner ? [administer] : [])].map(
          ({ value, label, hint }) =>
            html`<lb-check
              name="scopes"
              value=${value}
              label=${label}
              hint=${hint}
              ?checked=${value === 'read'}
            ></lb-check>`,
        )}
      </fieldset>
      <lb-select
        label="How long?"
        name="days"
        value="90"
        hint="After that it stops working by itself."
        .options=${lifetimes}
      ></lb-select>
    </form>`;
  }

  #shown({ token, name, expiresAt }: Made) {
    return html`<div class="stack">
      <p>
        Give it to “${name}” now: it is not shown again. It works until
        ${moment(expiresAt, this.timeZone)}, and whoever has it can do what it may.
      </p>
      <lb-once text=${token} what="token"></lb-once>
      <p class="small muted">
        A program sends it with every request, as
        <code>Authorization: Bearer ${token.slice(0, 8)}…</code>
      </p>
    </div>`;
  }

  #close = () => {
    this.dispatchEvent(new CustomEvent('lb-close'));
  };

  #submit = async (event: SubmitEvent) => {
    event.preventDefault();
    if (this.busy) return;
    const given = new FormData(event.target as HTMLFormElement);
    const chosen = given.getAll('scopes') as ApiScope[];
    if (chosen.length === 0) {
      this.problem = 'Choose at least one thing that it may do.';
      return;
    }
    this.busy = true;
    this.problem = '';
    try {
      const [name, days] = [String(given.get('name')), Number(given.get('days'))];
      this.made = await makeToken({ name, scopes: chosen, days });
    } catch (error) {
      if (!wasCancelled(error)) this.problem = this.#sentence(error);
    } finally {
      this.busy = false;
    }
  };

  #sentence(error: unknown): string {
    const about = error instanceof ApiError && error.field === 'name';
    return about ? `The name ${sentenceOf(error)}.` : sentenceOf(error);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lb-token-dialog': LbTokenDialog;
  }
}
