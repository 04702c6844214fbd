import { layMonthRows } from './month-rows.ts';
import type { Month, MonthRows, Sizes, Slot } from './month-rows.ts';
import type { RegisterRows } from './register-rows.ts';
import type { ScrollWindow } from './scroll-window.ts';

/** More rows than browsers can lay out one below the other: the oldest are left out. */
const tallest = 15_000_000;
/** Rows drawn beyond what is seen, above and below. */
const ahead = 8;

/** Heights follow the reader's own size of letters, the pointer, and the room there is. */
export function sizesFor(wide: boolean): Sizes {
  const letters = Number.parseFloat(getComputedStyle(document.documentElement).fontSize) / 16;
  const touch = matchMedia('(pointer: coarse)').matches;
  return {
    row: Math.round((wide ? (touch ? 46 : 40) : 62) * letters),
    heading: Math.round(40 * letters),
  };
}

/** What is in the page at a moment. */
export interface Drawn {
  /** The first and last row, counted over the whole list; -1 without any. */
  first: number;
  last: number;
  /** Where the first slot lies. */
  top: number;
  slots: readonly Slot[];
  /** The topmost row that is seen below the sticking month; -1 while the list's head is seen. */
  topRow: number;
  /** The index of the month that sticks. */
  month: number;
}

/** A row that must stay where it is on the screen while rows come and go above it. */
export interface Anchor {
  id: string;
  /** How far below the window's upper edge it lies. */
  below: number;
}

/** Which of the rows lie in the window, and how it keeps its place when they change. */
export class RegisterWindow {
  readonly #scroll: ScrollWindow;
  sizes: Sizes = { row: 40, heading: 40 };
  lay: MonthRows = layMonthRows([], this.sizes);
  drawn: Drawn = { first: -1, last: -1, top: 0, slots: [], topRow: -1, month: -1 };
  /** Where the window stood when it was last looked at, and how far the page was scrolled. */
  #stood = { top: 0, scrolled: 0 };
  /** The ids of the rows in the page, by their place. */
  readonly ids = new Map<number, string>();

  constructor(scroll: ScrollWindow) {
    this.#scroll = scroll;
  }

  layOut(months: readonly Month[]): void {
    const { row, heading } = this.sizes;
    let height = 0;
    const shown = months.filter(({ count }) => (height += heading + count * row) <= tallest);
    this.lay = layMonthRows(shown, this.sizes);
  }

  /** Slots with what they hold and what tells them apart. */
  keyed(slots: readonly Slot[], rows: RegisterRows | undefined) {
    this.ids.clear();
    const seen = new Set<string>();
    return slots.map((slot) => {
      if (slot.kind === 'heading') return { slot, key: `month ${slot.month}`, held: undefined };
      const held = rows?.row(slot.month, slot.offset);
      // While months are read again one row may be held twice; its key must not be.
      const key = held && !seen.has(held.id) ? held.id : `row ${slot.row}`;
      seen.add(key);
      if (held) this.ids.set(slot.row, held.id);
      return { slot, key, held };
    });
  }

  /** What the window shows now, and a little beyond it. */
  look(): Drawn {
    const { top, bottom } = this.#scroll.visible();
    this.#stood = { top, scrolled: scrollY };
    const extra = ahead * this.sizes.row;
    const shown = this.lay.between(top - extra, bottom + extra);
    const rows = shown.slots.filter((slot) => slot.kind === 'row');
    const below = top + this.sizes.heading;
    return {
      first: rows[0]?.row ?? -1,
      last: rows.at(-1)?.row ?? -1,
      top: shown.top,
      slots: shown.slots,
      topRow: top > 0 ? this.lay.rowAt(below + this.sizes.row / 2) : -1,
      month: this.lay.monthAt(Math.max(0, top)),
    };
  }

  /** Whether something else would have to be drawn now. */
  get moved(): boolean {
    const [was, is] = [this.drawn, this.look()];
    return (
      is.first !== was.first ||
      is.last !== was.last ||
      is.topRow !== was.topRow ||
      is.month !== was.month
    );
  }

  /** The first row below the sticking month. */
  get topmost(): number {
    return this.lay.rowAt(Math.max(0, this.#scroll.visible().top + this.sizes.heading));
  }

  isDrawn(row: number): boolean {
    return row >= this.drawn.first && row <= this.drawn.last;
  }

  /**
   * The row to hold before the rows change: the preferred one where it is on the screen, else the
   * first that is whole. At the head of the list nothing is held, so that what comes in is seen.
   */
  anchor(preferred: string | null = null): Anchor | null {
    const { top } = this.#stood;
    if (top <= this.sizes.row) return null;
    let first: Anchor | null = null;
    for (const slot of this.drawn.slots) {
      if (slot.kind !== 'row') continue;
      const id = this.ids.get(slot.row);
      const below = this.lay.topOfRow(slot.row) - top;
      if (!id || below < this.sizes.heading) continue;
      if (id === preferred && below < innerHeight) return { id, below };
      first ??= { id, below };
    }
    return first;
  }

  /** Moves the window so that the anchor is where it was, once the rows have changed. */
  hold({ id, below }: Anchor, indexOf: (id: string) => number): void {
    const row = indexOf(id);
    if (row < 0) return;
    // Whoever scrolled meanwhile moved on purpose: only what moved by itself is undone.
    const meanwhile = scrollY - this.#stood.scrolled;
    const { top } = this.#scroll.visible();
    this.#scroll.shift(this.lay.topOfRow(row) - below + meanwhile - top);
  }

  /** Brings a row into view, clear of the sticking month and of the bar below. */
  reveal(row: number): void {
    const top = this.lay.topOfRow(row);
    this.#scroll.reveal(top, top + this.sizes.row, { top: this.sizes.heading + 8, bottom: 8 });
  }

  toMonth(index: number): void {
    this.#scroll.shift(this.lay.topOfMonth(index) - this.#scroll.visible().top);
  }

  /** To the head of the list, if the window is beyond it. */
  toHead(): void {
    const { top } = this.#scroll.visible();
    if (top > 0) this.#scroll.shift(-top);
  }
}
