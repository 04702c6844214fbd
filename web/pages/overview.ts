import type { Overview } from '#server/contract/overview.ts';
import { Landmark } from 'lucide';
import { LitElement, html, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { ApiError, sentenceOf } from '#web/api.ts';
import type { Bar } from '#web/charts/lb-bars.ts';
import '#web/charts/lb-bars.ts';
import { Watch } from '#web/state/client.ts';
import { startLink } from '#web/state/links.ts';
import { overview } from '#web/state/overview.ts';
import { looksOn, myName, session } from '#web/state/session.ts';
import { viewedAs } from '#web/state/view-as.ts';
import { base } from '#web/ui/base.ts';
import { inCurrency, rest, turned } from '#web/ui/compare.ts';
import { clock, moneyText, monthName, plural } from '#web/ui/format.ts';
import '#web/ui/lb-amount.ts';
import '#web/ui/lb-bank-accounts.ts';
import '#web/ui/lb-button.ts';
import { categoryColor } from '#web/ui/lb-category-mark.ts';
import '#web/ui/lb-empty.ts';
import '#web/ui/lb-latest.ts';
import '#web/ui/lb-month.ts';
import '#web/ui/lb-notice.ts';
import '#web/ui/lb-skeleton.ts';
import { toast } from '#web/ui/lb-toast.ts';
import { actionWords, byNeed, nothingSeen } from '#web/ui/link-words.ts';
import { whoseBy } from '#web/ui/sharing-words.ts';
import { whenSeen } from '#web/ui/when-seen.ts';
import { styles } from './overview-styles.ts';
import './overview-worth.ts';

type Attention = Overview['attention'][number];

const firstWords =
  'Then this page shows what you have and owe, what this month brought and took, and every new ' +
  'transaction as the bank reports it.';

/** After what the page is opened for; without a line it comes with the next visit. */
const loadUpcoming = () =>
  setTimeout(() => import('./overview-upcoming.ts').catch(() => {}), 2_000);

/** What the household has, what this month brought and took, and what needs somebody. */
@customElement('lb-page-overview')
export class PageOverview extends LitElement {
  static override styles = [base, styles];

  readonly #overview = new Watch(this, overview);
  readonly #session = new Watch(this, session);
  /** The link whose repair is being begun, or `new`. */
  @state() private accessor starting = '';
  /** Whether what asks about joint accounts is here: it comes where there is something to ask. */
  @state() private accessor asking = false;

  get #currency(): string {
    const who = this.#session.data;
    return who?.state === 'signed_in' ? who.household.currency : 'USD';
  }

  override updated() {
    const open = this.#overview.data?.openJoints;
    if (this.#overview.data?.closeBudgets.length) void import('./overview-budgets.ts');
    whenSeen(this.renderRoot.querySelector('.upcoming'), loadUpcoming);
    if (open && !this.asking) void import('./joint-notices.ts').then(() => (this.asking = true));
  }

  override render() {
    const { error } = this.#overview;
    // Without the household's currency the totals would be shown in the wrong order.
    const data = this.#session.data && this.#overview.data;
    return html`<div class="page" aria-busy=${data || error ? 'false' : 'true'}>
      <h1>Overview</h1>
      ${data ? this.#content(data) : error ? this.#failed(error) : this.#loading()}
    </div>`;
  }

  #content(data: Overview) {
    const { banks, byHand } = data;
    if (banks.length + byHand.length === 0) return html`<div class="card">${this.#empty()}</div>`;
    return html`${this.#stale()} ${this.#attention(data)}
      ${
        this.asking && !looksOn(this.#session.data)
          ? html`<lb-joint-notices></lb-joint-notices>`
          : nothing
      }
      <div class="cols">
        <section class="card worth" aria-label="Net worth">
          <lb-overview-worth .overview=${data} currency=${this.#currency}></lb-overview-worth>
        </section>
        <section class="card month" aria-labelledby="month">${this.#month(data)}</section>
        <section class="card upcoming" aria-labelledby="upcoming">
          <h2 id="upcoming">Coming up</h2>
          <lb-upcoming></lb-upcoming>
        </section>
        <section class="card latest" aria-labelledby="latest">${this.#latest(data)}</section>
        <section class="card banks" aria-labelledby="banks">
          <h2 id="banks">Accounts</h2>
          <div class="each">
            ${repeat(
              banks.toSorted((one, other) => byNeed(one.link, other.link)),
              ({ link }) => link.id,
              ({ link, accounts }) =>
                html`<lb-bank-accounts
                  class="bank"
                  me=${myName(this.#session.data)}
                  .link=${link}
                  .accounts=${accounts}
                ></lb-bank-accounts>`,
            )}
            ${
              byHand.length
                ? html`<lb-bank-accounts
                    class="bank"
                    me=${myName(this.#session.data)}
                    .accounts=${byHand}
                  ></lb-bank-accounts>`
                : nothing
            }
          </div>
        </section>
      </div>`;
  }

  #stale() {
    const { error, updatedAt } = this.#overview;
    if (!error) return nothing;
    const asOf = `This is what Ledgerberry knew at ${clock(updatedAt)}.`;
    // The shell says by itself that there is no connection, and tries again.
    if (error instanceof ApiError && error.code === 'unreachable') {
      return html`<p class="muted">${asOf}</p>`;
    }
    return html`<lb-notice kind="offline">
      ${sentenceOf(error)} ${asOf}
      <lb-button
        slot="action"
        label="Try again"
        .busy=${this.#overview.fetching}
        @click=${() => this.#overview.refetch()}
      ></lb-button>
    </lb-notice>`;
  }

  #attention({ attention, banks }: Overview) {
    const kinds = { broken: 'broken', needs_you: 'attention', notice: 'info' } as const;
    return repeat(
      attention,
      ({ linkId, sentence }) => linkId + sentence,
      (one) => {
        const bank = banks.find(({ link }) => link.id === one.linkId)?.link;
        const words = actionWords[one.action];
        return html`<lb-notice kind=${kinds[one.severity]}>
          ${one.sentence}
          ${
            one.action === 'none' || bank?.mine === false || looksOn(this.#session.data)
              ? nothing
              : html`<lb-button
                  slot="action"
                  label=${words}
                  .name=${`${words}: ${bank?.institution.name ?? ''}`}
                  .busy=${this.starting === one.linkId}
                  @click=${() => this.#act(one)}
                ></lb-button>`
          }
        </lb-notice>`;
      },
    );
  }

  #month(data: Overview) {
    const { month, today } = data;
    const bars = this.#whereItWent(data);
    const spent = inCurrency(month.spending, this.#currency);
    return html`<h2 id="month">${monthName(month.month, today)} so far</h2>
      <lb-month .overview=${data} currency=${this.#currency}></lb-month>
      ${
        data.closeBudgets.length
          ? html`<lb-overview-budgets .budgets=${data.closeBudgets}></lb-overview-budgets>`
          : nothing
      }
      <div class="where">
        <h3>Where it went</h3>
        ${
          bars.length
            ? html`<lb-bars
                .bars=${bars}
                summary="Of ${moneyText(turned(spent))} spent, most went to ${bars[0]?.label}."
              ></lb-bars>`
            : html`<p class="muted">Nothing was spent this month so far.</p>`
        }
      </div>`;
  }

  #whereItWent({ month, today, topCategories }: Overview): Bar[] {
    const days = { from: `${month.month}-01`, to: today, flow: 'spending' };
    const href = (category?: string) =>
      `/transactions?${new URLSearchParams({ ...(category ? { category } : {}), ...days })}`;
    const bars = topCategories.map(({ category, amount, count }): Bar => ({
      label: category?.label ?? 'Without a category',
      note: plural(count, 'time'),
      amount: turned(amount),
      color: categoryColor(category),
      href: href(category?.code ?? 'NONE'),
      mark: html`<lb-category-mark .category=${category}></lb-category-mark>`,
    }));
    const spent = inCurrency(month.spending, this.#currency);
    const left = rest(
      spent,
      topCategories.map(({ amount }) => amount),
    );
    if (!left || bars.length === 0) return bars;
    const mark = html`<lb-category-mark></lb-category-mark>`;
    const color = 'var(--cat-12)';
    return [...bars, { label: 'Everything else', amount: turned(left), color, href: href(), mark }];
  }

  #latest({ latest, today, banks, toReview }: Overview) {
    return html`<h2 id="latest">Latest transactions</h2>
      ${
        toReview > 0 && !looksOn(this.#session.data)
          ? html`<p><a href="/review">Look at ${plural(toReview, 'new one')}</a></p>`
          : nothing
      }
      ${
        latest.length
          ? html`<lb-latest
                .rows=${latest}
                .whose=${whoseBy(banks.flatMap(({ accounts }) => accounts))}
                today=${today}
              ></lb-latest>
              <a href="/transactions">All transactions</a>`
          : html`<p class="muted">
              Nothing yet. The newest month of a bank arrives within seconds, the rest in minutes.
            </p>`
      }`;
  }

  #empty() {
    if (looksOn(this.#session.data)) {
      return html`<lb-empty
        heading="No bank to see yet"
        text=${nothingSeen(viewedAs()?.name)}
        .icon=${Landmark}
      ></lb-empty>`;
    }
    return html`<lb-empty heading="Connect your first bank" text=${firstWords} .icon=${Landmark}>
      <lb-button
        kind="primary"
        label="Connect a bank"
        .busy=${this.starting === 'new'}
        @click=${() => this.#begin('new', {})}
      ></lb-button>
    </lb-empty>`;
  }

  #failed(error: Error) {
    return html`<lb-notice kind="broken" urgent>
      ${sentenceOf(error)}
      <lb-button
        slot="action"
        label="Try again"
        .busy=${this.#overview.fetching}
        @click=${() => this.#overview.refetch()}
      ></lb-button>
    </lb-notice>`;
  }

  #loading() {
    return html`<div class="cols">
      <div class="card worth stack">
        <lb-skeleton class="hero" shape="number" label="Loading the overview"></lb-skeleton>
        <lb-skeleton shape="lines" count="4"></lb-skeleton>
      </div>
      <div class="card month"><lb-skeleton shape="rows" count="6"></lb-skeleton></div>
      <div class="card latest"><lb-skeleton shape="rows" count="6"></lb-skeleton></div>
      <div class="card banks"><lb-skeleton shape="rows" count="9"></lb-skeleton></div>
    </div>`;
  }

  #act({ linkId: link, action }: Attention) {
    if (action === 'relink') return this.#begin(link, {});
    return this.#begin(link, { link, chooseAccounts: action === 'add_accounts' });
  }

  async #begin(starting: string, choice: Parameters<typeof startLink>[0]) {
    this.starting = starting;
    try {
      location.assign(await startLink(choice));
    } catch (error) {
      this.starting = '';
      toast(sentenceOf(error), { failed: true });
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lb-page-overview': PageOverview;
  }
}
