import { spawn } from 'node:child_process';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');

/** The static checks, in the order they run: what each is called, and its command. */
export const checks: [name: string, ...command: string[]][] = [
  ['Types of the server and the scripts', 'tsc', '--noEmit', '-p', '.'],
  ['Types of the page', 'tsc', '--noEmit', '-p', 'web'],
  ['Lint', 'oxlint'],
  ['Format', 'oxfmt', '--check'],
  ['Unused files, exports and packages', 'knip', '--no-progress'],
];

/** Runs all of them, also after one has failed. Resolves with the names of those that failed. */
export async function runChecks(): Promise<string[]> {
  const failed: string[] = [];
  for (const [name, ...command] of checks) {
    console.log(`\n── ${name}`);
    const started = performance.now();
    const passed = await run(command);
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    console.log(passed ? `   fine, ${seconds} s` : `   FAILED, ${seconds} s`);
    if (!passed) failed.push(name);
  }
  return failed;
}

function run([name, ...args]: string[]): Promise<boolean> {
  const program = join(root, 'node_modules', '.bin', name!);
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd: root, stdio: 'inherit' });
    child.once('error', reject);
    child.once('exit', (code) => resolve(code === 0));
  });
}
