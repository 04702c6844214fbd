import type { Account } from '#server/contract/accounts.ts';
import type { Holdings } from '#server/contract/wealth.ts';
import '#web/charts/lb-bars.ts';
import type { Bar } from '#web/charts/lb-bars.ts';
import { sentenceOf } from '#web/api.ts';
import { goQuery } from '#web/state/address.ts';
import { Watch } from '#web/state/client.ts';
import { links } from '#web/state/links.ts';
import { myName, session, todayOf } from '#web/state/session.ts';
import { holdings } from '#web/state/wealth.ts';
import { kindWords } from '#web/ui/account-words.ts';
import { base } from '#web/ui/base.ts';
import { add, isZero } from '#web/ui/decimal.ts';
import { clock, moneyText, plural } from '#web/ui/format.ts';
import '#web/ui/lb-amount.ts';
import '#web/ui/lb-button.ts';
import '#web/ui/lb-chip.ts';
import '#web/ui/lb-empty.ts';
import '#web/ui/lb-notice.ts';
import '#web/ui/lb-skeleton.ts';
import '#web/ui/lb-together.ts';
import { accessWords } from '#web/ui/sharing-words.ts';
import { exactText, gainPercent } from '#web/ui/wealth-words.ts';
import { ArrowLeft, ChartPie, RotateCw } from 'lucide';
import { LitElement, css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { gainOf } from './holding-list.ts';
import './trade-list.ts';
import './wealth-sources.ts';
import { wealthStyles } from './wealth-styles.ts';

const MOST_BARS = 6;
type Row = Holdings['securities'][number];

/** What is held at brokers: its worth, where it lies, by account or by security, and the trades. */
@customElement('lb-page-held')
export class LbPageHeld extends LitElement {
  static override styles = [
    base,
    wealthStyles,
    css`
      .gain {
        margin-top: 8px;
      }
      h2 a {
        color: inherit;
        text-decoration: none;
      }
      h2 a:hover {
        text-decoration: underline;
      }
      .groups {
        display: grid;
        gap: 16px;
        grid-template-columns: minmax(0, 1fr);
      }
      .head lb-amount {
        font-weight: 600;
      }
      lb-trade-list {
        display: block;
      }
    `,
  ];

  @property({ attribute: false }) accessor query = new URLSearchParams();

  readonly #held = new Watch(this, () => holdings());
  readonly #links = new Watch(this, links);
  readonly #session = new Watch(this, session);

  get #today(): string {
    return todayOf(this.#session.data);
  }

  override render() {
    const { data, error } = this.#held;
    return html`<div class="page" aria-busy=${data || error ? 'false' : 'true'}>
      <p>
        <a class="back" href="/accounts"><lb-icon .icon=${ArrowLeft}></lb-icon>Accounts</a>
      </p>
      <h1>What you hold</h1>
      ${data ? this.#content(data) : error ? this.#failed(error) : this.#loading()}
    </div>`;
  }

  #content(data: Holdings) {
    if (data.accounts.length === 0) return this.#empty();
    const bySecurity = this.query.get('by') === 'security';
    return html`${this.#stale()}
      <lb-wealth-sources .products=${['holdings', 'trades']}></lb-wealth-sources>
      <div class="cols">
        <section class="card" aria-labelledby="worth">
          <h2 class="label" id="worth">Worth at brokers</h2>
          ${data.worth
            .filter(({ amount }, at) => at === 0 || !isZero(amount))
            .map((sum) => html`<lb-amount class="hero" .of=${sum}></lb-amount>`)}
          <lb-together today=${this.#today} .sum=${data.together}></lb-together>
          ${data.gains.map((one) => this.#gain(one))}
        </section>
        ${this.#spread(data.securities)}
      </div>
      ${data.securities.length ? this.#choices(bySecurity) : nothing}
      <div class="groups">
        ${
          bySecurity && data.securities.length
            ? this.#securities(data)
            : data.accounts.map((one) => this.#account(one))
        }
      </div>
      ${this.#trades(data)}`;
  }

  #gain({ cost, worth, gain }: Holdings['gains'][number]) {
    const percent = gainPercent(gain, cost);
    const much = `${moneyText(gain, true)}${percent ? ` (${percent})` : ''}`;
    return html`<p class="gain">
      ${much} on what cost ${moneyText(cost)} and is worth ${moneyText(worth)} now.
    </p>`;
  }

  /** In which securities it lies, of the currency that has most. */
  #spread(securities: readonly Row[]) {
    const [first] = securities;
    if (!first) return nothing;
    const { currency } = first.worth;
    const own = securities.filter(({ worth }) => worth.currency === currency);
    const shown = own.slice(0, own.length > MOST_BARS + 1 ? MOST_BARS : own.length);
    const rest = own.slice(shown.length).map(({ worth }) => worth.amount);
    const bars: Bar[] = shown.map(({ security, worth }, at) => ({
      label: security.name,
      amount: worth,
      color: `var(--cat-${(at % 11) + 1})`,
    }));
    if (rest.length) {
      const amount = { amount: rest.reduce(add, '0'), currency };
      bars.push({ label: plural(rest.length, 'more'), amount, color: 'var(--cat-12)' });
    }
    return html`<section class="card" aria-labelledby="spread">
      <h2 id="spread">Where it lies</h2>
      <lb-bars
        .bars=${bars}
        summary="Most lies in ${first.security.name}: ${moneyText(first.worth)}."
      ></lb-bars>
    </section>`;
  }

  #choices(bySecurity: boolean) {
    const choice = (label: string, by: string | undefined, pressed: boolean) =>
      html`<lb-chip label=${label} ?pressed=${pressed} @click=${() => goQuery({ by })}></lb-chip>`;
    return html`<div class="chips" role="group" aria-label="Group what is held">
      ${choice('By account', undefined, !bySecurity)}
      ${choice('By security', 'security', bySecurity)}
    </div>`;
  }

  #account({ account, holdings: own }: Holdings['accounts'][number]) {
    const bank = this.#links.data?.links.find(({ id }) => id === account.linkId);
    const more = [
      bank?.institution.name,
      kindWords(account),
      ...accessWords(account, myName(this.#session.data)),
    ];
    return html`<section class="card" aria-labelledby="account-${account.id}">
      <div class="head">
        <div>
          <h2 id="account-${account.id}"><a href="/accounts/${account.id}">${account.name}</a></h2>
          <p class="small muted">${more.filter(Boolean).join(' · ')}</p>
        </div>
        ${
          account.balance
            ? html`<lb-amount class="number" .of=${account.balance}></lb-amount>`
            : html`<p class="muted">no balance</p>`
        }
      </div>
      ${
        own
          ? html`<lb-holding-list
              .holdings=${own}
              .balance=${account.balance}
              today=${this.#today}
            ></lb-holding-list>`
          : html`<p class="muted">${without(account)}</p>`
      }
    </section>`;
  }

  #securities({ securities, accounts }: Holdings) {
    const names = new Map(accounts.map(({ account }) => [account.id, account.name]));
    return html`<section class="card" aria-label="By security">
      <ul class="rows">
        ${securities.map((one) => {
          const { security, quantity, worth } = one;
          const where = one.accounts.map((id) => names.get(id) ?? '').filter(Boolean);
          const much = security.isCash ? 'Cash' : exactText(quantity);
          const href = `/held?${new URLSearchParams({ by: 'security', security: security.key })}`;
          return html`<li class="row">
            <span
              ><b
                >${security.isCash ? security.name : html`<a href=${href}>${security.name}</a>`}</b
              >
              <small
                >${[security.isCash ? '' : security.ticker, much, ...where]
                  .filter(Boolean)
                  .join(' · ')}</small
              ></span
            ><span class="number"><lb-amount .of=${worth}></lb-amount>${gainOf(one)}</span>
          </li>`;
        })}
      </ul>
    </section>`;
  }

  #trades({ accounts, securities }: Holdings) {
    if (!accounts.some(({ account }) => account.access !== 'balances')) return nothing;
    const key = this.query.get('security') ?? '';
    const named = securities.find(({ security }) => security.key === key)?.security.name;
    return html`<section class="card" aria-labelledby="trades">
      <div class="head">
        <h2 id="trades">${key ? `Trades of ${named ?? 'this security'}` : 'Trades'}</h2>
        ${
          key
            ? html`<lb-chip
                label="All trades"
                @click=${() => goQuery({ security: undefined })}
              ></lb-chip>`
            : nothing
        }
      </div>
      <lb-trade-list
        security=${key}
        today=${this.#today}
        .accounts=${accounts.map(({ account }) => account)}
      ></lb-trade-list>
    </section>`;
  }

  #stale() {
    if (!this.#held.stale) return nothing;
    return html`<lb-notice kind="offline"
      >This is what Ledgerberry knew at ${clock(this.#held.updatedAt)}.</lb-notice
    >`;
  }

  #empty() {
    return html`<div class="card">
      <lb-empty
        .icon=${ChartPie}
        heading="Nothing is held here"
        text="Accounts at brokers are here once they are connected, with what they hold, what it
          cost and what was bought and sold."
        ><lb-button href="/links" label="Banks and brokers"></lb-button
      ></lb-empty>
    </div>`;
  }

  #failed(error: Error) {
    return html`<lb-notice kind="broken" urgent
      >${sentenceOf(error)}<lb-button
        slot="action"
        label="Try again"
        .icon=${RotateCw}
        .busy=${this.#held.fetching}
        @click=${() => this.#held.refetch()}
      ></lb-button
    ></lb-notice>`;
  }

  #loading() {
    return html`<div class="cols">
        <div class="card">
          <lb-skeleton shape="number" label="Loading what is held"></lb-skeleton>
        </div>
        <div class="card"><lb-skeleton shape="rows" count="4"></lb-skeleton></div>
      </div>
      <div class="card"><lb-skeleton shape="rows" count="5"></lb-skeleton></div>`;
  }
}

const without = ({ access }: Account): string =>
  access === 'balances'
    ? 'Only its balance is shared with you.'
    : 'The bank does not tell what is in it.';

declare global {
  interface HTMLElementTagNameMap {
    'lb-page-held': LbPageHeld;
  }
}
