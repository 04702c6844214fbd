import type { ApiScope } from '#server/contract/credentials.ts';
import { sentenceOf } from '#web/api.ts';
import { Watch } from '#web/state/client.ts';
import { removeToken, tokens } from '#web/state/credentials.ts';
import type { ApiToken } from '#web/state/credentials.ts';
import { failed, old } from '#web/ui/asked.ts';
import { base } from '#web/ui/base.ts';
import { listed, moment } from '#web/ui/format.ts';
import '#web/ui/lb-button.ts';
import '#web/ui/lb-skeleton.ts';
import '#web/ui/lb-sure.ts';
import { toast } from '#web/ui/lb-toast.ts';
import { Plus, Trash2 } from 'lucide';
import { LitElement, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { securityStyles } from './security-styles.ts';
import './security-token-dialog.ts';

const may: Record<ApiScope, string> = { read: 'read', write: 'change', admin: 'administer' };

/** Tokens with which programs act as their owner. */
@customElement('lb-security-tokens')
export class LbSecurityTokens extends LitElement {
  static override styles = [base, securityStyles];

  @property() accessor timeZone = 'UTC';
  @property({ type: Boolean }) accessor owner = false;
  @state() private accessor making = false;
  @state() private accessor removing: ApiToken | undefined;
  @state() private accessor busy = false;
  readonly #tokens = new Watch(this, tokens);

  override render() {
    const { data, error, stale } = this.#tokens;
    if (!data && error) {
      return failed(`Your tokens could not be loaded. ${sentenceOf(error)}`, this.#tokens);
    }
    if (!data) return html`<lb-skeleton count="3" label="Loading your tokens"></lb-skeleton>`;
    return html`<div class="part">
      ${stale ? old(this.#tokens) : nothing}
      <p class="muted">
        With a token a program of yours sees what you see, and no more. What it can ask for stands
        in <a href="/api-docs">the description for programs</a>.
      </p>
      ${
        data.tokens.length
          ? html`<ul class="rows">
              ${repeat(data.tokens, ({ id }) => id, this.#row)}
            </ul>`
          : nothing
      }
      <lb-button
        label="Make a token …"
        .icon=${Plus}
        @click=${() => (this.making = true)}
      ></lb-button>
      <lb-token-dialog
        timeZone=${this.timeZone}
        ?owner=${this.owner}
        ?open=${this.making}
        @lb-close=${this.#close}
      ></lb-token-dialog>
      ${this.#removeDialog()}
    </div>`;
  }

  #row = (token: ApiToken) => {
    const { name, scopes, expiresAt, lastUsedAt } = token;
    const used = lastUsedAt ? `last used ${moment(lastUsedAt, this.timeZone)}` : 'not used yet';
    return html`<li>
      <div>
        <h3>${name}</h3>
        <p class="small muted">
          May ${listed(scopes.map((scope) => may[scope]))} · ends
          ${moment(expiresAt, this.timeZone)} · ${used}
        </p>
      </div>
      <lb-button
        kind="plain"
        label="Remove …"
        .name=${`Remove the token ${name}`}
        @click=${() => (this.removing = token)}
      ></lb-button>
    </li>`;
  };

  #removeDialog() {
    const { removing } = this;
    return html`<lb-sure
      heading="Remove the token?"
      label="Remove it"
      .icon=${Trash2}
      .open=${removing !== undefined}
      .busy=${this.busy}
      @lb-close=${this.#close}
      @lb-yes=${() => this.#remove(removing)}
    >
      <p>Programs that use “${removing?.name}” are refused from now on.</p>
    </lb-sure>`;
  }

  #close = () => {
    this.making = false;
    this.removing = undefined;
  };

  async #remove(token: ApiToken | undefined) {
    if (!token || this.busy) return;
    this.busy = true;
    try {
      await removeToken(token.id);
      this.#close();
      toast(`The token “${token.name}” is removed.`);
    } catch (error) {
      toast(sentenceOf(error), { failed: true });
    } finally {
      this.busy = false;
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lb-security-tokens': LbSecurityTokens;
  }
}
