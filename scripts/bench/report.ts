/** One measured figure and the bound it must keep. */
export interface Figure {
  name: string;
  value: number;
  unit: string;
  /** The largest it may be; left out for figures that only inform. */
  most?: number;
}

export interface Report {
  add(figure: Figure): void;
  note(line: string): void;
  /** How many bounds were missed. */
  missed(): number;
}

/** Prints each figure as it comes, with its bound. */
export function createReport(write: (line: string) => void = console.log): Report {
  let missed = 0;
  return {
    add({ name, value, unit, most }) {
      const shown = `${round(value)} ${unit}`.padStart(14);
      const over = most !== undefined && value > most;
      if (over) missed++;
      const bound =
        most === undefined ? '' : `  ${over ? 'MISSED' : 'ok'}, at most ${most} ${unit}`;
      write(`${name.padEnd(66)}${shown}${bound}`);
    },
    note: write,
    missed: () => missed,
  };
}

const round = (value: number) => (value >= 100 ? Math.round(value) : Math.round(value * 100) / 100);

/** The value that so many of a hundred do not exceed. */
export function percentile(values: number[], percent: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil((percent / 100) * sorted.length) - 1)] ?? 0;
}

export const median = (values: number[]): number => percentile(values, 50);
