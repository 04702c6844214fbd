import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { appendFileSync, existsSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { createInterface } from 'node:readline';

export interface ProgramOptions {
  /** What people call it, as in "the bank stopped". */
  name: string;
  /** Arguments of node: flags and the script. */
  args: string[];
  env: Record<string, string | undefined>;
  /** Everything it prints is kept there. */
  logFile: string;
  /** Given each line it prints. */
  onLine: (line: string) => void;
  /** Whether it has said by now that it is ready: one that has not could not start. */
  isReady: () => boolean;
}

export interface Program {
  /** Resolves when it has ended by itself, with a sentence and its last lines. */
  died: Promise<string>;
  /** Asks it to end, and insists after ten seconds. */
  stop(): Promise<void>;
}

const root = join(import.meta.dirname, '../..');
const longestLog = 10_000_000;

/**
 * Runs one of our programs. It has a session of its own, so that Ctrl-C in the terminal does not
 * reach it before its turn to stop, and a leash, so that it does not outlive us.
 */
export function runProgram(options: ProgramOptions): Program {
  const { name, logFile } = options;
  mkdirSync(dirname(logFile), { recursive: true });
  const leash = join(root, 'scripts', 'start', 'leash.ts');
  const child = spawn(process.execPath, ['--import', leash, ...options.args], {
    cwd: root,
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe'],
    env: options.env,
  });
  const recent: string[] = [];
  for (const output of [child.stdout, child.stderr]) {
    createInterface({ input: output }).on('line', (line) => {
      recent.push(line);
      if (recent.length > 12) recent.shift();
      writeLog(logFile, line);
      options.onLine(line);
    });
  }
  let stopping = false;
  const closed = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('close', (code, signal) => resolve(signal ?? `exit code ${code}`));
  });
  const died = new Promise<string>((resolve) => {
    void closed.then((how) => {
      if (stopping) return;
      const last = recent.map(readable).join('\n  ');
      const told = last ? `\n  ${last}\nAll it said is in ${logFile}.` : '';
      const end = options.isReady() ? `stopped unexpectedly (${how})` : 'could not start';
      resolve(`${name} ${end}.${told}`);
    });
  });
  const stop = async () => {
    stopping = true;
    await endGently(child, closed);
  };
  process.once('exit', () => child.kill('SIGTERM'));
  return { died, stop };
}

async function endGently(child: ChildProcess, closed: Promise<string>): Promise<void> {
  child.kill('SIGTERM');
  const insist = setTimeout(() => child.kill('SIGKILL'), 10_000);
  await closed;
  clearTimeout(insist);
}

function writeLog(file: string, line: string): void {
  try {
    if (existsSync(file) && statSync(file).size > longestLog) {
      renameSync(file, join(dirname(file), `old-${basename(file)}`));
    }
    appendFileSync(file, `${line}\n`, { mode: 0o600 });
  } catch {
    // A full disk costs the line, not the household's server.
  }
}

/** A line of the log without its JSON. */
function readable(line: string): string {
  const entry = parseLine(line);
  if (!entry) return line;
  const { at: _at, level: _level, event, ...facts } = entry;
  const told = Object.entries(facts).map(([key, value]) => `${key}=${String(value)}`);
  return [event, ...told].join(' ');
}

/** The object in a line of JSON, or undefined for any other line. */
export function parseLine(line: string): Record<string, unknown> | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    return JSON.parse(line) as Record<string, unknown>;
  } catch {
    return undefined;
  }
}
