import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';

// Who may import whom: each line is a file of a room, what it may import, and what it may not.
const rooms: [file: string, may: string, mayNot: string][] = [
  [
    'server/contract/a.ts',
    'zod #server/contract/b.ts ./b.ts',
    'node:fs hono lit #server/domain/b.ts',
  ],
  ['server/domain/a.ts', '#server/contract/b.ts ./b.ts', 'zod node:fs #server/db/b.ts ../db/b.ts'],
  [
    'server/db/a.ts',
    'pg node:fs drizzle-orm/pg-core #server/domain/b.ts',
    'hono ws #server/plaid/b.ts',
  ],
  ['server/db/deep/a.ts', '#server/db/b.ts', '#server/sync/b.ts #server/http/b.ts #web/api.ts'],
  ['server/plaid/a.ts', 'type:plaid node:http #server/domain/b.ts', 'plaid pg #server/db/b.ts'],
  ['server/security/a.ts', 'node:fs/promises #server/contract/b.ts', 'pg hono #server/db/b.ts'],
  [
    'server/sync/a.ts',
    '#server/live.ts #server/db/b.ts #server/plaid/b.ts',
    'hono pg #server/http/b.ts',
  ],
  [
    'server/http/a.ts',
    'hono #server/sync/b.ts #server/live.ts',
    '#server/plaid/b.ts pg #server/config.ts',
  ],
  [
    'server/http/a2.ts',
    '#server/contract/b.ts #server/domain/b.ts #server/log.ts',
    '#scripts/b.ts #server/main.ts',
  ],
  [
    'server/sandbox/a.ts',
    'hono node:fs type:plaid #server/sandbox/x/b.ts',
    'plaid pg #server/domain/b.ts',
  ],
  [
    'server/sandbox/x/a.ts',
    '@hono/node-server #server/sandbox/b.ts',
    '#server/contract/b.ts zod ../b.ts',
  ],
  ['server/config.ts', 'zod #server/contract/b.ts', '#server/db/b.ts ./main.ts'],
  ['server/live.ts', '#server/contract/b.ts', '#server/sync/b.ts #scripts/b.ts'],
  ['server/main.ts', '#server/db/b.ts #server/http/b.ts ./config.ts', '../scripts/b.ts'],
  ['server/testing/a.ts', '#scripts/b.ts #server/sandbox/b.ts', '../db/b.ts'],
  ['server/domain/a.test.ts', 'vitest #server/testing/b.ts', '../db/b.ts'],
  ['scripts/a.ts', '#server/db/b.ts ./b.ts', '../server/db/b.ts'],
  [
    'web/main.ts',
    '#web/pages/b.ts type:#server/contract/b.ts',
    '#server/contract/b.ts #server/db/b.ts',
  ],
  ['web/api.ts', 'type:zod ./live.ts', 'zod node:fs/promises pg #scripts/b.ts'],
  ['web/state/a.ts', '@tanstack/query-core #web/api.ts', '#web/pages/b.ts #server/contract/b.ts'],
  [
    'web/ui/a.ts',
    'lit lit/decorators.js ./b.ts',
    '#web/state/b.ts #web/api.ts #web/live.ts node:fs',
  ],
  ['web/ui/a2.ts', 'type:#server/contract/b.ts', '#server/contract/b.ts @tanstack/query-core'],
  ['web/charts/a.ts', 'lit d3-shape #web/ui/b.ts', '#web/state/b.ts #web/pages/b.ts'],
  [
    'web/pages/a.ts',
    '#web/state/b.ts #web/charts/b.ts #web/api.ts',
    '#web/pages/b.ts #server/contract/b.ts',
  ],
];

test('every room is closed to what it may not import, and open to what it may', () => {
  const root = join(import.meta.dirname, '..');
  const folder = mkdtempSync(join(tmpdir(), 'ledgerberry-rooms-'));
  try {
    // The import rules need no types, and there is nothing here to make types of.
    const config = readFileSync(join(root, '.oxlintrc.json'), 'utf8');
    const quick = config.replace('"typeAware": true', '"typeAware": false');
    writeFileSync(join(folder, '.oxlintrc.json'), quick);
    const expected = new Set<string>();
    for (const [file, may, mayNot] of rooms) {
      const lines: string[] = [];
      for (const name of may.split(' ')) lines.push(importLine(name));
      for (const name of mayNot.split(' ')) {
        lines.push(importLine(name));
        expected.add(`${file}:${lines.length}`);
      }
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      writeFileSync(join(folder, file), `${lines.join('\n')}\n`);
    }
    expect(lint(root, folder)).toEqual([...expected].sort());
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

function importLine(name: string): string {
  return name.startsWith('type:')
    ? `export type * from '${name.slice('type:'.length)}';`
    : `export * from '${name}';`;
}

/** The lines, as file:number, on which the import rules speak. */
function lint(root: string, folder: string): string[] {
  const oxlint = join(root, 'node_modules', '.bin', 'oxlint');
  const result = spawnSync(oxlint, ['-f', 'unix'], { cwd: folder, encoding: 'utf8' });
  const found = new Set<string>();
  for (const line of result.stdout.split('\n')) {
    const match = /^(.+?:\d+):\d+: .*(no-restricted-imports|no-relative-parent-imports)/.exec(line);
    if (match) found.add(match[1]!);
  }
  return [...found].sort();
}
