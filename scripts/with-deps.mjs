// Runs on whatever Node started npm (18 or newer). Installs the locked packages when they are
// missing or older than the lock file, then runs the command on the pinned Node of
// node_modules/.bin.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const modules = join(root, 'node_modules');
const bin = join(modules, '.bin');
const stamp = join(modules, '.lock-stamp');

const lock = readFileSync(join(root, 'package-lock.json'));
const wanted = createHash('sha256')
  .update(lock)
  .update(process.platform + process.arch)
  .digest('hex');

if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== wanted) install();
run(process.argv.slice(2));

function install() {
  console.log('Installing the packages this version needs (once, about half a minute) …');
  const npm = process.env.npm_execpath; // the npm that runs us
  const args = ['ci', '--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error'];
  const options = { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] };
  const result = npm?.endsWith('.js')
    ? spawnSync(process.execPath, [npm, ...args], options)
    : spawnSync('npm', args, options);
  if (result.status !== 0) {
    console.error('npm could not install the packages: see its message above.');
    process.exit(result.status ?? 1);
  }
  linkPinnedNode();
  writeFileSync(stamp, wanted);
}

// npm 9 and 10 drop .bin/node again when the package of the other CPU is skipped: put it back.
function linkPinnedNode() {
  const folder = `node-${process.platform}-${process.arch}`;
  const link = join(bin, 'node');
  if (!existsSync(join(modules, folder, 'bin', 'node'))) {
    console.error(
      `There is no pinned Node for ${process.platform}-${process.arch}: ` +
        'Ledgerberry runs on Linux, x64 or arm64.',
    );
    process.exit(1);
  }
  if (!existsSync(link)) symlinkSync(join('..', folder, 'bin', 'node'), link);
}

// The command is started from here, not from the npm script: a shell that has already looked up
// `node` would go on with the system's.
function run([command, ...rest]) {
  const local = join(bin, command);
  const child = spawn(existsSync(local) ? local : command, rest, {
    cwd: root,
    stdio: 'inherit',
    env: {
      NODE_COMPILE_CACHE: join(modules, '.cache', 'node'),
      ...process.env,
      PATH: bin + delimiter + process.env.PATH,
    },
  });
  // Ctrl-C reaches the whole process group by itself; a signal sent to us alone is passed on.
  process.on('SIGINT', () => {});
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('error', (error) => {
    console.error(`Could not start ${command}: ${error.message}`);
    process.exit(1);
  });
  child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 1)));
}
