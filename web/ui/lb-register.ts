import type { Transaction } from '#server/contract/transactions.ts';
import { LitElement, html, nothing } from 'lit';
import type { PropertyValues } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { keyed } from 'lit/directives/keyed.js';
import { repeat } from 'lit/directives/repeat.js';
import { base } from './base.ts';
import { monthName, plural } from './format.ts';
import { layMonthRows } from './month-rows.ts';
import type { Month, MonthRows, Slot } from './month-rows.ts';
import { gridRow, listRow, waitingRow } from './register-rows.ts';
import type { RowLook } from './register-rows.ts';
import { registerStyles } from './register-styles.ts';
import { ScrollWindow } from './scroll-window.ts';

/** Where the rows come from: some are held, the others are on their way. */
export interface RegisterRows {
  row(month: number, offset: number): Transaction | undefined;
  indexOf(id: string): number;
}

/** Counts and marks; a new object whenever anything about the rows has changed. */
export interface RegisterCounts {
  months: readonly Month[];
  fresh: ReadonlySet<string>;
}

/** More rows than browsers can lay out one below the other: the oldest are left out. */
const tallest = 15_000_000;
const ahead = 8;
/** From this width on it is a grid with a line per row; below, a list of buttons. */
const gridFrom = 620;

/**
 * The register: any number of transactions, newest first, of which only those on the screen are in
 * the page. Months have headings, days stand in the margin. On wide screens a grid with one tab
 * stop; on phones a list of buttons.
 *
 * Emits `lb-want` with `{ first, last }` when other rows come into view, `lb-open` with
 * `{ id }` when one is chosen, and `lb-close` on Escape.
 */
@customElement('lb-register')
export class LbRegister extends LitElement {
  static override styles = [base, registerStyles];

  @property({ attribute: false }) accessor rows: RegisterRows | undefined;
  @property({ attribute: false }) accessor counts: RegisterCounts = {
    months: [],
    fresh: new Set(),
  };
  @property() accessor today = '';
  @property() accessor label = 'Transactions';
  /** The id of the row whose details are open. */
  @property({ attribute: false }) accessor open: string | null = null;
  @state() private accessor wide = true;
  /** The row the keyboard is on: by its place, and by its id once it is known. */
  @state() private accessor active: { row: number; id: string | null } | null = null;
  @query('.canvas') private accessor canvas!: HTMLElement | null;
  @query('.window') private accessor window!: HTMLElement | null;

  readonly #scroll = new ScrollWindow(
    this,
    () => this.canvas,
    () => this.#moved(),
  );
  readonly #size = new ResizeObserver(() => this.#measure());
  #sizes = { row: 40, heading: 40 };
  #lay: MonthRows = layMonthRows([], this.#sizes);
  #anchor: { id: string; y: number } | null = null;
  #drawn = { first: -1, last: -1, top: 0, slots: [] as Slot[], topRow: -1, month: -1 };

  override connectedCallback() {
    super.connectedCallback();
    this.#size.observe(this);
  }

  override disconnectedCallback() {
    super.disconnectedCallback();
    this.#size.disconnect();
  }

  /** Brings the first row of a month to the top. */
  showMonth(month: string): void {
    const index = this.#lay.months.findIndex((one) => one.month <= month);
    if (index < 0) return;
    const { top } = this.#scroll.visible();
    this.#scroll.shift(this.#lay.topOfMonth(index) - top);
    const first = this.#lay.firstRow(index);
    this.active = { row: first, id: this.#at(first)?.id ?? null };
  }

  /** Brings a row into view where it is held. */
  showRow(id: string): void {
    const row = this.rows?.indexOf(id) ?? -1;
    if (row < 0) return;
    this.active = { row, id };
    this.#reveal(row);
  }

  override focus(options?: FocusOptions) {
    this.canvas?.focus({ preventScroll: true, ...options });
  }

  #measure() {
    const width = this.clientWidth;
    if (width === 0) return;
    const letters = Number.parseFloat(getComputedStyle(document.documentElement).fontSize) / 16;
    const wide = width >= gridFrom;
    const touch = matchMedia('(pointer: coarse)').matches;
    const row = Math.round((wide ? (touch ? 46 : 40) : 62) * letters);
    const heading = Math.round(40 * letters);
    if (wide === this.wide && row === this.#sizes.row && heading === this.#sizes.heading) return;
    this.wide = wide;
    this.#sizes = { row, heading };
    this.style.setProperty('--row', `${row}px`);
    this.style.setProperty('--heading', `${heading}px`);
    this.#lay = this.#layOut();
    this.requestUpdate();
  }

  #layOut() {
    const { row, heading } = this.#sizes;
    let height = 0;
    const months = this.counts.months.filter(
      ({ count }) => (height += heading + count * row) <= tallest,
    );
    return layMonthRows(months, this.#sizes);
  }

  #at(row: number): Transaction | undefined {
    const { month, offset } = this.#lay.place(row);
    return this.rows?.row(month, offset);
  }

  #moved() {
    const { first, last, topRow, month } = this.#drawn;
    const next = this.#look();
    if (next.first !== first || next.last !== last || next.topRow !== topRow) this.requestUpdate();
    else if (next.month !== month) this.requestUpdate();
  }

  /** What the window shows now, and a little beyond it. */
  #look() {
    const { top, bottom } = this.#scroll.visible();
    const extra = ahead * this.#sizes.row;
    const shown = this.#lay.between(top - extra, bottom + extra);
    const rows = shown.slots.filter((slot) => slot.kind === 'row');
    const bar = top + this.#sizes.heading;
    return {
      first: rows[0]?.row ?? -1,
      last: rows.at(-1)?.row ?? -1,
      top: shown.top,
      slots: shown.slots,
      topRow: top > 0 ? this.#lay.rowAt(bar + this.#sizes.row / 2) : -1,
      month: this.#lay.monthAt(Math.max(0, top)),
    };
  }

  override willUpdate(changed: PropertyValues<this>) {
    if (changed.has('counts') || changed.has('rows')) {
      const same = !changed.has('rows') || changed.get('rows') === undefined;
      this.#anchor = same ? this.#findAnchor() : null;
      this.#lay = this.#layOut();
      this.#keepActive(same);
      if (this.#anchor) this.#hold(this.#anchor);
    }
    this.#drawn = this.#look();
  }

  /** The first whole row on the screen, which must stay where it is when rows come in above it. */
  #findAnchor() {
    const { top } = this.#scroll.visible();
    if (top <= this.#sizes.row) return null;
    const shown = this.#drawn.slots.find(
      (slot) => slot.kind === 'row' && this.#lay.topOfRow(slot.row) >= top,
    );
    if (shown?.kind !== 'row') return null;
    // The rows have changed already, so its id is read from the page.
    const id = this.#ids.get(shown.row);
    return id ? { id, y: this.#lay.topOfRow(shown.row) } : null;
  }

  readonly #ids = new Map<number, string>();

  #hold({ id, y }: { id: string; y: number }) {
    const row = this.rows?.indexOf(id) ?? -1;
    const moved = row < 0 ? 0 : this.#lay.topOfRow(row) - y;
    if (moved === 0) return;
    // A canvas that has to grow must do so before the window can move down it.
    this.canvas?.style.setProperty('height', `${this.#lay.height}px`);
    this.#scroll.shift(moved);
  }

  #keepActive(same: boolean) {
    if (!this.active) return;
    if (!same || this.#lay.rows === 0) {
      this.active = null;
      return;
    }
    const { id, row } = this.active;
    const now = id ? (this.rows?.indexOf(id) ?? -1) : -1;
    this.active = {
      row: now >= 0 ? now : Math.min(row, this.#lay.rows - 1),
      id: now >= 0 ? id : (this.#at(Math.min(row, this.#lay.rows - 1))?.id ?? null),
    };
  }

  override render() {
    const { slots, month } = this.#drawn;
    const rows = this.#rows(slots);
    const frame = html`<div class="bar" aria-hidden="true">${this.#monthLine(month)}</div>
      ${keyed(this.wide, this.wide ? this.#grid(rows) : this.#list(rows))}`;
    return this.#lay.rows ? frame : nothing;
  }

  #monthLine(index: number) {
    const month = this.#lay.months[index];
    if (!month) return nothing;
    return html`<span>${monthName(month.month, this.today)}</span>
      <span class="muted">${plural(month.count, 'transaction')}</span>`;
  }

  #grid(rows: unknown) {
    const drawn = this.active && this.#isDrawn(this.active.row);
    return html`<div
      class="canvas"
      role="grid"
      tabindex="0"
      aria-label=${this.label}
      aria-rowcount=${this.#lay.slots}
      aria-readonly="true"
      aria-activedescendant=${drawn ? `row-${this.active?.row}` : nothing}
      @keydown=${this.#onKey}
      @click=${this.#onClick}
      @focus=${this.#onFocus}
    >
      <div class="window" role="rowgroup">${rows}</div>
    </div>`;
  }

  #list(rows: unknown) {
    return html`<div class="canvas" tabindex="-1" @click=${this.#onClick} @keydown=${this.#onKey}>
      <ul class="window" role="list" aria-label=${this.label}>
        ${rows}
      </ul>
    </div>`;
  }

  #isDrawn(row: number) {
    return row >= this.#drawn.first && row <= this.#drawn.last;
  }

  #rows(slots: readonly Slot[]) {
    this.#ids.clear();
    const seen = new Set<string>();
    const drawn = slots.map((slot) => {
      if (slot.kind === 'heading') return { slot, key: `month ${slot.month}`, held: undefined };
      const held = this.rows?.row(slot.month, slot.offset);
      // While months are read again one row may be held twice; its key must not be.
      const key = held && !seen.has(held.id) ? held.id : `row ${slot.row}`;
      seen.add(key);
      if (held) this.#ids.set(slot.row, held.id);
      return { slot, key, held };
    });
    return repeat(
      drawn,
      ({ key }) => key,
      ({ slot, held }) => (slot.kind === 'heading' ? this.#heading(slot) : this.#row(slot, held)),
    );
  }

  #heading(slot: Slot) {
    const line = this.#monthLine(slot.month);
    if (!this.wide) return html`<li class="heading">${line}</li>`;
    const index = this.#lay.firstRow(slot.month) + slot.month + 1;
    return html`<div role="row" aria-rowindex=${index}>
      <div class="heading" role="gridcell" aria-colspan="5">${line}</div>
    </div>`;
  }

  #row(slot: Slot & { kind: 'row' }, held: Transaction | undefined) {
    const { row, month, offset } = slot;
    const look: RowLook = {
      row,
      ariaIndex: row + month + 2,
      dayShown:
        offset === 0 ||
        row === this.#drawn.topRow ||
        this.rows?.row(month, offset - 1)?.date !== held?.date,
      dayEnds: this.rows?.row(month, offset + 1)?.date !== held?.date,
      active: this.active?.row === row,
      open: held !== undefined && held.id === this.open,
      fresh: held !== undefined && this.counts.fresh.has(held.id),
    };
    if (!held) return waitingRow(look, this.wide, this.#lay.rows);
    return this.wide ? gridRow(held, look) : listRow(held, look, this.#lay.rows);
  }

  override updated() {
    const { first, last, top } = this.#drawn;
    this.canvas?.style.setProperty('height', `${this.#lay.height}px`);
    this.window?.style.setProperty('transform', `translateY(${top}px)`);
    if (first < 0 || (first === this.#wanted.first && last === this.#wanted.last)) return;
    this.#wanted = { first, last };
    this.dispatchEvent(new CustomEvent('lb-want', { detail: this.#wanted }));
  }

  #wanted = { first: -1, last: -1 };

  #reveal(row: number) {
    const top = this.#lay.topOfRow(row);
    const bar = Number.parseFloat(getComputedStyle(this).getPropertyValue('--bar')) || 0;
    this.#scroll.reveal(top, top + this.#sizes.row, {
      top: this.#sizes.heading + 8,
      bottom: bar + 8,
    });
  }

  #onFocus = () => {
    if (this.active && this.#isDrawn(this.active.row)) return;
    const { top } = this.#scroll.visible();
    const row = this.#lay.rowAt(Math.max(0, top + this.#sizes.heading));
    this.active = { row, id: this.#at(row)?.id ?? null };
  };

  #onClick = (event: Event) => {
    const row = (event.target as Element).closest<HTMLElement>('[data-row]')?.dataset['row'];
    if (row === undefined) return;
    this.#choose(Number(row));
  };

  #choose(row: number) {
    const id = this.#at(row)?.id;
    if (!id) return;
    this.active = { row, id };
    this.dispatchEvent(new CustomEvent('lb-open', { detail: { id } }));
  }

  #onKey = (event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === 'Escape' && this.open) {
      event.preventDefault();
      this.dispatchEvent(new CustomEvent('lb-close'));
    }
    if (!this.wide) return;
    const row = this.active?.row ?? 0;
    const page = Math.max(1, Math.floor((innerHeight - 160) / this.#sizes.row));
    const to = {
      ArrowDown: row + 1,
      ArrowUp: row - 1,
      PageDown: row + page,
      PageUp: row - page,
      Home: 0,
      End: this.#lay.rows - 1,
    }[event.key];
    if (to !== undefined) {
      const next = Math.max(0, Math.min(this.#lay.rows - 1, to));
      this.active = { row: next, id: this.#at(next)?.id ?? null };
      this.#reveal(next);
    } else if (event.key === 'Enter' || event.key === ' ') this.#choose(row);
    else return;
    event.preventDefault();
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'lb-register': LbRegister;
  }
}
