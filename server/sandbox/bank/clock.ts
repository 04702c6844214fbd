/** What a clock needs to go on after a restart. Milliseconds. */
export interface ClockSetting {
  /** The calendar's instant when `elapsed` was 0. */
  readonly base: number;
  readonly elapsed: number;
  /** The real instant at which `elapsed` was true. */
  readonly anchor: number;
  readonly speed: number;
}

interface Timer {
  due: number;
  run: () => void;
}

/**
 * The bank's own time. It has a calendar (`now`), which may be set to any day, and an age
 * (`elapsed`), which only ever grows: with the real clock times `speed`, and by `advance`. All
 * delays hang on the age, so that setting the calendar back or forth never fires or loses one.
 */
export interface Clock {
  now(): Date;
  /** The calendar day, YYYY-MM-DD, in the bank's time zone. */
  today(): string;
  elapsed(): number;
  /** Runs `run` once the bank is `delay` older; returns its cancellation. */
  after(delay: number, run: () => void): () => void;
  /** Lets time pass at once: everything that falls due on the way happens, in order. */
  advance(ms: number): void;
  setNow(now: Date): void;
  setSpeed(speed: number): void;
  setting(): ClockSetting;
  /** Goes on from where a former clock was written down. */
  restore(setting: ClockSetting): void;
  close(): void;
}

const LONGEST_TIMEOUT = 2 ** 31 - 1;

export function createClock(start: ClockSetting, timeZone: string): Clock {
  return new BankClock(start, timeZone);
}

class BankClock implements Clock {
  #base: number;
  #mark: number;
  #anchor: number;
  #speed: number;
  readonly #timers = new Set<Timer>();
  #wake: NodeJS.Timeout | null = null;
  #closed = false;
  readonly #day: Intl.DateTimeFormat;

  constructor({ base, elapsed, anchor, speed }: ClockSetting, timeZone: string) {
    this.#base = base;
    this.#mark = elapsed;
    this.#anchor = anchor;
    this.#speed = speed;
    const digits = { year: 'numeric', month: '2-digit', day: '2-digit' } as const;
    this.#day = new Intl.DateTimeFormat('en-CA', { timeZone, ...digits });
  }

  elapsed(): number {
    return this.#mark + Math.max(0, Date.now() - this.#anchor) * this.#speed;
  }

  now(): Date {
    return new Date(this.#base + this.elapsed());
  }

  today(): string {
    return this.#day.format(this.#base + this.elapsed());
  }

  after(delay: number, run: () => void): () => void {
    const timer = { due: this.elapsed() + delay, run };
    this.#timers.add(timer);
    this.#rearm();
    return () => {
      this.#timers.delete(timer);
    };
  }

  advance(ms: number): void {
    this.#hold();
    const target = this.#mark + ms;
    this.#runUntil(target);
    this.#mark = Math.max(this.#mark, target);
    this.#anchor = Date.now();
    this.#rearm();
  }

  setNow(now: Date): void {
    this.#base = now.getTime() - this.elapsed();
  }

  setSpeed(speed: number): void {
    this.#hold();
    this.#speed = speed;
    this.#rearm();
  }

  setting(): ClockSetting {
    const anchor = Date.now();
    return { anchor, base: this.#base, elapsed: this.elapsed(), speed: this.#speed };
  }

  restore({ base, elapsed, anchor, speed }: ClockSetting): void {
    this.#base = base;
    this.#mark = elapsed;
    this.#anchor = anchor;
    this.#speed = speed;
    this.#rearm();
  }

  close(): void {
    this.#closed = true;
    this.#timers.clear();
    if (this.#wake) clearTimeout(this.#wake);
  }

  #hold(): void {
    this.#mark = this.elapsed();
    this.#anchor = Date.now();
  }

  /** What is run sees the age at which it fell due, as it would have without the leap. */
  #runUntil(target: number): void {
    for (;;) {
      const next = earliest(this.#timers);
      if (!next || next.due > target) return;
      this.#timers.delete(next);
      this.#mark = Math.max(this.#mark, next.due);
      this.#anchor = Date.now();
      next.run();
    }
  }

  #rearm(): void {
    if (this.#wake) clearTimeout(this.#wake);
    this.#wake = null;
    const next = earliest(this.#timers);
    if (this.#closed || !next || this.#speed === 0) return;
    const wait = Math.max(0, (next.due - this.elapsed()) / this.#speed);
    const ring = () => {
      this.#hold();
      this.#runUntil(this.elapsed());
      this.#rearm();
    };
    this.#wake = setTimeout(ring, Math.min(Math.ceil(wait), LONGEST_TIMEOUT));
    this.#wake.unref();
  }
}

function earliest(timers: ReadonlySet<Timer>): Timer | null {
  let first: Timer | null = null;
  for (const timer of timers) if (!first || timer.due < first.due) first = timer;
  return first;
}

/** Day arithmetic on YYYY-MM-DD, free of time zones. */
export function addDays(day: string, days: number): string {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + days);
  return date.toISOString().slice(0, 10);
}

/** Whole days from `from` to `to`. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);
}
