import type { Account } from '#server/contract/accounts.ts';
import type { Course } from '#server/contract/reports.ts';
import { sentenceOf } from '#web/api.ts';
import '#web/charts/lb-history.ts';
import { Watch } from '#web/state/client.ts';
import { course } from '#web/state/reports.ts';
import { rangeNames, ranges, selectionFrom } from '#web/state/selection.ts';
import type { Range } from '#web/state/selection.ts';
import { base } from '#web/ui/base.ts';
import { dayLong } from '#web/ui/format.ts';
import '#web/ui/lb-chip.ts';
import '#web/ui/lb-skeleton.ts';
import { courseWords } from '#web/ui/report-words.ts';
import { LitElement, css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';

/** The balance of an account day by day, as far back as its transactions tell. */
@customElement('lb-account-course')
export class LbAccountCourse extends LitElement {
  static override styles = [
    base,
    css`
      .chips {
        --chip-inline: 9px;
        display: flex;
        flex-wrap: wrap;
        gap: 5px;
      }
      p.small {
        margin-top: 8px;
      }
    `,
  ];

  @property({ attribute: false }) accessor account: Account | undefined;
  @property() accessor today = '';
  @state() private accessor range: Range | null = null;

  readonly #course = new Watch(this, () => ({
    ...course(
      { ...selectionFrom(''), range: this.#range, account: this.account?.id ?? null },
      this.today,
    ),
    enabled: this.today !== '' && this.account !== undefined,
    placeholderData: (before: Course | undefined) => before,
  }));

  /** What is kept by hand is valued now and then: of that everything is shown at first. */
  get #range(): Range {
    return this.range ?? (this.account?.manual ? 'all' : '3m');
  }

  override render() {
    const { data, error } = this.#course;
    if (!this.account) return nothing;
    if (!data) {
      return error
        ? html`<p class="muted">${sentenceOf(error)}</p>`
        : html`<lb-skeleton shape="block"></lb-skeleton>`;
    }
    return this.#line(this.account, data);
  }

  #line({ name, manual, closedAt }: Account, { days, accounts, toldFrom }: Course) {
    const { balances: all, currency } = accounts[0] ?? { balances: [], currency: 'USD' };
    const first = all.findIndex((one) => one !== null);
    const end = all.findLastIndex((one) => one !== null) + 1;
    const [values, shown] = [
      all.slice(Math.max(0, first), end),
      days.slice(Math.max(0, first), end),
    ];
    const known = values.filter((one) => one !== null).length;
    const heading = manual ? 'Over time' : 'Day by day';
    return html`<lb-history
        heading=${heading}
        summary=${courseWords(shown, values, currency, this.today)}
        today=${this.today}
        currency=${currency}
        told=${toldFrom ?? ''}
        none=${
          closedAt || manual
            ? 'Only one day’s balance is known.'
            : 'The line begins tomorrow: a balance is kept for every day from now on.'
        }
        .days=${known > 1 ? shown : []}
        .courses=${[
          {
            key: 'balance',
            label: name,
            color: 'var(--accent)',
            look: 'line',
            strong: true,
            values,
          },
        ]}
        ><div slot="controls" class="chips" role="group" aria-label="How far back">
          ${ranges.map(
            (range) =>
              html`<lb-chip
                label=${rangeNames[range]}
                ?pressed=${range === this.#range}
                @click=${() => (this.range = range)}
              ></lb-chip>`,
          )}
        </div></lb-history
      >${
        toldFrom === null
          ? nothing
          : html`<p class="small muted">
              Before ${dayLong(toldFrom)} it is reckoned back from its transactions.
            </p>`
      }`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lb-account-course': LbAccountCourse;
  }
}
