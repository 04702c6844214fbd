import type { Account } from '#server/contract/accounts.ts';
import type { BankLink } from '#server/contract/links.ts';
import { sentenceOf } from '#web/api.ts';
import { account } from '#web/state/accounts.ts';
import type { DayBalance } from '#web/state/accounts.ts';
import { titlePage } from '#web/state/address.ts';
import { isGone, Watch } from '#web/state/client.ts';
import { links } from '#web/state/links.ts';
import { looksOn, myName, session, todayOf } from '#web/state/session.ts';
import { viewedAs } from '#web/state/view-as.ts';
import { kindWords } from '#web/ui/account-words.ts';
import { assetIcon, worthWord } from '#web/ui/asset-words.ts';
import { accessWords } from '#web/ui/sharing-words.ts';
import { base } from '#web/ui/base.ts';
import { clock, dayLong, moneyText } from '#web/ui/format.ts';
import '#web/ui/lb-amount.ts';
import '#web/ui/lb-bank-badge.ts';
import '#web/ui/lb-button.ts';
import '#web/ui/lb-empty.ts';
import '#web/ui/lb-fresh.ts';
import '#web/ui/lb-notice.ts';
import '#web/ui/lb-skeleton.ts';
import { ArrowLeft, Ghost, Pencil, RotateCw } from 'lucide';
import { LitElement, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import './account-course.ts';
import './account-latest.ts';
import './account-rename.ts';
import './account-sharing.ts';
import './account-wealth.ts';
import './asset-sheet.ts';
import './asset-values.ts';
import { accountStyles } from './account-styles.ts';
import './joint-notices.ts';

const goneWords = (as: string | undefined) =>
  as === undefined
    ? 'It was taken away, joined with another or split from it, or is not shared with you.'
    : `${as} sees nothing of it.`;

function balanceWord({ closedAt, balance, manual, subtype }: Account): string {
  if (manual) return closedAt ? 'Last value' : worthWord(subtype ?? '');
  return closedAt ? 'Last balance' : balance?.amount.startsWith('-') ? 'Owed' : 'Balance';
}

function closedWords({ manual }: Account, since: string, link: BankLink | undefined): string {
  if (manual) return `You have it no more, since ${since}. It is in no total; its history is kept.`;
  const what = link?.state === 'archived' ? 'is not connected' : 'does not report this account';
  return (
    `${link?.institution.name ?? 'The bank'} ${what} any more, since ${since}. ` +
    'The history is kept, and the balance is in no total.'
  );
}

/** Beyond its balance a bank may tell more of these. */
const mayTellMore = ({ type, access, manual }: Account) =>
  !manual && access !== 'balances' && ['credit', 'loan', 'investment'].includes(type);

/** One account: what it holds, how that came to be, and its newest transactions. */
@customElement('lb-page-account')
export class LbPageAccount extends LitElement {
  static override styles = [base, accountStyles];

  @property({ attribute: false }) accessor params: { id?: string } = {};
  @state() private accessor renaming = false;

  readonly #account = new Watch(this, () => account(this.#id));
  readonly #links = new Watch(this, links);
  readonly #session = new Watch(this, session);

  get #id(): string {
    return this.params.id ?? '';
  }

  get #today(): string {
    return todayOf(this.#session.data);
  }

  override updated() {
    // What is not shared any more is not named in the tab either.
    titlePage(this.#account.data?.account.name ?? 'Account');
  }

  override render() {
    const { data, error } = this.#account;
    const instead = () => (error ? this.#failed(error) : this.#loading());
    return html`<div class="page" aria-busy=${data || error ? 'false' : 'true'}>
      <p>
        <a class="back" href="/accounts"><lb-icon .icon=${ArrowLeft}></lb-icon>Accounts</a>
      </p>
      ${data ? this.#content(data.account, data.balances) : instead()}
    </div>`;
  }

  #content(one: Account, balances: readonly DayBalance[]) {
    const link = this.#links.data?.links.find(({ id }) => id === one.linkId);
    const who = this.#session.data;
    return html`${this.#head(one, link)} ${this.#notices(one, link)}
      ${
        one.access === 'own' && !looksOn(who)
          ? html`<lb-joint-notices account=${one.id}></lb-joint-notices>`
          : nothing
      }
      <div class="cols">
        <section class="card worth" aria-labelledby="balance">
          <h2 id="balance">${balanceWord(one)}</h2>
          ${
            one.balance
              ? html`<lb-amount class="hero" .of=${one.balance}></lb-amount>`
              : html`<p class="muted">The bank gives no balance for this account.</p>`
          }
          ${this.#facts(one, link)}
        </section>
        <section class="card history" aria-label=${one.manual ? 'Over time' : 'Day by day'}>
          <lb-account-course .account=${one} today=${this.#today}></lb-account-course>
        </section>
        ${
          mayTellMore(one)
            ? html`<lb-account-wealth class="more" .account=${one}></lb-account-wealth>`
            : nothing
        }
        <section
          class="card latest"
          aria-label=${one.manual ? 'Its values' : 'Newest transactions'}
        >
          ${
            one.manual
              ? html`<lb-asset-values
                  .account=${one}
                  .values=${balances}
                  today=${this.#today}
                  ?still=${looksOn(who) || one.access === 'balances' || one.closedAt !== null}
                ></lb-asset-values>`
              : html`<lb-account-latest .account=${one}></lb-account-latest>`
          }
        </section>
        <section class="card sharing" aria-label="Who can see this?">
          <lb-account-sharing .account=${one}></lb-account-sharing>
        </section>
      </div>
      ${
        one.manual
          ? html`<lb-asset-sheet
              .account=${one}
              .open=${this.renaming}
              @lb-close=${() => (this.renaming = false)}
            ></lb-asset-sheet>`
          : html`<lb-account-rename
              .account=${one}
              .open=${this.renaming}
              @lb-close=${() => (this.renaming = false)}
            ></lb-account-rename>`
      }`;
  }

  #head(one: Account, link: BankLink | undefined) {
    const who = this.#session.data;
    const bank = one.manual ? 'Kept by hand' : link?.institution.name;
    return html`<header class="head">
      ${
        one.manual
          ? html`<span class="by-hand"><lb-icon .icon=${assetIcon(one.subtype)}></lb-icon></span>`
          : html`<lb-bank-badge logo .institution=${link?.institution}></lb-bank-badge>`
      }
      <div>
        <h1>${one.name}</h1>
        <p class="muted">
          ${[bank, kindWords(one)].filter(Boolean).join(' · ')}
          ${one.mask ? html`<span class="mask">··${one.mask}</span>` : nothing}
          ${accessWords(one, myName(who)).map((words) => `· ${words} `)}
        </p>
      </div>
      ${
        looksOn(who) || one.access === 'balances'
          ? nothing
          : html`<lb-button
              bare
              kind="plain"
              label=${one.manual ? 'Change' : 'Rename'}
              .name=${`${one.manual ? 'Change' : 'Rename'} ${one.name}`}
              .icon=${Pencil}
              @click=${() => (this.renaming = true)}
            ></lb-button>`
      }
    </header>`;
  }

  #notices(one: Account, link: BankLink | undefined) {
    const broken = link && ['needs_sign_in', 'expiring', 'gone', 'stopped'].includes(link.state);
    return html`${
      this.#account.stale
        ? html`<lb-notice kind="offline"
            >This is what Ledgerberry knew at ${clock(this.#account.updatedAt)}.</lb-notice
          >`
        : nothing
    }${
      one.closedAt
        ? html`<lb-notice>${closedWords(one, dayLong(one.closedAt), link)}</lb-notice>`
        : nothing
    }${
      broken
        ? html`<lb-notice kind=${link.state === 'gone' ? 'broken' : 'attention'}
            >${link.sentence}<lb-button
              slot="action"
              href="/links/${link.id}"
              label="Look at it"
            ></lb-button
          ></lb-notice>`
        : nothing
    }`;
  }

  #facts(one: Account, link: BankLink | undefined) {
    const { available, limit, balanceAt, newestPosted } = one;
    const left = one.type === 'credit' ? 'Left to spend' : 'Available';
    return html`<dl>
      ${available ? this.#fact(left, moneyText(available)) : nothing}
      ${limit ? this.#fact('Limit', moneyText(limit)) : nothing}
      ${
        balanceAt
          ? this.#fact('Balance read', html`<lb-fresh .at=${balanceAt}></lb-fresh>`)
          : nothing
      }
      ${newestPosted ? this.#fact('Newest posted', dayLong(newestPosted)) : nothing}
      ${link ? this.#fact('Freshness', this.#freshness(link)) : nothing}
    </dl>`;
  }

  #freshness({ id, state, clocks }: BankLink) {
    const words = state === 'archived' ? 'Not connected any more.' : clocks.sentence;
    const late = state !== 'archived' && clocks.stale;
    return html`<span class=${late ? 'amber' : ''}>${words}</span>
      <a href="/links/${id}">Bank link</a>`;
  }

  #fact(label: string, words: unknown) {
    return html`<dt>${label}</dt>
      <dd>${words}</dd>`;
  }

  #failed(error: Error) {
    if (isGone(error)) {
      return html`<div class="card">
        <lb-empty
          .icon=${Ghost}
          heading="This account is not here"
          text=${goneWords(viewedAs()?.name)}
          ><lb-button href="/accounts" label="All accounts"></lb-button
        ></lb-empty>
      </div>`;
    }
    return html`<lb-notice kind="broken" urgent
      >${sentenceOf(error)}<lb-button
        slot="action"
        label="Try again"
        .icon=${RotateCw}
        .busy=${this.#account.fetching}
        @click=${() => this.#account.refetch()}
      ></lb-button
    ></lb-notice>`;
  }

  #loading() {
    return html`<lb-skeleton shape="rows" count="1" label="Loading the account"></lb-skeleton>
      <div class="cols">
        <div class="card worth"><lb-skeleton shape="number"></lb-skeleton></div>
        <div class="card history"><lb-skeleton shape="block"></lb-skeleton></div>
        <div class="card latest"><lb-skeleton shape="rows" count="5"></lb-skeleton></div>
      </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lb-page-account': LbPageAccount;
  }
}
