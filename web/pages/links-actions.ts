import type { BankLink } from '#server/contract/links.ts';
import { sentenceOf } from '#web/api.ts';
import { refreshLink, removeLink, startLink, syncLink } from '#web/state/links.ts';
import { actionWords } from '#web/ui/link-words.ts';
import { base } from '#web/ui/base.ts';
import '#web/ui/lb-button.ts';
import '#web/ui/lb-dialog.ts';
import '#web/ui/lb-menu.ts';
import type { MenuItem } from '#web/ui/lb-menu.ts';
import { toast } from '#web/ui/lb-toast.ts';
import { BellRing, KeyRound, ListChecks, Plus, RefreshCw, Trash2 } from 'lucide';
import { LitElement, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { actionsStyles, lastWarning, removeChoice } from './links-remove.ts';
import type { Keep } from './links-remove.ts';

type Work = 'start' | 'sync' | 'refresh' | 'remove';

/**
 * What can be done with one bank link: the thing it asks for as a button, the rest in a menu. What
 * costs money or takes something away is asked about first.
 */
@customElement('lb-link-actions')
export class LbLinkActions extends LitElement {
  static override styles = [base, actionsStyles];

  @property({ attribute: false }) accessor link: BankLink | undefined;
  @state() private accessor busy: Work | '' = '';
  @state() private accessor asking: 'refresh' | 'remove' | 'delete' | '' = '';
  @state() private accessor keep: Keep = 'archive';

  override connectedCallback() {
    super.connectedCallback();
    addEventListener('pageshow', this.#rest);
  }

  override disconnectedCallback() {
    super.disconnectedCallback();
    removeEventListener('pageshow', this.#rest);
  }

  /** Back from the bank by the Back button: nothing is at work any more. */
  readonly #rest = () => {
    this.busy = '';
  };

  override render() {
    const { link } = this;
    if (!link) return nothing;
    if (!link.mine) {
      return html`<p class="small muted">Only ${link.owner.name} can change this connection.</p>`;
    }
    const { name } = link.institution;
    const live = link.state !== 'archived' && link.state !== 'gone';
    return html`<div class="line">
        ${
          link.action === 'none'
            ? nothing
            : html`<lb-button
                kind="primary"
                .icon=${link.action === 'repair' ? KeyRound : Plus}
                label=${actionWords[link.action]}
                .name=${`${actionWords[link.action]}: ${name}`}
                .busy=${this.busy === 'start'}
                @click=${() => this.#start(link.action === 'add_accounts')}
              ></lb-button>`
        }
        ${
          link.state === 'archived'
            ? html`<lb-button
                .icon=${Plus}
                label=${actionWords.relink}
                .name=${`${actionWords.relink}: ${name}`}
                .busy=${this.busy === 'start'}
                @click=${() => this.#start(false)}
              ></lb-button>`
            : nothing
        }
        ${
          live && link.state !== 'needs_sign_in'
            ? html`<lb-button
                .icon=${RefreshCw}
                label="Sync now"
                .name=${`Sync now: ${name}`}
                .busy=${this.busy === 'sync' || link.syncing}
                @click=${() => this.#act('sync')}
              ></lb-button>`
            : nothing
        }
        <lb-menu label="More for ${name}" .items=${this.#items(live)} @lb-choose=${this.#choose}>
        </lb-menu>
      </div>
      ${
        link.state === 'archived'
          ? html`<p class="small muted">
              Connected again with the same sign-in, it goes on with this history. That uses one
              more connection.
            </p>`
          : nothing
      }
      ${this.#refreshDialog(name)} ${this.#removeDialog(link)}`;
  }

  #items(live: boolean): MenuItem[] {
    const remove = {
      id: 'remove',
      label: live ? 'Remove …' : 'Delete its history …',
      icon: Trash2,
      danger: true,
    };
    if (!live) return [remove];
    return [
      {
        id: 'refresh',
        label: 'Ask the bank for news …',
        icon: BellRing,
        hint: 'May cost something with your Plaid plan',
      },
      { id: 'accounts', label: 'Choose accounts', icon: ListChecks },
      { id: 'repair', label: 'Sign in at the bank again', icon: KeyRound },
      remove,
    ];
  }

  #choose = ({ detail }: CustomEvent<string>) => {
    if (detail === 'accounts') void this.#start(true);
    else if (detail === 'repair') void this.#start(false);
    else if (detail === 'refresh') this.asking = 'refresh';
    else {
      // Of a removed link nothing but its history is left to be taken away.
      const removed = this.link?.state === 'archived';
      this.keep = removed ? 'delete' : 'archive';
      this.asking = removed ? 'delete' : 'remove';
    }
  };

  #close = () => {
    this.asking = '';
  };

  #refreshDialog(name: string) {
    return html`<lb-dialog
      heading="Ask ${name} for news?"
      .open=${this.asking === 'refresh'}
      @lb-close=${this.#close}
    >
      <div class="stack">
        <p>
          Reading what Plaid has already collected is free and happens by itself, also with “Sync
          now”. This goes further: Plaid asks the bank at once.
        </p>
        <p>
          Plaid’s trial and the demo make no charge for it. On a paid plan each time is billed as
          one call of “Transactions Refresh”; your price stands in your Plaid dashboard.
        </p>
      </div>
      <lb-button slot="footer" label="Not now" @click=${this.#close}></lb-button>
      <lb-button
        slot="footer"
        kind="primary"
        label="Ask the bank, 1 call"
        .busy=${this.busy === 'refresh'}
        @click=${() => this.#act('refresh')}
      ></lb-button>
    </lb-dialog>`;
  }

  #removeDialog(link: BankLink) {
    const { name } = link.institution;
    const sure = this.asking === 'delete';
    const back = sure && link.state !== 'archived';
    return html`<lb-dialog
      heading=${sure ? 'Delete for good?' : `Remove ${name}?`}
      .open=${this.asking === 'remove' || sure}
      @lb-close=${this.#close}
    >
      ${
        sure
          ? lastWarning(link)
          : removeChoice(link, this.keep, (keep) => {
              this.keep = keep;
            })
      }
      <lb-button
        slot="footer"
        label=${back ? 'Back' : 'Cancel'}
        @click=${() => (this.asking = back ? 'remove' : '')}
      ></lb-button>
      ${
        this.keep === 'delete' && !sure
          ? html`<lb-button
              slot="footer"
              kind="danger"
              label="Continue"
              @click=${() => (this.asking = 'delete')}
            ></lb-button>`
          : html`<lb-button
              slot="footer"
              kind=${sure ? 'danger' : 'primary'}
              label=${sure ? 'Delete it all' : 'Remove and keep the history'}
              .busy=${this.busy === 'remove'}
              @click=${() => this.#remove(link)}
            ></lb-button>`
      }
    </lb-dialog>`;
  }

  async #start(chooseAccounts: boolean) {
    const { link } = this;
    if (!link) return;
    this.busy = 'start';
    try {
      // Of a connection that has ended nothing can be repaired: a new one takes up its history.
      const ended = link.action === 'relink' || link.state === 'archived';
      const relink = ended && !chooseAccounts;
      location.assign(await startLink(relink ? {} : { link: link.id, chooseAccounts }));
    } catch (error) {
      this.busy = '';
      toast(sentenceOf(error), { failed: true });
    }
  }

  async #act(work: 'sync' | 'refresh') {
    const { link } = this;
    if (!link) return;
    this.busy = work;
    try {
      await (work === 'sync' ? syncLink(link.id) : refreshLink(link.id));
      if (work === 'refresh') toast(`${link.institution.name} is being asked for news.`);
      this.asking = '';
    } catch (error) {
      toast(sentenceOf(error), { failed: true });
    } finally {
      this.busy = '';
    }
  }

  async #remove(link: BankLink) {
    this.busy = 'remove';
    try {
      await removeLink(link.id, this.keep);
      this.asking = '';
      const kept = this.keep === 'archive' ? 'Its history is kept.' : 'Nothing of it is left.';
      toast(`${link.institution.name} is removed. ${kept}`);
      this.dispatchEvent(new CustomEvent('lb-removed', { detail: this.keep }));
    } catch (error) {
      toast(sentenceOf(error), { failed: true });
    } finally {
      this.busy = '';
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lb-link-actions': LbLinkActions;
  }
}
