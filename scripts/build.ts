import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { bundleServer } from '#scripts/build/server.ts';
import { buildWeb } from '#scripts/build/web.ts';
import { webSources } from '#scripts/web.ts';

// Makes dist/: what a release consists of. `--web` makes the page alone.

const root = join(import.meta.dirname, '..');
const dist = join(root, 'dist');

try {
  // The sources as they are before it is made: what changes meanwhile makes it stale.
  await buildWeb(root, join(dist, 'web'), webSources());
  if (!process.argv.includes('--web')) {
    await bundleServer(root, dist, 'server', 'server/main.ts');
    await bundleServer(root, dist, 'sandbox', 'server/sandbox/main.ts');
    cpSync(join(root, 'drizzle'), join(dist, 'drizzle'), { recursive: true });
    console.log('Built dist/server.mjs, dist/sandbox.mjs, dist/web and dist/drizzle.');
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
