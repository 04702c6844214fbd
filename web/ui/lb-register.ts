import type { Transaction } from '#server/contract/transactions.ts';
import { LitElement, html, nothing } from 'lit';
import type { PropertyValues } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { keyed } from 'lit/directives/keyed.js';
import { repeat } from 'lit/directives/repeat.js';
import { base } from './base.ts';
import type { Slot } from './month-rows.ts';
import { fieldOfKey, rowAfterKey } from './register-keys.ts';
import {
  endLine,
  gridRow,
  listRow,
  lookOf,
  monthHeading,
  monthLine,
  waitingRow,
} from './register-rows.ts';
import type { RegisterCounts, RegisterRows } from './register-rows.ts';
import { registerStyles } from './register-styles.ts';
import { RegisterPicks, rowOf } from './register-picks.ts';
import { RegisterWindow, sizesFor } from './register-window.ts';
import { ScrollWindow } from './scroll-window.ts';

const gridFrom = 620;

/**
 * The register: any number of transactions of which only those on the screen are in the page. On
 * wide screens a grid with one tab stop; on phones a list of buttons. Several can be chosen: with
 * `chosen`, or by `x`, a long touch, and with Shift a whole stretch.
 *
 * Emits `lb-choose` with `{ ids }` to be chosen or not any more, `lb-want` with `{ first, last }`
 * when other rows come into view, `lb-open` with `{ id, field }` when one is to be opened, where
 * asked for at a field, and `lb-close` on Escape while one is open.
 */
@customElement('lb-register')
export class LbRegister extends LitElement {
  static override styles = [base, registerStyles];

  @property({ attribute: false }) accessor rows: RegisterRows | undefined;
  @property({ attribute: false }) accessor counts: RegisterCounts = {
    months: [],
    fresh: new Set(),
  };
  /** Whose an account is, by its id: `Theo’s`, of the reader's own nothing. */
  @property({ attribute: false }) accessor whose: (account: string) => string = () => '';
  @property() accessor today = '';
  @property() accessor label = 'Transactions';
  /** The id of the row whose details are open. */
  @property({ attribute: false }) accessor open: string | null = null;
  /** The ids of those that are chosen; null while none are being chosen. */
  @property({ attribute: false }) accessor chosen: ReadonlySet<string> | null = null;
  /** Whether a letter alone does something. */
  @property({ attribute: false }) accessor singleKeys = true;
  @state() private accessor wide = true;
  /** The row the keyboard is on: by its place, and by its id once it is known. */
  @state() private accessor active: { row: number; id: string | null } | null = null;
  @query('.canvas') private accessor canvas!: HTMLElement | null;
  @query('.window') private accessor drawn!: HTMLElement | null;

  readonly #scroll = new ScrollWindow(
    this,
    () => this.canvas,
    () => {
      if (this.#window.moved) this.requestUpdate();
    },
  );
  readonly #window = new RegisterWindow(this.#scroll);
  readonly #size = new ResizeObserver(() => this.#measure());
  #wanted = { first: -1, last: -1 };

  override connectedCallback() {
    super.connectedCallback();
    this.#size.observe(this);
  }

  override disconnectedCallback() {
    super.disconnectedCallback();
    this.#size.disconnect();
  }

  override focus(options?: FocusOptions) {
    const button =
      this.active && !this.wide
        ? this.renderRoot.querySelector<HTMLElement>(`[data-row="${this.active.row}"] button`)
        : null;
    (button ?? this.canvas)?.focus({ preventScroll: true, ...options });
  }

  /** Brings the first row of a month to the top. */
  showMonth(month: string): void {
    const { lay } = this.#window;
    const index = lay.months.findIndex((one) => one.month <= month);
    if (index < 0) return;
    this.#window.toMonth(index);
    this.#setActive(lay.firstRow(index));
  }

  #at(row: number): Transaction | undefined {
    const { month, offset } = this.#window.lay.place(row);
    return this.rows?.row(month, offset);
  }

  #setActive(row: number) {
    this.active = { row, id: this.#at(row)?.id ?? null };
  }

  #measure() {
    const width = this.clientWidth;
    if (width === 0) return;
    const wide = width >= gridFrom;
    const { row, heading } = sizesFor(wide);
    const { sizes } = this.#window;
    if (wide === this.wide && row === sizes.row && heading === sizes.heading) return;
    const anchor = this.#window.anchor(this.active?.id);
    const focused = wide !== this.wide && this.shadowRoot?.activeElement !== null;
    this.wide = wide;
    this.#window.sizes = { row, heading };
    this.style.setProperty('--row', `${row}px`);
    this.style.setProperty('--heading', `${heading}px`);
    this.#window.layOut(this.counts.months);
    this.#stretch();
    if (anchor) this.#window.hold(anchor, (id) => this.rows?.indexOf(id) ?? -1);
    else if (this.active) this.#window.reveal(this.active.row);
    this.requestUpdate();
    // Grid and list are different elements: the focus moves over.
    if (focused) void this.updateComplete.then(() => this.focus());
  }

  #stretch() {
    this.canvas?.style.setProperty('height', `${this.#window.lay.height}px`);
  }

  override willUpdate(changed: PropertyValues<this>) {
    if (changed.has('counts') || changed.has('rows')) {
      const others = changed.has('rows') && changed.get('rows') !== undefined;
      const anchor = others ? null : this.#window.anchor();
      this.#window.layOut(this.counts.months);
      // A list that grows must do so before the window can move down it.
      this.#stretch();
      if (anchor) this.#window.hold(anchor, (id) => this.rows?.indexOf(id) ?? -1);
      if (others) this.#window.toHead();
      this.#keepActive(others);
    }
    this.#window.drawn = this.#window.look();
  }

  #keepActive(others: boolean) {
    const { rows } = this.#window.lay;
    if (!this.active || others || rows === 0) {
      this.active = null;
      return;
    }
    const { id, row } = this.active;
    const now = id ? (this.rows?.indexOf(id) ?? -1) : -1;
    this.#setActive(now >= 0 ? now : Math.min(row, rows - 1));
  }

  override render() {
    if (this.#window.lay.rows === 0) return nothing;
    const { slots, month } = this.#window.drawn;
    const rows = this.#rows(slots);
    return html`<div class="bar" aria-hidden="true">${this.#monthLine(month)}</div>
      ${keyed(this.wide, this.wide ? this.#grid(rows) : this.#list(rows))} ${this.#end()}`;
  }

  #monthLine(index: number) {
    return monthLine(this.#window.lay.months[index], this.today);
  }

  /** Where the list is longer than a page can be. */
  #end() {
    const last = this.counts.months[this.#window.lay.months.length];
    if (!last) return nothing;
    return endLine(last.month, this.today);
  }

  #grid(rows: unknown) {
    const drawn = this.active && this.#window.isDrawn(this.active.row);
    return html`<div
      class="canvas"
      role="grid"
      tabindex="0"
      aria-label=${this.label}
      aria-rowcount=${this.#window.lay.slots}
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
    return html`<div
      class="canvas"
      tabindex="-1"
      @click=${this.#onClick}
      @keydown=${this.#onKey}
      @pointerdown=${this.#picks.down}
      @pointermove=${this.#picks.moved}
      @pointerup=${this.#picks.up}
      @pointercancel=${this.#picks.up}
      @contextmenu=${this.#picks.menu}
    >
      <ul class="window" role="list" aria-label=${this.label}>
        ${rows}
      </ul>
    </div>`;
  }

  #rows(slots: readonly Slot[]) {
    const drawn = this.#window.keyed(slots, this.rows);
    return repeat(
      drawn,
      ({ key }) => key,
      ({ slot, held }) => (slot.kind === 'heading' ? this.#heading(slot) : this.#row(slot, held)),
    );
  }

  #heading(slot: Slot) {
    const index = this.#window.lay.firstRow(slot.month) + slot.month + 1;
    return monthHeading(this.#monthLine(slot.month), this.wide ? index : null);
  }

  #row(slot: Slot & { kind: 'row' }, held: Transaction | undefined) {
    const look = lookOf(slot, held, this, {
      active: this.active?.row === slot.row,
      topmost: slot.row === this.#window.drawn.topRow,
    });
    const { rows } = this.#window.lay;
    if (!held) return waitingRow(look, this.wide, rows);
    return this.wide ? gridRow(held, look) : listRow(held, look, rows);
  }

  override updated() {
    const { first, last, top } = this.#window.drawn;
    this.#stretch();
    this.drawn?.style.setProperty('top', `${top}px`);
    if (first < 0 || (first === this.#wanted.first && last === this.#wanted.last)) return;
    this.#wanted = { first, last };
    this.dispatchEvent(new CustomEvent('lb-want', { detail: this.#wanted }));
  }

  #onFocus = () => {
    if (this.active && this.#window.isDrawn(this.active.row)) return;
    this.#setActive(this.#window.topmost);
  };

  readonly #picks = new RegisterPicks(this, (row) => this.#at(row)?.id);

  #onClick = (event: MouseEvent) => {
    const row = rowOf(event);
    if (row === undefined || this.#picks.justHeld) return;
    if (this.chosen || (event.shiftKey && this.wide)) this.#pick(row, event.shiftKey);
    else this.#choose(row);
  };

  #pick(row: number, stretch: boolean) {
    this.#setActive(row);
    this.#picks.pick(row, stretch);
  }

  #choose(row: number, field?: string) {
    const id = this.#at(row)?.id;
    if (!id) return;
    this.active = { row, id };
    this.dispatchEvent(new CustomEvent('lb-open', { detail: { id, field } }));
  }

  #onKey = (event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === 'Escape' && this.open) {
      event.preventDefault();
      this.dispatchEvent(new CustomEvent('lb-close'));
    }
    if (!this.wide) return;
    const row = this.active?.row ?? 0;
    const page = Math.max(1, Math.floor((innerHeight - 160) / this.#window.sizes.row));
    const [letters, { rows }] = [this.singleKeys && !event.shiftKey, this.#window.lay];
    const to = rowAfterKey(event.key, row, { rows, page, letters });
    if (to !== null) {
      this.#setActive(to);
      this.#window.reveal(to);
    } else if ((event.key === 'x' && this.singleKeys) || (this.chosen && event.key === ' ')) {
      this.#pick(row, event.shiftKey);
    } else if (event.key === 'Enter' || event.key === ' ') this.#choose(row);
    else if (letters && fieldOfKey[event.key]) this.#choose(row, fieldOfKey[event.key]);
    else return;
    event.preventDefault();
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'lb-register': LbRegister;
  }
}
