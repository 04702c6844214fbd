import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { hash } from 'node:crypto';
import { join } from 'node:path';
import { createGenerator } from 'ts-json-schema-generator';
import { ROOTS } from './roots.ts';

export type Schema = Record<string, unknown>;

const HOME = join(import.meta.dirname, '../../..');
const CACHE = join(HOME, 'node_modules/.cache/sandbox-schemas');

/**
 * JSON Schemas made from the SDK's own types, without additional properties anywhere. Making them
 * takes a second or two, so they are kept under node_modules by the SDK's version.
 */
export function sdkSchemas(): Record<string, Schema> {
  const manifest = readFileSync(join(HOME, 'node_modules/plaid/package.json'), 'utf8');
  const { version } = JSON.parse(manifest) as { version: string };
  const name = `${version}-${hash('sha256', ROOTS.join(), 'hex').slice(0, 12)}`;
  const kept = join(CACHE, `${name}.json`);
  if (existsSync(kept)) return JSON.parse(readFileSync(kept, 'utf8')) as Record<string, Schema>;
  mkdirSync(CACHE, { recursive: true });
  const made = generate(join(CACHE, `${name}-${process.pid}.ts`));
  writeFileSync(`${kept}.${process.pid}`, JSON.stringify(made));
  renameSync(`${kept}.${process.pid}`, kept);
  return made;
}

function generate(entry: string): Record<string, Schema> {
  const fields = ROOTS.map((name) => `  ${name}: P.${name};`).join('\n');
  writeFileSync(
    entry,
    `import type * as P from 'plaid';\nexport interface Roots {\n${fields}\n}\n`,
  );
  const generator = createGenerator({
    additionalProperties: false,
    expose: 'export',
    jsDoc: 'none',
    path: entry,
    skipTypeCheck: true,
    type: 'Roots',
  });
  return generator.createSchema('Roots').definitions as Record<string, Schema>;
}
