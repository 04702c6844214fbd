import { runChecks } from '#scripts/checks.ts';

const failed = await runChecks();
process.exitCode = failed.length > 0 ? 1 : 0;
