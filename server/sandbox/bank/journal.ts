import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  truncateSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';

/**
 * The bank's memory: one file of JSON lines that is only ever appended to, so that a bank which is
 * killed loses at most a torn last line. A line is on its way to the disk before the reply that
 * rests on it leaves (`flush`), which survives the death of the process; the death of the machine
 * is not guarded against, for this is a sandbox.
 */
export interface Journal {
  /** False when nothing is kept: whoever would build a large line may spare itself the work. */
  readonly keeps: boolean;
  write(line: object): void;
  flush(): void;
  /** Replaces the file by the lines that describe the present state. */
  rewrite(lines: Iterable<object>): void;
  close(): void;
}

export const NO_JOURNAL: Journal = {
  keeps: false,
  write() {},
  flush() {},
  rewrite() {},
  close() {},
};

const CHUNK = 1 << 20;

/** Reads the file line by line; whole lines only, and it need not fit into one string. */
export function* readJournal(folder: string): Generator<unknown> {
  const path = join(folder, 'bank.jsonl');
  if (!existsSync(path)) return;
  const bytes = readFileSync(path);
  for (let from = 0; from < bytes.length;) {
    const end = bytes.indexOf(10, from);
    if (end < 0) return;
    yield JSON.parse(bytes.toString('utf8', from, end));
    from = end + 1;
  }
}

export function openJournal(folder: string): Journal {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, 'bank.jsonl');
  cutTornLine(path);
  let file = openSync(path, 'a', 0o600);
  let waiting: string[] = [];
  let size = 0;

  function flush(): void {
    if (waiting.length === 0) return;
    const text = waiting.join('');
    waiting = [];
    size = 0;
    writeAll(file, text);
  }

  return {
    keeps: true,
    write(line) {
      const text = `${JSON.stringify(line)}\n`;
      waiting.push(text);
      size += text.length;
      if (size > CHUNK) flush();
    },
    flush,
    rewrite(lines) {
      const fresh = openSync(`${path}.new`, 'w', 0o600);
      for (const line of lines) writeAll(fresh, `${JSON.stringify(line)}\n`);
      fsyncSync(fresh);
      closeSync(file);
      waiting = [];
      size = 0;
      renameSync(`${path}.new`, path);
      file = fresh;
    },
    close() {
      flush();
      closeSync(file);
    },
  };
}

/** A bank that was killed may have left half a line: it was never answered for, and goes. */
function cutTornLine(path: string): void {
  if (!existsSync(path)) return;
  const bytes = readFileSync(path);
  const whole = bytes.lastIndexOf(10) + 1;
  if (whole < bytes.length) truncateSync(path, whole);
}

function writeAll(file: number, text: string): void {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length;) at += writeSync(file, bytes, at);
}
