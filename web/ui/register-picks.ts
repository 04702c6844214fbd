/** The row in which something happened. */
export const rowOf = (event: Event): number | undefined => {
  const row = (event.target as Element).closest<HTMLElement>('[data-row]')?.dataset['row'];
  return row === undefined ? undefined : Number(row);
};

/** A touch that long chooses instead of opening. */
const LONG_MS = 450;
/** A finger is never quite still. */
const STILL_PX = 10;

/**
 * Choosing several rows: one by one, a whole stretch with Shift, the first by a long touch. Tells
 * its host's owner by `lb-choose` with the ids.
 */
export class RegisterPicks {
  readonly #host: HTMLElement;
  readonly #idAt: (row: number) => string | undefined;
  #last: number | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #from = { x: 0, y: 0 };
  /** The touch that ends now has chosen already. */
  justHeld = false;

  constructor(host: HTMLElement, idAt: (row: number) => string | undefined) {
    this.#host = host;
    this.#idAt = idAt;
  }

  /** Chooses a row or not any more; with `stretch` all from the last one to it. */
  pick(row: number, stretch: boolean): void {
    const start = stretch && this.#last !== null ? this.#last : row;
    const [first, end] = [Math.min(start, row), Math.max(start, row)];
    this.#last = row;
    const ids = Array.from({ length: end - first + 1 }, (_, n) => this.#idAt(first + n));
    this.#tell(
      ids.filter((id) => id !== undefined),
      stretch,
    );
  }

  #tell(ids: string[], add: boolean) {
    this.#host.dispatchEvent(new CustomEvent('lb-choose', { detail: { ids, add } }));
  }

  readonly down = (event: PointerEvent): void => {
    this.justHeld = false;
    const row = rowOf(event);
    if (event.pointerType !== 'touch' || row === undefined) return;
    this.#from = { x: event.clientX, y: event.clientY };
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.justHeld = true;
      this.pick(row, false);
    }, LONG_MS);
  };

  readonly moved = (event: PointerEvent): void => {
    const far = Math.hypot(event.clientX - this.#from.x, event.clientY - this.#from.y) > STILL_PX;
    if (far) clearTimeout(this.#timer);
  };

  readonly up = (): void => clearTimeout(this.#timer);

  /** The browser's own menu would come at the same moment. */
  readonly menu = (event: Event): void => {
    if (this.justHeld) event.preventDefault();
  };
}
