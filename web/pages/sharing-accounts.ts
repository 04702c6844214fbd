import type { Account } from '#server/contract/accounts.ts';
import type { ShareLevel, Sharing } from '#server/contract/sharing.ts';
import { sentenceOf } from '#web/api.ts';
import { accounts } from '#web/state/accounts.ts';
import { queries, Watch } from '#web/state/client.ts';
import { links } from '#web/state/links.ts';
import { members } from '#web/state/members.ts';
import { session } from '#web/state/session.ts';
import type { SignedIn } from '#web/state/session.ts';
import { ownSharing } from '#web/state/sharing.ts';
import type { OwnSharing } from '#web/state/sharing.ts';
import { kindWords } from '#web/ui/account-words.ts';
import { failed, old } from '#web/ui/asked.ts';
import { base } from '#web/ui/base.ts';
import { plural } from '#web/ui/format.ts';
import '#web/ui/lb-bank-badge.ts';
import '#web/ui/lb-button.ts';
import '#web/ui/lb-sharing.ts';
import '#web/ui/lb-skeleton.ts';
import { levelChips, levelStyles } from '#web/ui/level-chips.ts';
import type { Person } from '#web/ui/sharing-words.ts';
import { LitElement, html, nothing } from 'lit';
import { customElement } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { shareAndSay } from './sharing-say.ts';
import { sharingAccountsStyles } from './sharing-accounts-styles.ts';

/** An account of one's own, with how it is shared. */
interface Shared {
  account: Account;
  sharing: Sharing;
  sentence: string;
}

/** Said of several at once: `The household sees everything of your 4 accounts at Chase.` */
const seesOf: Record<ShareLevel, string> = {
  none: 'nothing',
  balances: 'the balances',
  full: 'everything',
};

/** Every account the reader has connected, by bank: who sees it, and how to change that. */
@customElement('lb-sharing-accounts')
export class LbSharingAccounts extends LitElement {
  static override styles = [base, levelStyles, sharingAccountsStyles];

  readonly #session = new Watch(this, session);
  readonly #members = new Watch(this, members);
  readonly #accounts = new Watch(this, accounts);
  readonly #links = new Watch(this, links);
  readonly #sharing = new Watch(this, ownSharing);

  override render() {
    const asked = [this.#accounts, this.#sharing, this.#members, this.#links] as const;
    const who = this.#session.data;
    if (who?.state !== 'signed_in') return nothing;
    const missing = asked.filter(({ data }) => data === undefined);
    const broken = missing.find(({ error }) => error !== null);
    if (broken)
      return failed(`Your accounts could not be loaded. ${sentenceOf(broken.error)}`, broken);
    if (missing.length > 0) {
      return html`<div class="card">
        <lb-skeleton shape="rows" count="5" label="Loading your accounts"></lb-skeleton>
      </div>`;
    }
    const stale = asked.find((one) => one.stale);
    return html`${stale ? old(stale) : nothing} ${this.#content(who)}`;
  }

  #content(who: SignedIn) {
    const others = this.#members.data?.members.filter(({ id }) => id !== who.member.id) ?? [];
    const own = this.#own();
    if (own.length === 0) return this.#none();
    if (others.length === 0) return this.#alone(who);
    const open = own.filter(({ account }) => account.closedAt === null);
    const closed = own.filter(({ account }) => account.closedAt !== null);
    return html`<p class="muted">
        Until you say otherwise, an account is yours alone. The household is its owners and members,
        also those who come later; viewers see only what you choose for them by name.
      </p>
      ${this.#banks(open).map(({ name, rows }) => this.#bank(name, rows, others))}
      ${
        closed.length > 0
          ? html`<details class="closed">
              <summary>${plural(closed.length, 'account')} no longer updated</summary>
              <div class="card">${this.#list(closed, others)}</div>
            </details>`
          : nothing
      }`;
  }

  #own(): Shared[] {
    const known = new Map<string, OwnSharing>(
      this.#sharing.data?.accounts.map((one) => [one.id, one]),
    );
    return (this.#accounts.data?.accounts ?? []).flatMap((account) => {
      const { sharing, sentence } = known.get(account.id) ?? {};
      return sharing && sentence ? { account, sharing, sentence } : [];
    });
  }

  /** Two logins at one bank are one bank here. */
  #banks(own: readonly Shared[]) {
    const names = new Map(
      this.#links.data?.links.map(({ id, institution }) => [id, institution.name]),
    );
    const groups = Map.groupBy(own, ({ account }) => names.get(account.linkId) ?? '');
    return [...groups]
      .map(([name, rows]) => ({ name, rows }))
      .toSorted((one, other) => one.name.localeCompare(other.name));
  }

  #bank(name: string, rows: readonly Shared[], others: readonly Person[]) {
    const link = this.#links.data?.links.find(({ institution }) => institution.name === name);
    return html`<section class="card" aria-label=${name}>
      <header>
        <lb-bank-badge logo .institution=${link?.institution}></lb-bank-badge>
        <h3>${name}</h3>
      </header>
      ${rows.length > 2 ? this.#all(name, rows) : nothing} ${this.#list(rows, others)}
    </section>`;
  }

  #all(bank: string, rows: readonly Shared[]) {
    const [first, ...rest] = rows.map(({ sharing }) => sharing.household);
    return html`<div class="all">
      <p>All ${rows.length} of them</p>
      ${levelChips({
        name: `What the household sees of all accounts at ${bank}`,
        level: first && rest.every((level) => level === first) ? first : null,
        choose: (household) => this.#shareAll(bank, rows, household),
      })}
    </div>`;
  }

  #list(rows: readonly Shared[], others: readonly Person[]) {
    return html`<ul>
      ${repeat(
        rows,
        ({ account }) => account.id,
        (one) => html`<li>${this.#row(one, others)}</li>`,
      )}
    </ul>`;
  }

  #row({ account, sharing, sentence }: Shared, others: readonly Person[]) {
    const { id, name, mask, askSharing, joint } = account;
    const number = mask ? html` <span class="mask">··${mask}</span>` : nothing;
    return html`<div class="what">
        <h4><a href="/accounts/${id}">${name}</a></h4>
        <span class="small muted">${kindWords(account)}${number}</span>
      </div>
      <p class="small">
        ${sentence}
        <span class="muted">
          ${askSharing ? 'You have not said yet who may see it.' : nothing}
          ${joint.length > 0 ? 'A joint account: others see what each of you shares.' : nothing}
        </span>
      </p>
      <lb-sharing
        of=${name}
        explained
        ?joint=${joint.length > 0}
        ?undecided=${askSharing}
        .value=${sharing}
        .others=${others}
        @lb-share=${({ detail }: CustomEvent<Sharing>) => this.#share(account, detail, sharing)}
      ></lb-sharing>`;
  }

  #share({ id, name }: Account, next: Sharing, former: Sharing) {
    const words = () => {
      const now = queries.getQueryData<{ accounts: OwnSharing[] }>(ownSharing().queryKey);
      const sentence = now?.accounts.find((one) => one.id === id)?.sentence;
      return `${name}: ${sentence ?? 'saved.'}`;
    };
    void shareAndSay([{ id, sharing: next }], [{ id, sharing: former }], words);
  }

  #shareAll(bank: string, rows: readonly Shared[], household: ShareLevel) {
    const former = rows.map(({ account, sharing }) => ({ id: account.id, sharing }));
    const next = former.map(({ id, sharing }) => ({ id, sharing: { ...sharing, household } }));
    const of = `of your ${plural(rows.length, 'account')} at ${bank}`;
    const words = () => `The household sees ${seesOf[household]} ${of}.`;
    void shareAndSay(next, former, words);
  }

  #none() {
    return html`<div class="card stack">
      <p class="muted">You have not connected a bank, so there is nothing to share yet.</p>
      <p><lb-button href="/links" label="Connect a bank"></lb-button></p>
    </div>`;
  }

  #alone({ member }: SignedIn) {
    return html`<div class="card stack">
      <p class="muted">
        There is nobody else in the household yet. Whoever joins sees nothing of your accounts until
        you say so here.
      </p>
      ${
        member.role === 'owner'
          ? html`<p><lb-button href="/household" label="Invite somebody"></lb-button></p>`
          : nothing
      }
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lb-sharing-accounts': LbSharingAccounts;
  }
}
