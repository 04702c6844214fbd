/**
 * The household's one course of time, shared by those who sign in and by daily life. It can be
 * rebuilt at any moment from its first day and the nudges it got, so that only those are kept.
 */
import { addMonths, dateAt, DAY } from './days.ts';
import { accountsInMask } from './nudges.ts';
import { createSimulation, type Simulation } from './simulation.ts';
import type { Change } from './types.ts';

/** Where the timeline keeps what it must not forget. */
export type Memory = {
  recall(name: string): unknown;
  remember(name: string, value: unknown): void;
};

export type Timeline = {
  /** The household at an instant (milliseconds). */
  at(seed: string, now: number): Simulation;
  /** Lets one more thing happen now, on accounts of the logins in the mask (see LOGINS). */
  nudge(seed: string, now: number, mask: number): boolean;
  /** How many changes the banks have shown since the first day. */
  told(): number;
  /** What they have shown after so many, or null where that is too long ago to know. */
  since(told: number): Change[] | null;
  keepIn(memory: Memory): void;
};

type Nudge = readonly [at: number, mask: number];

/** Changes are kept for so long: longer than an appliance is usually off. */
const KEPT = 120 * DAY;
/**
 * A day on which somebody watches for hours should not fill the register without end: after so many
 * nudges the next one has its time.
 */
export const LIVELY_A_DAY = 600;
const GENTLE_MS = 60_000;

export function createTimeline(options: { years: number; rows?: number | undefined }): Timeline {
  let memory: Memory = createForgetful();
  let simulation: Simulation | null = null;
  let changes: Change[] = [];
  let keptFrom = 0;
  /** Changes that are not kept any more. */
  let forgotten = 0;

  function build(seed: string, now: number): Simulation {
    const start = firstDay(memory, now, options.years);
    const days = Math.max(1, (now - Date.parse(`${start}T00:00:00Z`)) / DAY);
    const rowsPerDay = options.rows === undefined ? {} : { rowsPerDay: options.rows / days };
    const built = createSimulation({ seed, start, ...rowsPerDay });
    changes = [];
    keptFrom = now - KEPT;
    forgotten = 0;
    for (const [at, mask] of nudgesUntil(memory, now)) {
      run(built, at);
      built.nudge(at, accountsInMask(mask));
    }
    return built;
  }

  function run(which: Simulation, until: number): void {
    for (const change of which.advance(until)) {
      if (change.at > keptFrom) changes.push(change);
      else forgotten += 1;
    }
  }

  function at(seed: string, now: number): Simulation {
    const known = simulation;
    // A clock that was set back begins the story anew; nudges after it have not happened.
    const usable = known && known.engine.seed === seed && known.engine.now <= now;
    simulation = usable ? known : build(seed, now);
    run(simulation, now);
    return simulation;
  }

  return {
    at,
    nudge(seed, now, mask) {
      const current = at(seed, now);
      const name = `nudges/${dateAt(now)}`;
      const today = (memory.recall(name) ?? []) as Nudge[];
      const last = today.at(-1)?.[0] ?? -Infinity;
      if (today.length >= LIVELY_A_DAY && now - last < GENTLE_MS) return false;
      const happened = current.nudge(now, accountsInMask(mask));
      memory.remember(name, [...today, [now, mask]]);
      remindOfDay(memory, dateAt(now));
      run(current, now);
      return happened;
    },
    told: () => forgotten + changes.length,
    since: (told) => {
      const known = told >= forgotten && told <= forgotten + changes.length;
      return known ? changes.slice(told - forgotten) : null;
    },
    keepIn(other) {
      memory = other;
      simulation = null;
    },
  };
}

function createForgetful(): Memory {
  const notes = new Map<string, unknown>();
  return {
    recall: (name) => notes.get(name),
    remember: (name, value) => void notes.set(name, value),
  };
}

/** The first day is fixed the first time it is asked for, whatever the clock says later. */
function firstDay(memory: Memory, now: number, years: number): string {
  const known = memory.recall('first-day');
  if (typeof known === 'string') return known;
  const month = `${dateAt(now).slice(0, 7)}-01`;
  const start = addMonths(month, -12 * years);
  memory.remember('first-day', start);
  return start;
}

function remindOfDay(memory: Memory, date: string): void {
  const days = (memory.recall('nudge-days') ?? []) as string[];
  if (!days.includes(date)) memory.remember('nudge-days', [...days, date]);
}

function nudgesUntil(memory: Memory, now: number): Nudge[] {
  const days = (memory.recall('nudge-days') ?? []) as string[];
  return days
    .flatMap((date) => (memory.recall(`nudges/${date}`) ?? []) as Nudge[])
    .filter(([at]) => at <= now)
    .toSorted(([a], [b]) => a - b);
}
