import type { Account } from '#server/contract/accounts.ts';
import type { ShareLevel, Sharing } from '#server/contract/sharing.ts';
import { sentenceOf } from '#web/api.ts';
import { accounts } from '#web/state/accounts.ts';
import { Watch } from '#web/state/client.ts';
import { members } from '#web/state/members.ts';
import { looksOn, session } from '#web/state/session.ts';
import { share } from '#web/state/sharing.ts';
import { base } from '#web/ui/base.ts';
import { kindWords } from '#web/ui/account-words.ts';
import '#web/ui/lb-button.ts';
import '#web/ui/lb-sharing.ts';
import { levelChips, levelStyles } from '#web/ui/level-chips.ts';
import { onlyMe } from '#web/ui/sharing-words.ts';
import type { Person } from '#web/ui/sharing-words.ts';
import { toast } from '#web/ui/lb-toast.ts';
import { LitElement, css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';

/**
 * The one question after linking: who else may see these accounts. It is there while it is open for
 * an account of this link, and never again once it was answered; until then nobody else sees them.
 */
@customElement('lb-sharing-question')
export class LbSharingQuestion extends LitElement {
  static override styles = [
    base,
    levelStyles,
    css`
      :host {
        text-align: start;
      }
      .card {
        display: grid;
        gap: 16px;
        grid-template-columns: minmax(0, 1fr);
      }
      .intro {
        display: grid;
        gap: 8px;
      }
      li {
        display: grid;
        gap: 8px;
        grid-template-columns: minmax(0, 1fr);
        padding-block: 14px 6px;
        border-top: 1px solid var(--line);
      }
      h3 {
        overflow-wrap: anywhere;
      }
      .all {
        display: grid;
        gap: 8px;
      }
      .mask {
        white-space: nowrap;
      }
    `,
  ];

  /** The id of the bank link. */
  @property() accessor link = '';
  /** It can be put off here, as it is asked on the link's own page too. */
  @property({ type: Boolean }) accessor later = false;
  @state() private accessor chosen: ReadonlyMap<string, Sharing> = new Map();
  @state() private accessor saving = false;
  /** What became of the question on this page. */
  @state() private accessor outcome: 'saved' | 'later' | '' = '';

  readonly #accounts = new Watch(this, accounts);
  readonly #members = new Watch(this, members);
  readonly #session = new Watch(this, session);

  override render() {
    const who = this.#session.data;
    if (who?.state !== 'signed_in' || looksOn(who)) return nothing;
    const others = this.#members.data?.members.filter(({ id }) => id !== who.member.id) ?? [];
    const open = (this.#accounts.data?.accounts ?? []).filter(
      (one) => one.linkId === this.link && one.askSharing && one.closedAt === null,
    );
    if (this.outcome !== '') return this.#done();
    if (open.length === 0 || others.length === 0) return nothing;
    return this.#question(open, others);
  }

  #done() {
    return html`<p class="muted" role="status">
      ${
        this.outcome === 'saved'
          ? html`Saved. It can be changed at any time under <a href="/sharing">What others see</a>.`
          : html`Only you see these accounts. You can share them later, under
              <a href="/sharing">What others see</a>.`
      }
    </p>`;
  }

  #question(open: readonly Account[], others: readonly Person[]) {
    return html`<section class="card" aria-labelledby="question">
      <div class="intro">
        <h2 id="question">Who else may see these accounts?</h2>
        <p class="muted">
          Until you say otherwise, only you. The household is its owners and members, also those who
          come later; viewers see only what you choose for them by name.
        </p>
      </div>
      ${open.length > 2 ? this.#all(open) : nothing}
      <ul>
        ${repeat(
          open,
          ({ id }) => id,
          (one) => html`<li>${this.#account(one, others)}</li>`,
        )}
      </ul>
      <div class="line">
        <lb-button
          kind="primary"
          label="Save"
          .name=${'Save who may see these accounts'}
          .busy=${this.saving}
          @click=${() => this.#save(open)}
        ></lb-button>
        ${
          this.later
            ? html`<lb-button
                kind="plain"
                label="Decide later"
                @click=${() => (this.outcome = 'later')}
              ></lb-button>`
            : nothing
        }
      </div>
    </section>`;
  }

  #all(open: readonly Account[]) {
    const choose = (household: ShareLevel) => {
      this.chosen = new Map(open.map(({ id }) => [id, { ...this.#of(id), household }]));
    };
    const [first, ...rest] = open.map(({ id }) => this.#of(id).household);
    return html`<div class="all">
      <p>All of them</p>
      ${levelChips({
        name: 'What the household sees of all of them',
        level: first && rest.every((level) => level === first) ? first : null,
        choose,
      })}
    </div>`;
  }

  #account(one: Account, others: readonly Person[]) {
    const number = one.mask ? html` <span class="mask">··${one.mask}</span>` : nothing;
    return html`<h3>${one.name} <span class="small muted">${kindWords(one)}${number}</span></h3>
      <lb-sharing
        of=${one.name}
        .value=${this.#of(one.id)}
        .others=${others}
        @lb-share=${({ detail }: CustomEvent<Sharing>) => {
          this.chosen = new Map([...this.chosen, [one.id, detail]]);
        }}
      ></lb-sharing>`;
  }

  #of(id: string): Sharing {
    return this.chosen.get(id) ?? onlyMe;
  }

  async #save(open: readonly Account[]) {
    this.saving = true;
    try {
      await share(open.map(({ id }) => ({ id, sharing: this.#of(id) })));
      this.outcome = 'saved';
    } catch (error) {
      toast(`Not saved: ${sentenceOf(error)}`, { failed: true });
    } finally {
      this.saving = false;
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lb-sharing-question': LbSharingQuestion;
  }
}
