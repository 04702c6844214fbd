import type { Account, AccountType } from '#server/contract/accounts.ts';
import type { BankLink } from '#server/contract/links.ts';
import type { Money } from '#server/contract/money.ts';
import type { Converted } from '#server/contract/rates.ts';
import { sentenceOf } from '#web/api.ts';
import { accounts } from '#web/state/accounts.ts';
import { goQuery } from '#web/state/address.ts';
import { Watch } from '#web/state/client.ts';
import { links } from '#web/state/links.ts';
import { overview } from '#web/state/overview.ts';
import { looksOn, myName, session, todayOf } from '#web/state/session.ts';
import { viewedAs } from '#web/state/view-as.ts';
import { sumPerCurrency, typeWords } from '#web/ui/account-words.ts';
import { base } from '#web/ui/base.ts';
import { isZero } from '#web/ui/decimal.ts';
import { clock, plural } from '#web/ui/format.ts';
import '#web/ui/lb-account-list.ts';
import '#web/ui/lb-amount.ts';
import '#web/ui/lb-bank-badge.ts';
import '#web/ui/lb-button.ts';
import '#web/ui/lb-chip.ts';
import '#web/ui/lb-empty.ts';
import '#web/ui/lb-fresh.ts';
import '#web/ui/lb-notice.ts';
import '#web/ui/lb-skeleton.ts';
import '#web/ui/lb-together.ts';
import { byNeed, nothingSeen } from '#web/ui/link-words.ts';
import { Landmark, RotateCw } from 'lucide';
import { LitElement, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { accountsStyles } from './accounts-styles.ts';
import './accounts-by-hand.ts';
import './accounts-told.ts';

/** One's own before the others', else as they come. */
const ownFirst = (one: Account, other: Account): number =>
  Number(other.access === 'own') - Number(one.access === 'own');

/** Another currency is worth a line only where there is something of it. */
const withoutNothing = (sums: readonly Money[], own: string) =>
  sums.filter(({ amount, currency }) => currency === own || !isZero(amount));

const bankNames = (banks: readonly BankLink[]) => {
  const names = new Map(banks.map(({ id, institution }) => [id, institution.name]));
  return ({ linkId, manual }: Account) => (manual ? 'kept by hand' : (names.get(linkId) ?? ''));
};

/** Every account of the household, by bank or by kind, with what it holds or owes. */
@customElement('lb-page-accounts')
export class LbPageAccounts extends LitElement {
  static override styles = [base, accountsStyles];

  @property({ attribute: false }) accessor query = new URLSearchParams();

  readonly #accounts = new Watch(this, accounts);
  readonly #links = new Watch(this, links);
  readonly #overview = new Watch(this, overview);
  readonly #session = new Watch(this, session);

  get #me(): string {
    return myName(this.#session.data);
  }

  get #currency(): string {
    const who = this.#session.data;
    return who?.state === 'signed_in' ? who.household.currency : 'USD';
  }

  override render() {
    const all = this.#accounts.data?.accounts;
    const banks = this.#links.data?.links;
    const error = this.#accounts.error ?? this.#links.error;
    const byType = this.query.get('by') === 'type';
    const instead = () => (error ? this.#failed(error) : this.#loading());
    return html`<div class="page" aria-busy=${(all && banks) || error ? 'false' : 'true'}>
      <div class="top">
        <h1>Accounts</h1>
        <div class="chips" role="group" aria-label="Group the accounts">
          ${this.#choice('By bank', undefined, !byType)} ${this.#choice('By kind', 'type', byType)}
        </div>
      </div>
      <lb-accounts-told></lb-accounts-told>
      ${all && banks ? this.#content(all, banks, byType) : instead()}
    </div>`;
  }

  #choice(label: string, by: string | undefined, pressed: boolean) {
    return html`<lb-chip
      label=${label}
      ?pressed=${pressed}
      @click=${() => goQuery({ by })}
    ></lb-chip>`;
  }

  #content(all: readonly Account[], banks: readonly BankLink[], byType: boolean) {
    if (all.length === 0) return this.#empty(banks);
    const open = all.filter(({ closedAt }) => closedAt === null);
    const closed = all.filter(({ closedAt }) => closedAt !== null);
    return html`${this.#stale()} ${this.#totals()}
      <div class="groups">
        ${byType ? this.#byType(open, banks) : this.#byBank(open, banks)}
        <lb-accounts-by-hand
          class="group"
          me=${this.#me}
          .accounts=${byType ? [] : open.filter(({ manual }) => manual)}
        ></lb-accounts-by-hand>
      </div>
      ${closed.length ? this.#closed(closed, banks) : nothing}`;
  }

  #totals() {
    const worth = this.#overview.data?.netWorth;
    if (!worth) return nothing;
    const parts: [string, readonly Money[]][] = [
      ['Held', worth.assets],
      ['Owed', worth.debts],
      ['Net worth', worth.net],
    ];
    return html`<section class="card totals" aria-label="Altogether">
      <dl>
        ${parts.map(
          ([label, sums]) =>
            html`<div>
              <dt>${label}</dt>
              <dd>
                ${
                  sums.length
                    ? withoutNothing(sums, this.#currency).map(
                        (sum) => html`<lb-amount .of=${sum}></lb-amount>`,
                      )
                    : html`<lb-amount .of=${{ amount: '0', currency: this.#currency }}></lb-amount>`
                }
              </dd>
            </div>`,
        )}
      </dl>
      <div class="on">
        ${worth.together ? this.#together(worth.together) : nothing}
        <a href="/owed">What you owe</a><a href="/held">What you hold</a>
      </div>
    </section>`;
  }

  #together(sum: Converted) {
    const who = this.#session.data;
    return html`<lb-together today=${todayOf(who)} .sum=${sum}></lb-together>`;
  }

  #byBank(open: readonly Account[], banks: readonly BankLink[]) {
    return banks
      .toSorted(byNeed)
      .map((link) => ({ link, own: open.filter(({ linkId }) => linkId === link.id) }))
      .filter(({ own }) => own.length > 0)
      .map(
        ({ link, own }) =>
          html`<section class="card group" aria-labelledby="link-${link.id}">
            <header>
              <lb-bank-badge logo .institution=${link.institution}></lb-bank-badge>
              <div>
                <h2 id="link-${link.id}">
                  ${link.institution.name}${link.mine ? '' : `, ${link.owner.name}’s`}
                </h2>
                ${this.#state(link)}
              </div>
              ${this.#sum(own)}
            </header>
            <lb-account-list owner-named me=${this.#me} .accounts=${own}></lb-account-list>
          </section>`,
      );
  }

  /** While all is well, the age of what is shown; otherwise what is the case, in words. */
  #state({ id, state, sentence, clocks }: BankLink) {
    const well = state === 'ok' && !clocks.stale;
    const calm = well || ['connecting', 'backfilling', 'waiting', 'archived'].includes(state);
    const words = state === 'ok' ? clocks.sentence : sentence;
    return html`<p class="state ${calm ? '' : 'amber'}">
      ${
        well
          ? html`<lb-fresh
              .at=${clocks.bankToPlaid ?? clocks.plaidToUs}
              lead="Updated"
              never=${words}
            ></lb-fresh>`
          : words
      }
      ${calm ? nothing : html`<a href="/links/${id}">Look at it</a>`}
    </p>`;
  }

  #byType(open: readonly Account[], banks: readonly BankLink[]) {
    const names = bankNames(banks);
    return (Object.keys(typeWords) as AccountType[])
      .map((type) => ({ type, own: open.filter((one) => one.type === type).toSorted(ownFirst) }))
      .filter(({ own }) => own.length > 0)
      .map(
        ({ type, own }) =>
          html`<section class="card group" aria-labelledby="type-${type}">
            <header>
              <h2 class="plain" id="type-${type}">${typeWords[type]}</h2>
              ${this.#sum(own)}
            </header>
            <lb-account-list me=${this.#me} .accounts=${own} .bankOf=${names}></lb-account-list>
          </section>`,
      );
  }

  #sum(accounts: readonly Account[]) {
    const balances = accounts.flatMap(({ balance }) => balance ?? []);
    if (balances.length < 2) return nothing;
    return html`<p class="sum number">
      <span class="sr">Together</span>
      ${sumPerCurrency(balances, this.#currency).map(
        (sum) => html`<lb-amount .of=${sum}></lb-amount>`,
      )}
    </p>`;
  }

  #closed(closed: readonly Account[], banks: readonly BankLink[]) {
    const names = bankNames(banks);
    return html`<details>
      <summary>${plural(closed.length, 'account')} no longer updated</summary>
      <div class="card group">
        <lb-account-list me=${this.#me} .accounts=${closed} .bankOf=${names}></lb-account-list>
      </div>
    </details>`;
  }

  #stale() {
    if (!this.#accounts.stale) return nothing;
    return html`<lb-notice kind="offline">
      This is what Ledgerberry knew at ${clock(this.#accounts.updatedAt)}.
      <lb-button
        slot="action"
        label="Try again"
        .icon=${RotateCw}
        .busy=${this.#accounts.fetching}
        @click=${() => this.#accounts.refetch()}
      ></lb-button>
    </lb-notice>`;
  }

  #empty(banks: readonly BankLink[]) {
    const coming = banks.some(({ state }) => state === 'connecting');
    const viewer = looksOn(this.#session.data);
    const text = coming
      ? 'The bank is connected. Its accounts appear here within seconds.'
      : viewer
        ? nothingSeen(viewedAs()?.name)
        : 'Connect a bank, and its accounts are here with their balances, kept up to date.';
    return html`<div class="card">
      <lb-empty
        .icon=${Landmark}
        heading=${coming ? 'The accounts are on their way' : 'No accounts yet'}
        text=${text}
      >
        ${
          coming || viewer
            ? nothing
            : html`<lb-button kind="primary" href="/links" label="Connect a bank"></lb-button>
                <lb-accounts-by-hand bare></lb-accounts-by-hand>`
        }
      </lb-empty>
    </div>`;
  }

  #failed(error: Error) {
    return html`<lb-notice kind="broken" urgent>
      The accounts could not be loaded. ${sentenceOf(error)}
      <lb-button
        slot="action"
        label="Try again"
        .icon=${RotateCw}
        .busy=${this.#accounts.fetching || this.#links.fetching}
        @click=${() => {
          this.#accounts.refetch();
          this.#links.refetch();
        }}
      ></lb-button>
    </lb-notice>`;
  }

  #loading() {
    return html`<div class="card">
        <lb-skeleton shape="number" label="Loading the accounts"></lb-skeleton>
      </div>
      <div class="groups">
        <div class="card"><lb-skeleton shape="rows" count="3"></lb-skeleton></div>
        <div class="card"><lb-skeleton shape="rows" count="3"></lb-skeleton></div>
      </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lb-page-accounts': LbPageAccounts;
  }
}
