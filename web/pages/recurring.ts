import type { RecurringSeries } from '#server/contract/recurring.ts';
import type { Reply } from '#web/api.ts';
import { sentenceOf } from '#web/api.ts';
import { goBackTo, withQuery } from '#web/state/address.ts';
import { undoChange } from '#web/state/changes.ts';
import { Watch } from '#web/state/client.ts';
import { decide, recurring } from '#web/state/recurring.ts';
import { looksOn, session } from '#web/state/session.ts';
import { base } from '#web/ui/base.ts';
import { isZero } from '#web/ui/decimal.ts';
import { plural } from '#web/ui/format.ts';
import '#web/ui/lb-amount.ts';
import '#web/ui/lb-button.ts';
import '#web/ui/lb-empty.ts';
import '#web/ui/lb-icon.ts';
import '#web/ui/lb-notice.ts';
import '#web/ui/lb-skeleton.ts';
import { toast } from '#web/ui/lb-toast.ts';
import { isPressing, noticeWords, plain } from '#web/ui/recurring-words.ts';
import { BellDot, Check, Info, Repeat, X } from 'lucide';
import { LitElement, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import './recurring-month.ts';
import { seriesRow } from './recurring-row.ts';
import './recurring-sheet.ts';
import { recurringStyles } from './recurring-styles.ts';

type Found = Reply<'GET /api/recurring'>;

/** So many news are told; the rest stands with each series. */
const MOST_NEWS = 5;
/** Of the doubtful ones so many are asked about at a time. */
const MOST_ASKED = 3;

/**
 * What comes back: what it comes to, what is new about it, what is to be asked about, and all of
 * it; as a list, or with `/calendar` as a month. `?series=` opens one.
 */
@customElement('lb-page-recurring')
export class PageRecurring extends LitElement {
  static override styles = [base, recurringStyles];

  @property({ attribute: false }) accessor params: Record<string, string> = {};
  @property({ attribute: false }) accessor query = new URLSearchParams();
  @state() private accessor busy = '';
  @state() private accessor allNews = false;
  @state() private accessor allAsked = false;

  readonly #session = new Watch(this, session);
  readonly #recurring = new Watch(this, recurring);

  get #asMonth() {
    return this.params['part'] === 'calendar';
  }

  override render() {
    const { data, error } = this.#recurring;
    return html`<div class="page" aria-busy=${data || error ? 'false' : 'true'}>
        <h1>What comes back</h1>
        <nav class="ways" aria-label="As a list or as a month">
          <a href="/recurring" aria-current=${this.#asMonth ? nothing : 'page'}>List</a>
          <a href="/recurring/calendar" aria-current=${this.#asMonth ? 'page' : nothing}>Month</a>
        </nav>
        ${
          data
            ? this.#content(data)
            : error
              ? html`<lb-notice kind="broken" urgent>${sentenceOf(error)}</lb-notice>`
              : html`<div class="card">
                  <lb-skeleton shape="rows" count="8" label="What comes back"></lb-skeleton>
                </div>`
        }
      </div>
      <lb-recurring-sheet
        .series=${data?.series.find(({ id }) => id === this.query.get('series')) ?? null}
        .others=${data?.series ?? []}
        today=${data?.today ?? ''}
        ?looks=${looksOn(this.#session.data)}
        @lb-close=${this.#close}
      ></lb-recurring-sheet>`;
  }

  #content(data: Found) {
    if (this.#asMonth) {
      return html`<lb-recurring-month month=${this.query.get('month') ?? ''}></lb-recurring-month>`;
    }
    if (data.series.length === 0) {
      return html`<div class="card">
        <lb-empty
          .icon=${Repeat}
          heading="Nothing comes back yet"
          text="Bills, subscriptions and wages are found by themselves once they have come a few
            times. What you know already you can say at a transaction."
          ><lb-button href="/transactions" label="Transactions"></lb-button
        ></lb-empty>
      </div>`;
    }
    const of = (some: (one: RecurringSeries) => boolean) => data.series.filter(some);
    const counts = ({ status }: RecurringSeries) => status === 'found' || status === 'accepted';
    const going = of((one) => counts(one) && one.state !== 'ended').toSorted(byNext);
    return html`${this.#sums(data)} ${this.#news(data, of(counts))}
    ${this.#proposals(of(({ status }) => status === 'proposed'))}
    ${this.#section(
      'Bills and subscriptions',
      going.filter(({ flow }) => flow === 'spending'),
    )}
    ${this.#section(
      'Income',
      going.filter(({ flow }) => flow === 'income'),
    )}
    ${this.#section(
      'To cards, loans and savings',
      going.filter(({ flow }) => flow === 'transfer'),
    )}
    ${this.#folded(
      'Over',
      of((one) => counts(one) && one.state === 'ended'),
    )}
    ${this.#folded(
      'Dismissed',
      of(({ status }) => status === 'dismissed'),
    )}`;
  }

  #sums({ costs, income }: Found) {
    const sum = (heading: string, sums: Found['costs']) =>
      sums
        .filter(({ aYear }, at) => at === 0 || !isZero(aYear.amount))
        .map(
          ({ aMonth, aYear }, at) =>
            html`<div>
              ${at === 0 ? html`<h2>${heading}</h2>` : nothing}
              <lb-amount .of=${plain(aMonth)}></lb-amount>
              <p class="muted small">
                a month, <lb-amount class="small" .of=${plain(aYear)}></lb-amount> a year
              </p>
            </div>`,
        );
    return html`<section class="card sums" aria-label="What it comes to">
      ${sum('Goes out by itself, at least', costs)} ${sum('Comes in by itself', income)}
    </section>`;
  }

  #news({ today }: Found, series: RecurringSeries[]) {
    const news = series
      .flatMap((one) => one.notices.map((notice) => ({ one, notice })))
      .toSorted(
        (a, b) =>
          Number(isPressing(b.notice)) - Number(isPressing(a.notice)) ||
          b.notice.date.localeCompare(a.notice.date),
      );
    if (news.length === 0) return nothing;
    const shown = this.allNews ? news : news.slice(0, MOST_NEWS);
    return html`<section class="card" aria-labelledby="news">
      <h2 id="news">What is new</h2>
      <ul class="news">
        ${shown.map(
          ({ one, notice }) =>
            html`<li class=${isPressing(notice) ? 'pressing' : ''}>
              <lb-icon .icon=${isPressing(notice) ? BellDot : Info}></lb-icon>
              <p>
                ${noticeWords(one.name, notice, today)}
                ${
                  'transaction' in notice
                    ? html`<a
                        href="/transactions/${notice.transaction}"
                        aria-label="See it: ${one.name}"
                        >See it</a
                      >`
                    : html`<a href=${this.#href(one)} aria-label="See it: ${one.name}">See it</a>`
                }
              </p>
            </li>`,
        )}
      </ul>
      ${
        shown.length < news.length
          ? html`<lb-button
              kind="plain"
              label="Show ${news.length - shown.length} more"
              @click=${() => (this.allNews = true)}
            ></lb-button>`
          : nothing
      }
    </section>`;
  }

  #proposals(all: RecurringSeries[]) {
    const series = this.allAsked ? all : all.slice(0, MOST_ASKED);
    if (series.length === 0 || looksOn(this.#session.data)) return nothing;
    return html`<section class="card" aria-labelledby="ask">
      <h2 id="ask">Does this come back?</h2>
      <p class="muted small">Perhaps. It is counted once you say so.</p>
      <ul class="rows">
        ${repeat(
          series,
          ({ id }) => id,
          (one) =>
            html`<li>
              ${this.#row(one)}
              <div class="ask">
                <lb-button
                  label="Yes, it does"
                  .name=${`Yes, it does: ${one.name}`}
                  .icon=${Check}
                  .busy=${this.busy === one.id}
                  @click=${() => this.#say(one, 'accepted')}
                ></lb-button>
                <lb-button
                  kind="plain"
                  label="No"
                  .name=${`No: ${one.name}`}
                  .icon=${X}
                  .busy=${this.busy === one.id}
                  @click=${() => this.#say(one, 'dismissed')}
                ></lb-button>
              </div>
            </li>`,
        )}
      </ul>
      ${
        series.length < all.length
          ? html`<lb-button
              kind="plain"
              label="Show ${all.length - series.length} more"
              @click=${() => (this.allAsked = true)}
            ></lb-button>`
          : nothing
      }
    </section>`;
  }

  #section(heading: string, series: RecurringSeries[]) {
    if (series.length === 0) return nothing;
    return html`<section class="card" aria-label=${heading}>
      <h2>${heading}</h2>
      ${this.#rows(series)}
    </section>`;
  }

  #folded(heading: string, series: RecurringSeries[]) {
    if (series.length === 0) return nothing;
    return html`<details class="card">
      <summary>${heading}: ${plural(series.length, 'series', 'series')}</summary>
      ${this.#rows(series)}
    </details>`;
  }

  #rows = (series: RecurringSeries[]) =>
    html`<ul class="rows">
      ${repeat(
        series,
        ({ id }) => id,
        (one) => html`<li>${this.#row(one)}</li>`,
      )}
    </ul>`;

  #row = (one: RecurringSeries) =>
    seriesRow(one, this.#recurring.data?.today ?? '', this.#href(one));

  #href = ({ id }: RecurringSeries) => withQuery(new URL(location.href), { series: id });

  #close = () => goBackTo(withQuery(new URL(location.href), { series: undefined }));

  async #say(one: RecurringSeries, says: 'accepted' | 'dismissed') {
    this.busy = one.id;
    try {
      const change = await decide({ series: one.id, says });
      if (change) toast(`${change.sentence}.`, { undo: () => undoChange(change.id) });
    } catch (error) {
      toast(sentenceOf(error), { failed: true });
    } finally {
      this.busy = '';
    }
  }
}

const byNext = (a: RecurringSeries, b: RecurringSeries) =>
  (a.next ?? '').localeCompare(b.next ?? '') || a.name.localeCompare(b.name);

declare global {
  interface HTMLElementTagNameMap {
    'lb-page-recurring': PageRecurring;
  }
}
