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

export interface ClockOptions {
  readonly start: ClockSetting;
  readonly timeZone: string;
}

const LONGEST_TIMEOUT = 2 ** 31 - 1;

export function createClock({ start, timeZone }: ClockOptions): Clock {
  let { base, elapsed: mark, anchor, speed } = start;
  const timers = new Set<Timer>();
  let wake: NodeJS.Timeout | null = null;
  let closed = false;
  const day = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  });

  const elapsed = () => mark + Math.max(0, Date.now() - anchor) * speed;
  const hold = () => {
    mark = elapsed();
    anchor = Date.now();
  };

  function runDue(until: number): void {
    for (;;) {
      const next = earliest(timers);
      if (!next || next.due > until) return;
      timers.delete(next);
      next.run();
    }
  }

  function rearm(): void {
    if (wake) clearTimeout(wake);
    wake = null;
    const next = earliest(timers);
    if (closed || !next || speed === 0) return;
    const wait = Math.max(0, (next.due - elapsed()) / speed);
    wake = setTimeout(
      () => {
        runDue(elapsed());
        rearm();
      },
      Math.min(Math.ceil(wait), LONGEST_TIMEOUT),
    );
    wake.unref();
  }

  return {
    now: () => new Date(base + elapsed()),
    today: () => day.format(base + elapsed()),
    elapsed,
    after(delay, run) {
      const timer = { due: elapsed() + delay, run };
      timers.add(timer);
      rearm();
      return () => {
        timers.delete(timer);
      };
    },
    advance(ms) {
      hold();
      const target = mark + ms;
      for (;;) {
        const next = earliest(timers);
        if (!next || next.due > target) break;
        mark = Math.max(mark, next.due);
        timers.delete(next);
        next.run();
      }
      mark = Math.max(mark, target);
      anchor = Date.now();
      rearm();
    },
    setNow(now) {
      base = now.getTime() - elapsed();
    },
    setSpeed(next) {
      hold();
      speed = next;
      rearm();
    },
    restore(setting) {
      ({ base, elapsed: mark, anchor, speed } = setting);
      rearm();
    },
    setting: () => ({ base, elapsed: elapsed(), anchor: Date.now(), speed }),
    close() {
      closed = true;
      timers.clear();
      if (wake) clearTimeout(wake);
    },
  };
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
