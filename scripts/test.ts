import { spawn } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { checks, runChecks } from '#scripts/checks.ts';
import { buildWebIfStale } from '#scripts/web.ts';

// Every check and every test: `npm test`, or `npm test -- server/sync` for some of the tests.

const root = join(import.meta.dirname, '..');
const report = join(root, 'node_modules', '.cache', 'test-report.json');

const failedChecks = await runChecks();
console.log('\n── Tests');
await buildWebIfStale(console.log);
const tests = await runTests(process.argv.slice(2));

for (const name of failedChecks) console.log(`FAILED: ${name}`);
if (process.env.LEDGERBERRY_SKIP_BROWSER === '1') {
  console.log('THE BROWSER TESTS WERE LEFT OUT, because LEDGERBERRY_SKIP_BROWSER=1 is set.');
}
const passed = tests.passed + checks.length - failedChecks.length;
const failed = tests.failed + failedChecks.length;
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;

interface Report {
  numPassedTests: number;
  numFailedTests: number;
  success: boolean;
}

async function runTests(args: string[]): Promise<{ passed: number; failed: number }> {
  rmSync(report, { force: true });
  const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const code = await new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [vitest, 'run', ...reporters, ...args], {
      cwd: root,
      stdio: 'inherit',
    });
    child.once('error', reject);
    child.once('exit', resolve);
  });
  const counts = readReport();
  // A file that does not load, or an error outside of any test, fails the run and no test.
  const failed = counts.numFailedTests || (code === 0 && counts.success ? 0 : 1);
  return { passed: counts.numPassedTests, failed };
}

function readReport(): Report {
  try {
    return JSON.parse(readFileSync(report, 'utf8')) as Report;
  } catch {
    return { numPassedTests: 0, numFailedTests: 0, success: false };
  }
}
