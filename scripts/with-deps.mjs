// Runs on whatever Node started npm (18 or newer). Installs the locked packages where they are
// missing or differ from the lock file, then runs the command on the pinned Node among them.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, symlinkSync } from 'node:fs';
import { basename, delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const modules = join(root, 'node_modules');
const bin = join(modules, '.bin');
const pinned = `node-${process.platform}-${process.arch}`;
const lock = packagesOf(join(root, 'package-lock.json'));

if (!lock[`node_modules/${pinned}`]) {
  fail(`Ledgerberry runs on Linux, x64 or arm64; this is ${process.platform}-${process.arch}.`);
}
if (missing().length > 0) install();
linkPinnedNode();
run(process.argv.slice(2));

function install() {
  console.log('Installing the packages this version needs: once, about 350 MB, half a minute …');
  npmCi(process.execPath);
  // npm leaves out, without a word, optional packages that do not support the Node it runs on,
  // and the parts of our tools for this machine are optional packages. The pinned Node suits all.
  const node = join(modules, pinned, 'bin', 'node');
  if (missing().length > 0 && existsSync(node)) npmCi(node);
  const still = missing();
  if (still.length > 0) fail(`npm did not install ${still.join(', ')}.`);
}

function npmCi(node) {
  const args = ['ci', '--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error'];
  args.push('--include=dev', '--include=optional'); // Whatever NODE_ENV or an npmrc says.
  const npm = process.env.npm_execpath; // The npm that runs us, if it is one that does.
  const [command, ...rest] = basename(npm ?? '') === 'npm-cli.js' ? [node, npm] : ['npm'];
  const env = { ...process.env, PATH: dirname(node) + delimiter + process.env.PATH };
  const stdio = ['ignore', 'inherit', 'inherit'];
  const result = spawnSync(command, [...rest, ...args], { cwd: root, env, stdio });
  if (result.status !== 0) fail('npm could not install the packages: see its message above.');
}

/** What the lock file asks for on this machine, and npm's own list of what is installed lacks. */
function missing() {
  const installed = packagesOf(join(modules, '.package-lock.json'));
  const direct = lock[''].optionalDependencies ?? {};
  return Object.keys(lock).filter((path) => {
    if (path === '') return false;
    const wanted = lock[path];
    const here = fits(wanted.os, process.platform) && fits(wanted.cpu, process.arch);
    if (!here || wanted.libc?.includes('musl')) return false;
    const indirect = wanted.optional && !wanted.cpu && !direct[path.slice('node_modules/'.length)];
    if (indirect) return false; // It may belong to a package for another machine.
    const found = installed[path];
    return found?.version !== wanted.version || found.integrity !== wanted.integrity;
  });
}

function fits(list, value) {
  return !list || [list].flat().includes(value);
}

function packagesOf(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).packages : {};
}

// npm 9 and 10 drop .bin/node again when the package of the other CPU is skipped: put it back.
function linkPinnedNode() {
  const link = join(bin, 'node');
  if (!existsSync(link)) symlinkSync(join('..', pinned, 'bin', 'node'), link);
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
  child.on('error', (error) => fail(`Could not start ${command}: ${error.message}`));
  child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 1)));
}

function fail(sentence) {
  console.error(sentence);
  process.exit(1);
}
