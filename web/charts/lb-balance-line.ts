import type { Money } from '#server/contract/money.ts';
import { LitElement, html, nothing, svg } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { base } from '#web/ui/base.ts';
import { compare, isZero, subtract } from '#web/ui/decimal.ts';
import { dayLong, dayShort, locale, moneyText, moneyWords, monthName } from '#web/ui/format.ts';
import '#web/ui/lb-amount.ts';
import '#web/ui/lb-chip.ts';
import { balanceLineStyles } from './balance-line-styles.ts';
import { leastIndex, shapeLine, since } from './line-shape.ts';
import type { LineShape } from './line-shape.ts';

export interface DayBalance {
  date: string;
  balance: Money;
}

const ranges = [
  { label: '1 month', days: 30 },
  { label: '3 months', days: 91 },
  { label: '6 months', days: 182 },
  { label: 'All', days: 100_000 },
];

const short = new Map<string, Intl.NumberFormat>();
/** A round amount beside the grid: `$12K`. */
const tick = (value: number, currency: string): string => {
  let format = short.get(currency);
  if (!format) {
    const money = /^[A-Z]{3}$/.test(currency) ? ({ style: 'currency', currency } as const) : {};
    format = new Intl.NumberFormat(locale, {
      ...money,
      notation: 'compact',
      minimumFractionDigits: 0,
      maximumFractionDigits: 1,
    });
    short.set(currency, format);
  }
  return format.format(value).replace('-', '\u2212');
};

/**
 * The balance of an account day by day: a line to be looked at, walked with the arrow keys (a month
 * with Page Up and Page Down), read as one sentence or opened as a table.
 */
@customElement('lb-balance-line')
export class LbBalanceLine extends LitElement {
  static override styles = [base, balanceLineStyles];

  /** Oldest first, of one currency. */
  @property({ attribute: false }) accessor balances: readonly DayBalance[] = [];
  /** What the line is of, for its name: `Everyday Checking`. */
  @property() accessor of = '';
  @property() accessor today = '';
  /** From the first to the last: where there are few, and years lie between them. */
  @property({ type: Boolean }) accessor whole = false;
  @state() private accessor range = 1;
  @state() private accessor width = 0;
  @state() private accessor at: number | null = null;
  @state() private accessor table = false;

  readonly #size = new ResizeObserver(([entry]) => {
    this.width = Math.round(entry?.contentRect.width ?? 0);
  });
  #shape: LineShape | undefined;

  override firstUpdated() {
    this.#size.observe(this);
  }

  override disconnectedCallback() {
    super.disconnectedCallback();
    this.#size.disconnect();
  }

  override connectedCallback() {
    super.connectedCallback();
    if (this.hasUpdated) this.#size.observe(this);
  }

  get #shown(): readonly DayBalance[] {
    if (this.whole) return this.balances;
    return this.balances.slice(since(this.balances, ranges[this.range]?.days ?? 0));
  }

  override render() {
    const shown = this.#shown;
    if (shown.length < 2) {
      return html`<p class="muted">
        The line begins tomorrow: a balance is kept for every day from now on.
      </p>`;
    }
    const summary = this.#summary(shown);
    return html`<figure>
      <figcaption>${summary}</figcaption>
      ${
        this.whole
          ? nothing
          : html`<div class="chips" role="group" aria-label="How far back">${this.#ranges()}</div>`
      }
      ${this.#plot(shown, summary)}
      <p class="sr" role="status">${this.at === null ? nothing : this.#words(shown[this.at])}</p>
      <details
        @toggle=${(event: Event) => (this.table = (event.target as HTMLDetailsElement).open)}
      >
        <summary>Show as table</summary>
        ${this.table ? this.#table(shown) : nothing}
      </details>
    </figure>`;
  }

  #ranges() {
    const all = this.balances.length;
    return ranges
      .map((range, index) => ({ ...range, index }))
      .filter(({ days, index }) => index === ranges.length - 1 || days < all)
      .map(
        ({ label, index }) =>
          html`<lb-chip
            label=${label}
            ?pressed=${index === this.range}
            @click=${() => {
              this.range = index;
              this.at = null;
            }}
          ></lb-chip>`,
      );
  }

  /** The whole picture in one sentence, with its numbers. */
  #summary(shown: readonly DayBalance[]): string {
    const [first, last] = [shown[0], shown.at(-1)];
    if (!first || !last) return '';
    const { currency } = last.balance;
    const change = subtract(last.balance.amount, first.balance.amount);
    const moved = isZero(change)
      ? 'the same as'
      : `${moneyText({ amount: change, currency }, true)} since`;
    const low = shown[leastIndex(shown, (a, b) => compare(a.balance.amount, b.balance.amount))];
    const high = shown[leastIndex(shown, (a, b) => compare(b.balance.amount, a.balance.amount))];
    const day = (one: DayBalance) => dayShort(one.date, this.today);
    const ends =
      low && high && low !== high
        ? ` Lowest ${moneyText(low.balance)} on ${day(low)}, highest ${moneyText(
            high.balance,
          )} on ${day(high)}.`
        : '';
    return `${moneyText(last.balance)} on ${day(last)}, ${moved} ${day(first)}.${ends}`;
  }

  #plot(shown: readonly DayBalance[], summary: string) {
    const height = 240;
    const currency = shown[0]?.balance.currency ?? '';
    const frame = { width: this.width, height, left: 52, right: 10, top: 14, bottom: 26 };
    const values = shown.map(({ date, balance }) => ({ date, value: Number(balance.amount) }));
    this.#shape = this.width > 0 ? shapeLine(values, frame) : undefined;
    return html`<div
      class="plot"
      role="img"
      tabindex="0"
      aria-label="Balance of ${this.of}. ${summary} The arrow keys walk through the days."
      @keydown=${this.#onKey}
      @pointermove=${this.#onPointer}
      @pointerdown=${this.#onPointer}
      @pointerleave=${() => (this.at = null)}
      @blur=${() => (this.at = null)}
    >
      ${this.#shape ? this.#marks(this.#shape, frame, currency) : nothing}
      ${this.at === null ? nothing : this.#value(shown[this.at])}
    </div>`;
  }

  #marks(
    shape: LineShape,
    frame: { width: number; height: number; left: number; bottom: number },
    currency: string,
  ) {
    const right = frame.width - 10;
    const ground = frame.height - frame.bottom;
    const at = this.at === null ? undefined : shape.points[this.at];
    return svg`<svg aria-hidden="true" viewBox="0 0 ${frame.width} ${frame.height}">
      ${shape.rows.map(
        ({ value, y }) => svg`<line
            class=${value === 0 ? 'zero' : 'grid'} x1=${frame.left} x2=${right} y1=${y} y2=${y} />
          <text x=${frame.left - 8} y=${y + 4} text-anchor="end">${tick(value, currency)}</text>`,
      )}
      ${shape.columns
        .filter(({ x }) => x < right - 24)
        .map(
          ({ month, x }) => svg`<line class="grid" x1=${x} x2=${x} y1=${ground} y2=${ground + 5} />
            <text x=${x + 3} y=${frame.height - 6}>${this.#month(month)}</text>`,
        )}
      <path class="area" d=${shape.area} />
      <path class="path" d=${shape.line} />
      ${
        at
          ? svg`<line class="cross" x1=${at.x} x2=${at.x} y1="14" y2=${ground} />
            <circle class="point" cx=${at.x} cy=${at.y} r="5" />`
          : nothing
      }
    </svg>`;
  }

  #month(month: string) {
    const name = monthName(month, month).slice(0, 3);
    return month.endsWith('-01') ? month.slice(0, 4) : name;
  }

  #value(one: DayBalance | undefined) {
    if (!one) return nothing;
    return html`<div class="value" aria-hidden="true">
      ${dayShort(one.date, this.today)} <b>${moneyText(one.balance)}</b>
    </div>`;
  }

  #words(one: DayBalance | undefined) {
    return one ? `${dayLong(one.date)}: ${moneyWords(one.balance)}` : nothing;
  }

  #table(shown: readonly DayBalance[]) {
    return html`<div class="rows" tabindex="0" role="region" aria-label="Balances as a table">
      <table>
        <caption class="sr">
          Balance of ${this.of} at the end of each day
        </caption>
        <thead>
          <tr>
            <th scope="col">Day</th>
            <th scope="col" class="number">Balance</th>
          </tr>
        </thead>
        <tbody>
          ${shown.toReversed().map(
            ({ date, balance }) =>
              html`<tr>
                <th scope="row">${dayLong(date)}</th>
                <td class="number"><lb-amount .of=${balance}></lb-amount></td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
  }

  override updated() {
    const value = this.renderRoot.querySelector<HTMLElement>('.value');
    const point = this.at === null ? undefined : this.#shape?.points[this.at];
    if (!value || !point) return;
    const left = Math.max(
      0,
      Math.min(this.width - value.offsetWidth, point.x - value.offsetWidth / 2),
    );
    value.style.setProperty('left', `${left}px`);
  }

  #onPointer = (event: PointerEvent) => {
    const plot = event.currentTarget as HTMLElement;
    this.at = this.#shape?.nearest(event.clientX - plot.getBoundingClientRect().left) ?? null;
  };

  #onKey = (event: KeyboardEvent) => {
    const last = this.#shown.length - 1;
    const at = this.at ?? last;
    const step = this.at === null ? 0 : 1;
    const to = {
      ArrowLeft: at - step,
      ArrowRight: at + step,
      PageUp: at - 30,
      PageDown: at + 30,
      Home: 0,
      End: last,
    }[event.key];
    if (to !== undefined) this.at = Math.max(0, Math.min(last, to));
    else if (event.key === 'Escape' && this.at !== null) this.at = null;
    else return;
    event.preventDefault();
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'lb-balance-line': LbBalanceLine;
  }
}
